package world

import "testing"

// What is closed after an invitation stops its redemption, on whichever side
// (graph-identity §1.5).
func TestRedemptionObeysBothSides(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*testing.T, *World)
		status int // 0 is success
	}{
		{"nothing closed", func(*testing.T, *World) {}, 0},
		{"inbound closed", settings(contosoID, fabrikamID, "b2bCollaborationInbound", everything(accessBlocked)), 403},
		{"outbound closed at home", settings(fabrikamID, contosoID, "b2bCollaborationOutbound", everything(accessBlocked)), 403},
		{"inbound closed at home", settings(fabrikamID, contosoID, "b2bCollaborationInbound", everything(accessBlocked)), 0},
		{"domain blocked", lists(B2BManagement{Blocked: []string{"fabrikam.example"}}), 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			u := invited(t, w, contosoID, "ana@fabrikam.example")
			tt.change(t, w)
			err := w.Redeem("contoso", u.ID, "fabrikam", "ana@fabrikam.example")
			want := statePending
			if tt.status == 0 {
				want = stateAccepted
				if err != nil {
					t.Fatal(err)
				}
			} else {
				code := CodeInvitation
				if tt.status == 403 {
					code = CodeInvitationRefused
				}
				wantFault(t, err, tt.status, code, "")
			}
			if got := truth(t, w, contosoID, u.ID).ExternalUserState; got != want {
				t.Errorf("state %q, want %q", got, want)
			}
		})
	}
}

// Consent counts where it belongs: inbound in the resource tenant, outbound at
// home, and only while the clouds are enabled (graph-cross-tenant §8, row 3).
func TestAutomaticRedemptionAcrossClouds(t *testing.T) {
	t.Parallel()
	consent := func(direction string) map[string]any { return map[string]any{direction: true} }
	tests := []struct {
		name           string
		contoso, north map[string]any
		status         string
	}{
		{"both sides", consent("inboundAllowed"), consent("outboundAllowed"), InvitationCompleted},
		{"the reverse pair", consent("outboundAllowed"), consent("inboundAllowed"), InvitationPending},
		{"resource tenant only", consent("inboundAllowed"), nil, InvitationPending},
		{"home tenant only", nil, consent("outboundAllowed"), InvitationPending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			for tenantID, endpoint := range map[string]string{contosoID: "microsoftonline.us", northwindID: "microsoftonline.com"} {
				if err := w.UpdateAccessPolicy(tenantID, map[string]any{"allowedCloudEndpoints": []any{endpoint}}); err != nil {
					t.Fatal(err)
				}
			}
			settings(contosoID, northwindID, "automaticUserConsentSettings", tt.contoso)(t, w)
			settings(northwindID, contosoID, "automaticUserConsentSettings", tt.north)(t, w)
			outcome, err := w.Invite(contosoID, invitation("nora@northwind.example"), inviter)
			if err != nil || outcome.Status != tt.status {
				t.Errorf("outcome %+v, %v", outcome, err)
			}
		})
	}
}
