package area_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// familySeed has a user with aliases in the home tenant, and a contact with one of
// them in the resource tenant.
const familySeed = `{"tenants":[
 {"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "contacts":[{"displayName":"Desk","mail":"desk@fabrikam.example"}]},
 {"key":"fabrikam","tenant_id":"` + fabrikamID + `","domains":["fabrikam.example"],"users":[
  {"id":"` + anaID + `","userPrincipalName":"ana.ruiz@fabrikam.example","mail":"ana@fabrikam.example","otherMails":["private@fabrikam.example"],
   "proxyAddresses":["SMTP:ana@fabrikam.example","smtp:a.ruiz@fabrikam.example","smtp:desk@fabrikam.example","x500:/o=Fabrikam/cn=ana"]},
  {"userPrincipalName":"bo@fabrikam.example","mail":"bo@fabrikam.example"}]}]}`

func TestAliasesAtHome(t *testing.T) {
	t.Parallel()
	off := func(s *settings.Settings) { s.HomeProxyAddressesCount = false }
	tests := []struct {
		name    string
		change  func(*settings.Settings)
		address string
		same    bool
		proxies []string // of the user who was invited first
	}{
		{"proxy address", nil, "A.Ruiz@fabrikam.example", true, []string{"SMTP:ana@fabrikam.example", "smtp:A.Ruiz@fabrikam.example"}},
		{"user principal name", nil, "ana.ruiz@fabrikam.example", true, []string{"SMTP:ana@fabrikam.example", "smtp:ana.ruiz@fabrikam.example"}},
		{"address of a contact", nil, "desk@fabrikam.example", true, []string{"SMTP:ana@fabrikam.example"}},
		{"the same address", nil, "ANA@fabrikam.example", true, []string{"SMTP:ana@fabrikam.example"}},
		{"another user", nil, "bo@fabrikam.example", false, []string{"SMTP:ana@fabrikam.example"}},
		{"other mail", nil, "private@fabrikam.example", false, []string{"SMTP:ana@fabrikam.example"}},
		{"unknown at home", nil, "new@fabrikam.example", false, []string{"SMTP:ana@fabrikam.example"}},
		{"home tenant unknown", nil, "ana@partner.example", false, []string{"SMTP:ana@fabrikam.example"}},
		{"off", off, "a.ruiz@fabrikam.example", false, []string{"SMTP:ana@fabrikam.example"}},
		{"off, the same address", off, "ana@fabrikam.example", true, []string{"SMTP:ana@fabrikam.example"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *kernel.Options) {
				if tt.change != nil {
					o.Settings = settings.With(tt.change)
				}
			})
			load(t, w, familySeed)
			first := invited(t, w, contosoID, "ana@fabrikam.example")
			second := invited(t, w, contosoID, tt.address)
			if (second.ID == first.ID) != tt.same {
				t.Errorf("%s is %+v", tt.address, second)
			}
			after := truth(t, w, contosoID, first.ID)
			if !slices.Equal(after.ProxyAddresses, tt.proxies) || after.Mail != first.Mail || after.UserPrincipalName != first.UserPrincipalName {
				t.Errorf("the first user is %+v", after)
			}
		})
	}
}

// A user that redeemed is also found without a common address.
func TestRedeemedUserIsFoundAtHome(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	load(t, w, familySeed)
	first := invited(t, w, contosoID, "ana@private.example")
	if err := invitation.Redeem(w, "contoso", first.ID, "fabrikam", "ana.ruiz@fabrikam.example"); err != nil {
		t.Fatal(err)
	}
	second := invited(t, w, contosoID, "a.ruiz@fabrikam.example")
	if second.ID != first.ID || second.ExternalUserState != directory.StateAccepted {
		t.Errorf("got %+v", second)
	}
	if err := directory.Users.Delete(w, contosoID, first.ID, inviter); err != nil {
		t.Fatal(err)
	}
	if third := invited(t, w, contosoID, "ana@fabrikam.example"); third.ID == first.ID {
		t.Error("a deleted user was found")
	}
}

// Aliases in the home tenant do not bypass the resource tenant's restrictions.
func TestAliasesObeyTheGates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	load(t, w, familySeed)
	first := invited(t, w, contosoID, "ana@fabrikam.example")
	lists(invitation.DomainLists{Blocked: []string{"fabrikam.example"}})(t, w)
	_, err := invitation.Invite(w, contosoID, to("a.ruiz@fabrikam.example"), inviter)
	wantFault(t, err, 400, refusal.CodeInvitation, "blocked")
	if after := truth(t, w, contosoID, first.ID); len(after.ProxyAddresses) != 1 {
		t.Errorf("got %+v", after)
	}
}
