package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// A restriction on either side after an invitation stops its redemption
// (graph-identity §1.5).
func TestRedemptionObeysBothSides(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*testing.T, *kernel.World)
		status int // 0 is success
	}{
		{"nothing closed", func(*testing.T, *kernel.World) {}, 0},
		{"inbound closed", setAccess(contosoID, fabrikamID, "b2bCollaborationInbound", everything(blocked)), 403},
		{"outbound closed at home", setAccess(fabrikamID, contosoID, "b2bCollaborationOutbound", everything(blocked)), 403},
		{"inbound closed at home", setAccess(fabrikamID, contosoID, "b2bCollaborationInbound", everything(blocked)), 0},
		{"domain blocked", lists(invitation.DomainLists{Blocked: []string{"fabrikam.example"}}), 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			u := invited(t, w, contosoID, "ana@fabrikam.example")
			tt.change(t, w)
			err := invitation.Redeem(w, "contoso", u.ID, "fabrikam", "ana@fabrikam.example")
			want := directory.StatePending
			if tt.status == 0 {
				want = directory.StateAccepted
				if err != nil {
					t.Fatal(err)
				}
			} else {
				code := refusal.CodeInvitation
				if tt.status == 403 {
					code = refusal.CodeInvitationRefused
				}
				wantFault(t, err, tt.status, code, "")
			}
			if got := truth(t, w, contosoID, u.ID).ExternalUserState; got != want {
				t.Errorf("state %q, want %q", got, want)
			}
		})
	}
}

// Consent is required inbound in the resource tenant and outbound in the home
// tenant, and only applies while the clouds are enabled (graph-cross-tenant §8, row
// 3).
func TestAutomaticRedemptionAcrossClouds(t *testing.T) {
	t.Parallel()
	consent := func(direction string) map[string]any { return map[string]any{direction: true} }
	tests := []struct {
		name           string
		contoso, north map[string]any
		status         string
	}{
		{"both sides", consent("inboundAllowed"), consent("outboundAllowed"), invitation.InvitationCompleted},
		{"the reverse pair", consent("outboundAllowed"), consent("inboundAllowed"), invitation.InvitationPending},
		{"resource tenant only", consent("inboundAllowed"), nil, invitation.InvitationPending},
		{"home tenant only", nil, consent("outboundAllowed"), invitation.InvitationPending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			for tenantID, endpoint := range map[string]string{contosoID: "microsoftonline.us", northwindID: "microsoftonline.com"} {
				if err := updateAccess(w, tenantID, map[string]any{"allowedCloudEndpoints": []any{endpoint}}); err != nil {
					t.Fatal(err)
				}
			}
			setAccess(contosoID, northwindID, "automaticUserConsentSettings", tt.contoso)(t, w)
			setAccess(northwindID, contosoID, "automaticUserConsentSettings", tt.north)(t, w)
			outcome, err := invitation.Invite(w, contosoID, to("nora@northwind.example"), inviter)
			if err != nil || outcome.Status != tt.status {
				t.Errorf("outcome %+v, %v", outcome, err)
			}
		})
	}
}
