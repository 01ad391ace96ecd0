package area_test

import (
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The six rows of common-considerations, "Issues with using mail contact
// objects instead of external users or members".
func TestContactsAndExternalUsers(t *testing.T) {
	t.Parallel()
	member := func(address string) invitation.Invitation {
		i := to(address)
		i.UserType = directory.TypeMember
		return i
	}
	t.Run("none, invite Member: not mail-enabled", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nil)
		outcome, err := invitation.Invite(w, contosoID, member("bo@fabrikam.example"), inviter)
		if err != nil {
			t.Fatal(err)
		}
		if u := truth(t, w, contosoID, outcome.UserID); len(u.ProxyAddresses) != 0 || u.UserType != directory.TypeMember || u.Mail == "" {
			t.Errorf("got %+v", u)
		}
	})
	t.Run("none, invite Guest: mail-enabled", func(t *testing.T) {
		t.Parallel()
		u := invited(t, newWorld(t, nil), contosoID, "bo@fabrikam.example")
		if !slices.Equal(u.ProxyAddresses, []string{"SMTP:bo@fabrikam.example"}) || u.UserType != directory.TypeGuest {
			t.Errorf("got %+v", u)
		}
	})
	t.Run("contact, invite Member: conflict", func(t *testing.T) {
		t.Parallel()
		_, err := invitation.Invite(newWorld(t, nil), contosoID, member("Carla@fabrikam.example"), inviter)
		wantFault(t, err, 400, refusal.CodeInvitation, "proxyAddresses already exists")
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
		_, err := exchange.AddContact(w, contosoID, directory.Contact{Mail: "BO@fabrikam.example"})
		wantFault(t, err, 400, "ProxyAddressExistsException", "already being used")
	})
	t.Run("mail-enabled Member, create contact: error", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, nil)
		u := invited(t, w, contosoID, "bo@fabrikam.example")
		if err := directory.UpdateUser(w, contosoID, u.ID, map[string]any{"userType": directory.TypeMember}, inviter); err != nil {
			t.Fatal(err)
		}
		_, err := exchange.AddContact(w, contosoID, directory.Contact{Mail: "bo@fabrikam.example"})
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
	if u.DisplayName != "Ana.Ruiz" || u.CreationType != directory.CreationInvitation || u.ExternalUserState != directory.StatePending || !u.ExternalUserStateChanged.Equal(start) {
		t.Errorf("got %+v", u)
	}
	if len(u.Identities) != 1 || u.Identities[0].SignInType != directory.SignInUPN {
		t.Errorf("identities %+v", u.Identities)
	}
}

func TestRefusedInvitations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		prepare func(*testing.T, *kernel.World)
		tenant  string
		i       invitation.Invitation
		by      kernel.Actor
		status  int
		code    string
		part    string
	}{
		{"plus in the address", nil, contosoID, to("ana+x@partner.example"), inviter, 400, refusal.CodeInvitation, "Primary SMTP Address is an invalid value"},
		{"no address", nil, contosoID, to("ana"), inviter, 400, refusal.CodeInvitation, "invalid value"},
		{"verified domain", nil, contosoID, to("new@Contoso.example"), inviter, 400, refusal.CodeInvitation, "verified domain of this directory"},
		{"initial domain", nil, contosoID, to("new@contoso.onmicrosoft.com"), inviter, 400, refusal.CodeInvitation, "verified domain"},
		{"internal user", nil, contosoID, to("outside@elsewhere.example"), inviter, 400, refusal.CodeInvitation, "already exists in the directory as object ID"},
		{"a group owns the address", nil, contosoID, to("team@partner.example"), inviter, 400, refusal.CodeInvitation, "proxyAddresses"},
		{"invitations off", policy(map[string]any{"allowInvitesFrom": "none"}), contosoID, to("a@partner.example"), inviter, 403, refusal.CodeInvitationRefused, "Guest invitations not allowed"},
		{"inviters only, without User.Invite.All", policy(map[string]any{"allowInvitesFrom": "adminsAndGuestInviters"}), contosoID, to("a@partner.example"), kernel.Actor{Permissions: []string{"User.ReadWrite.All"}}, 403, refusal.CodeInvitationRefused, "not allowed"},
		{"blocked domain", lists(invitation.DomainLists{Blocked: []string{"Bad.example"}}), contosoID, to("a@bad.example"), inviter, 400, refusal.CodeInvitation, "blocked by your invitation policy"},
		{"not on the allow list", lists(invitation.DomainLists{Allowed: []string{"good.example"}}), contosoID, to("a@bad.example"), inviter, 400, refusal.CodeInvitation, "blocked"},
		{"another cloud, nothing configured", nil, contosoID, to("nora@northwind.example"), inviter, 403, refusal.CodeInvitationRefused, "cross-tenant access"},
		{"inbound blocked", setAccess(contosoID, fabrikamID, "b2bCollaborationInbound", everything(blocked)), contosoID, to("ana@fabrikam.example"), inviter, 403, refusal.CodeInvitationRefused, "cross-tenant access"},
		{"outbound blocked at home", setAccess(fabrikamID, contosoID, "b2bCollaborationOutbound", everything(blocked)), contosoID, to("ana@fabrikam.example"), inviter, 403, refusal.CodeInvitationRefused, "cross-tenant access"},
		{"reset of an administrator", func(t *testing.T, w *kernel.World) { t.Helper() }, contosoID, invitation.Invitation{EmailAddress: "x@partner.example", ResetRedemption: true, UserID: adminID}, kernel.Actor{Permissions: []string{"User.Invite.All"}}, 403, refusal.CodeDenied, "Insufficient"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			if tt.prepare != nil {
				tt.prepare(t, w)
			}
			before := directory.UserCount(w, tt.tenant)
			_, err := invitation.Invite(w, tt.tenant, tt.i, tt.by)
			wantFault(t, err, tt.status, tt.code, tt.part)
			if directory.UserCount(w, tt.tenant) != before {
				t.Error("a refused invitation left a user behind")
			}
		})
	}
}

func policy(patch map[string]any) func(*testing.T, *kernel.World) {
	return func(t *testing.T, w *kernel.World) {
		t.Helper()
		if err := invitation.Authorization.Update(w, contosoID, kernel.Draft{Properties: patch}, kernel.Actor{}); err != nil {
			t.Fatal(err)
		}
	}
}

func lists(l invitation.DomainLists) func(*testing.T, *kernel.World) {
	return func(t *testing.T, w *kernel.World) {
		t.Helper()
		text, err := l.Definition()
		if err == nil {
			err = w.Write(contosoID, func(d *kernel.Directory, at kernel.Moment) error { return invitation.SetDefinition(d, text, at) })
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func setAccess(tenantID, partnerID, block string, value any) func(*testing.T, *kernel.World) {
	return func(t *testing.T, w *kernel.World) {
		t.Helper()
		if _, err := createPartner(w, tenantID, map[string]any{"tenantId": partnerID, block: value}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestInvitingAcrossClouds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	steps := []func() error{
		func() error {
			return updateAccess(w, contosoID, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.us"}})
		},
		func() error {
			return updateAccess(w, northwindID, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.com"}})
		},
		func() error {
			_, err := createPartner(w, contosoID, map[string]any{"tenantId": northwindID})
			return err
		},
		func() error {
			_, err := createPartner(w, northwindID, map[string]any{"tenantId": contosoID})
			return err
		},
	}
	for i, step := range steps {
		_, err := invitation.Invite(w, contosoID, to("nora@northwind.example"), inviter)
		wantFault(t, err, 403, refusal.CodeInvitationRefused, "cross-tenant access")
		if err := step(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	if _, err := invitation.Invite(w, contosoID, to("nora@northwind.example"), inviter); err != nil {
		t.Fatal(err)
	}
}

func TestReinviteKeepsThePersonAndKillsTheTicket(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	first, err := invitation.Invite(w, contosoID, to("ana@fabrikam.example"), inviter)
	if err != nil {
		t.Fatal(err)
	}
	ticket := truth(t, w, contosoID, first.UserID).Account().Ticket
	second, err := invitation.Invite(w, contosoID, to("ANA@fabrikam.example"), inviter)
	if err != nil {
		t.Fatal(err)
	}
	if second.UserID != first.UserID || second.RedeemURL == first.RedeemURL || truth(t, w, contosoID, first.UserID).Account().Ticket == ticket {
		t.Errorf("first %+v, second %+v", first, second)
	}
}

func TestRedemptionAndReset(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "ana@fabrikam.example")
	w.Advance(time.Hour)
	if err := invitation.Redeem(w, "contoso", u.ID, "fabrikam", "ana@fabrikam.example"); err != nil {
		t.Fatal(err)
	}
	redeemed := truth(t, w, contosoID, u.ID)
	if redeemed.ExternalUserState != directory.StateAccepted || !redeemed.ExternalUserStateChanged.Equal(start.Add(time.Hour)) ||
		redeemed.Identities[0] != (directory.Identity{SignInType: directory.SignInFederated, Issuer: directory.IssuerEntra}) || redeemed.UserPrincipalName != u.UserPrincipalName {
		t.Errorf("got %+v", redeemed)
	}
	reset := invitation.Invitation{EmailAddress: "ana@fabrikam.example", ResetRedemption: true, UserID: u.ID}
	if _, err := invitation.Invite(w, contosoID, reset, inviter); err != nil {
		t.Fatal(err)
	}
	if again := truth(t, w, contosoID, u.ID); again.ExternalUserState != directory.StatePending || len(again.Identities) != 1 {
		t.Errorf("after the reset: %+v", again)
	}
	reset.EmailAddress = "other@fabrikam.example"
	_, err := invitation.Invite(w, contosoID, reset, inviter)
	wantFault(t, err, 400, refusal.CodeInvitation, "match any emails")
}

func TestInternalUserBecomesExternal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	internal, err := directory.Users.Get(w, contosoID, "outside@contoso.example")
	if err != nil {
		t.Fatal(err)
	}
	i := to("outside@elsewhere.example")
	i.UserID = internal.ID
	outcome, err := invitation.Invite(w, contosoID, i, inviter)
	if err != nil {
		t.Fatal(err)
	}
	u := truth(t, w, contosoID, outcome.UserID)
	if u.ID != internal.ID || u.UserType != directory.TypeMember || u.UserPrincipalName != internal.UserPrincipalName || !u.External() {
		t.Errorf("got %+v", u)
	}
}

func TestAutomaticRedemptionNeedsBothSides(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	setAccess(contosoID, fabrikamID, "automaticUserConsentSettings", map[string]any{"inboundAllowed": true})(t, w)
	one, err := invitation.Invite(w, contosoID, to("ana@fabrikam.example"), inviter)
	if err != nil || one.Status != invitation.InvitationPending {
		t.Fatalf("one side: %+v, %v", one, err)
	}
	setAccess(fabrikamID, contosoID, "automaticUserConsentSettings", map[string]any{"outboundAllowed": true})(t, w)
	both, err := invitation.Invite(w, contosoID, to("ana@fabrikam.example"), inviter)
	if err != nil || both.Status != invitation.InvitationCompleted || truth(t, w, contosoID, both.UserID).ExternalUserState != directory.StateAccepted {
		t.Fatalf("both sides: %+v, %v", both, err)
	}
}
