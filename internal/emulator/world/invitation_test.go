package world

import (
	"slices"
	"testing"
	"time"
)

// The six rows of common-considerations, "Issues with using mail contact
// objects instead of external users or members".
func TestContactsAndExternalUsers(t *testing.T) {
	t.Parallel()
	member := func(address string) Invitation {
		i := invitation(address)
		i.UserType = typeMember
		return i
	}
	t.Run("none, invite Member: not mail-enabled", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nil)
		outcome, err := w.Invite(contosoID, member("bo@fabrikam.example"), inviter)
		if err != nil {
			t.Fatal(err)
		}
		if u := truth(t, w, contosoID, outcome.UserID); len(u.ProxyAddresses) != 0 || u.UserType != typeMember || u.Mail == "" {
			t.Errorf("got %+v", u)
		}
	})
	t.Run("none, invite Guest: mail-enabled", func(t *testing.T) {
		t.Parallel()
		u := invited(t, newWorld(t, nil), contosoID, "bo@fabrikam.example")
		if !slices.Equal(u.ProxyAddresses, []string{"SMTP:bo@fabrikam.example"}) || u.UserType != typeGuest {
			t.Errorf("got %+v", u)
		}
	})
	t.Run("contact, invite Member: conflict", func(t *testing.T) {
		t.Parallel()
		_, err := newWorld(t, nil).Invite(contosoID, member("Carla@fabrikam.example"), inviter)
		wantFault(t, err, 400, CodeInvitation, "proxyAddresses already exists")
	})
	t.Run("contact, invite Guest: not mail-enabled", func(t *testing.T) {
		t.Parallel()
		u := invited(t, newWorld(t, nil), contosoID, "carla@fabrikam.example")
		if len(u.ProxyAddresses) != 0 || u.Mail != "carla@fabrikam.example" {
			t.Errorf("got %+v", u)
		}
	})
	t.Run("mail-enabled Guest, create contact: error", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nil)
		invited(t, w, contosoID, "bo@fabrikam.example")
		_, err := w.AddContact(contosoID, Contact{Mail: "BO@fabrikam.example"})
		wantFault(t, err, 400, "ProxyAddressExistsException", "already being used")
	})
	t.Run("mail-enabled Member, create contact: error", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nil)
		u := invited(t, w, contosoID, "bo@fabrikam.example")
		if err := w.UpdateUser(contosoID, u.ID, map[string]any{"userType": typeMember}, inviter); err != nil {
			t.Fatal(err)
		}
		_, err := w.AddContact(contosoID, Contact{Mail: "bo@fabrikam.example"})
		wantFault(t, err, 400, "ProxyAddressExistsException", "already being used")
	})
}

func TestNewGuest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "Ana.Ruiz@partner.example")
	if u.UserPrincipalName != "Ana.Ruiz_partner.example#EXT#@contoso.onmicrosoft.com" || u.MailNickname != "Ana.Ruiz_partner.example#EXT#" {
		t.Errorf("names %q, %q", u.UserPrincipalName, u.MailNickname)
	}
	if u.DisplayName != "Ana.Ruiz" || u.CreationType != creationInvitation || u.ExternalUserState != statePending || !u.ExternalUserStateChanged.Equal(start) {
		t.Errorf("got %+v", u)
	}
	if len(u.Identities) != 1 || u.Identities[0].SignInType != signInUPN {
		t.Errorf("identities %+v", u.Identities)
	}
}

func TestRefusedInvitations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		prepare func(*testing.T, *World)
		tenant  string
		i       Invitation
		by      Actor
		status  int
		code    string
		part    string
	}{
		{"plus in the address", nil, contosoID, invitation("ana+x@partner.example"), inviter, 400, CodeInvitation, "Primary SMTP Address is an invalid value"},
		{"no address", nil, contosoID, invitation("ana"), inviter, 400, CodeInvitation, "invalid value"},
		{"verified domain", nil, contosoID, invitation("new@Contoso.example"), inviter, 400, CodeInvitation, "verified domain of this directory"},
		{"initial domain", nil, contosoID, invitation("new@contoso.onmicrosoft.com"), inviter, 400, CodeInvitation, "verified domain"},
		{"internal user", nil, contosoID, invitation("outside@elsewhere.example"), inviter, 400, CodeInvitation, "already exists in the directory as object ID"},
		{"a group owns the address", nil, contosoID, invitation("team@partner.example"), inviter, 400, CodeInvitation, "proxyAddresses"},
		{"invitations off", policy(map[string]any{"allowInvitesFrom": "none"}), contosoID, invitation("a@partner.example"), inviter, 403, CodeInvitationRefused, "Guest invitations not allowed"},
		{"inviters only, without User.Invite.All", policy(map[string]any{"allowInvitesFrom": "adminsAndGuestInviters"}), contosoID, invitation("a@partner.example"), Actor{Permissions: []string{"User.ReadWrite.All"}}, 403, CodeInvitationRefused, "not allowed"},
		{"blocked domain", lists(B2BManagement{Blocked: []string{"Bad.example"}}), contosoID, invitation("a@bad.example"), inviter, 400, CodeInvitation, "blocked by your invitation policy"},
		{"not on the allow list", lists(B2BManagement{Allowed: []string{"good.example"}}), contosoID, invitation("a@bad.example"), inviter, 400, CodeInvitation, "blocked"},
		{"another cloud, nothing configured", nil, contosoID, invitation("nora@northwind.example"), inviter, 403, CodeInvitationRefused, "cross-tenant access"},
		{"inbound blocked", settings(contosoID, fabrikamID, "b2bCollaborationInbound", everything(accessBlocked)), contosoID, invitation("ana@fabrikam.example"), inviter, 403, CodeInvitationRefused, "cross-tenant access"},
		{"outbound blocked at home", settings(fabrikamID, contosoID, "b2bCollaborationOutbound", everything(accessBlocked)), contosoID, invitation("ana@fabrikam.example"), inviter, 403, CodeInvitationRefused, "cross-tenant access"},
		{"reset of an administrator", func(t *testing.T, w *World) { t.Helper() }, contosoID, Invitation{EmailAddress: "x@partner.example", ResetRedemption: true, UserID: adminID}, Actor{Permissions: []string{"User.Invite.All"}}, 403, CodeDenied, "Insufficient"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			if tt.prepare != nil {
				tt.prepare(t, w)
			}
			before := w.UserCount(tt.tenant)
			_, err := w.Invite(tt.tenant, tt.i, tt.by)
			wantFault(t, err, tt.status, tt.code, tt.part)
			if w.UserCount(tt.tenant) != before {
				t.Error("a refused invitation left a user behind")
			}
		})
	}
}

func policy(patch map[string]any) func(*testing.T, *World) {
	return func(t *testing.T, w *World) {
		t.Helper()
		if err := w.UpdateAuthorizationPolicy(contosoID, patch); err != nil {
			t.Fatal(err)
		}
	}
}

func lists(l B2BManagement) func(*testing.T, *World) {
	return func(t *testing.T, w *World) {
		t.Helper()
		w.byID[contosoID].b2bManagement = l
	}
}

func settings(tenantID, partnerID, block string, value any) func(*testing.T, *World) {
	return func(t *testing.T, w *World) {
		t.Helper()
		if _, err := w.AddPartner(tenantID, map[string]any{"tenantId": partnerID, block: value}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestInvitingAcrossClouds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	steps := []func() error{
		func() error {
			return w.UpdateAccessPolicy(contosoID, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.us"}})
		},
		func() error {
			return w.UpdateAccessPolicy(northwindID, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.com"}})
		},
		func() error { _, err := w.AddPartner(contosoID, map[string]any{"tenantId": northwindID}); return err },
		func() error { _, err := w.AddPartner(northwindID, map[string]any{"tenantId": contosoID}); return err },
	}
	for i, step := range steps {
		_, err := w.Invite(contosoID, invitation("nora@northwind.example"), inviter)
		wantFault(t, err, 403, CodeInvitationRefused, "cross-tenant access")
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	if _, err := w.Invite(contosoID, invitation("nora@northwind.example"), inviter); err != nil {
		t.Fatal(err)
	}
}

func TestReinviteKeepsThePersonAndKillsTheTicket(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	first, err := w.Invite(contosoID, invitation("ana@fabrikam.example"), inviter)
	if err != nil {
		t.Fatal(err)
	}
	ticket := truth(t, w, contosoID, first.UserID).Ticket
	second, err := w.Invite(contosoID, invitation("ANA@fabrikam.example"), inviter)
	if err != nil {
		t.Fatal(err)
	}
	if second.UserID != first.UserID || second.RedeemURL == first.RedeemURL || truth(t, w, contosoID, first.UserID).Ticket == ticket {
		t.Errorf("first %+v, second %+v", first, second)
	}
}

func TestRedemptionAndReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "ana@fabrikam.example")
	w.Advance(time.Hour)
	if err := w.Redeem("contoso", u.ID, "fabrikam", "ana@fabrikam.example"); err != nil {
		t.Fatal(err)
	}
	redeemed := truth(t, w, contosoID, u.ID)
	if redeemed.ExternalUserState != stateAccepted || !redeemed.ExternalUserStateChanged.Equal(start.Add(time.Hour)) ||
		redeemed.Identities[0] != (Identity{SignInType: signInFederated, Issuer: issuerEntra}) || redeemed.UserPrincipalName != u.UserPrincipalName {
		t.Errorf("got %+v", redeemed)
	}
	reset := Invitation{EmailAddress: "ana@fabrikam.example", ResetRedemption: true, UserID: u.ID}
	if _, err := w.Invite(contosoID, reset, inviter); err != nil {
		t.Fatal(err)
	}
	if again := truth(t, w, contosoID, u.ID); again.ExternalUserState != statePending || len(again.Identities) != 1 {
		t.Errorf("after the reset: %+v", again)
	}
	reset.EmailAddress = "other@fabrikam.example"
	_, err := w.Invite(contosoID, reset, inviter)
	wantFault(t, err, 400, CodeInvitation, "match any emails")
}

func TestInternalUserBecomesExternal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	internal, err := w.User(contosoID, "outside@contoso.example")
	if err != nil {
		t.Fatal(err)
	}
	i := invitation("outside@elsewhere.example")
	i.UserID = internal.ID
	outcome, err := w.Invite(contosoID, i, inviter)
	if err != nil {
		t.Fatal(err)
	}
	u := truth(t, w, contosoID, outcome.UserID)
	if u.ID != internal.ID || u.UserType != typeMember || u.UserPrincipalName != internal.UserPrincipalName || !u.External() {
		t.Errorf("got %+v", u)
	}
}

func TestAutomaticRedemptionNeedsBothSides(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	settings(contosoID, fabrikamID, "automaticUserConsentSettings", map[string]any{"inboundAllowed": true})(t, w)
	one, err := w.Invite(contosoID, invitation("ana@fabrikam.example"), inviter)
	if err != nil || one.Status != InvitationPending {
		t.Fatalf("one side: %+v, %v", one, err)
	}
	settings(fabrikamID, contosoID, "automaticUserConsentSettings", map[string]any{"outboundAllowed": true})(t, w)
	both, err := w.Invite(contosoID, invitation("ana@fabrikam.example"), inviter)
	if err != nil || both.Status != InvitationCompleted || truth(t, w, contosoID, both.UserID).ExternalUserState != stateAccepted {
		t.Fatalf("both sides: %+v, %v", both, err)
	}
}
