package addressbook_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestContactForUser: a mail-enabled external user stops the plan (MT013), whether
// Graph or Exchange Online shows it, and whether the contact is new or has another
// address.
func TestContactForUser(t *testing.T) {
	t.Parallel()
	stops := acctest.Message("MT013", "Creating a mail contact for "+anaEmail, "multitenant_gal_visibility")
	withoutGraph := withExchange()
	app := &withoutGraph.Tenant(acctest.Fabrikam).Applications[0]
	app.Permissions = []string{"Exchange.ManageAsApp"}
	withoutRole := acctest.Standard()
	for name, test := range map[string]struct {
		estate *acctest.Estate
		change func(*settings.Settings)
		as     string
	}{
		"both services": {withExchange(), func(*settings.Settings) {}, ""},
		"member":        {withExchange(), func(*settings.Settings) {}, "Member"},
		// Exchange Online does not have the mail user yet.
		"Graph":                   {withExchange(), func(s *settings.Settings) { s.MailUserDelay = settings.Never }, ""},
		"Exchange Online":         {withoutGraph, func(*settings.Settings) {}, ""},
		"Graph, without Exchange": {withoutRole, func(*settings.Settings) {}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, test.estate, test.change)
			id := w.Welcome(acctest.FabrikamID, anaEmail).ID
			w.Change(acctest.FabrikamID, id, map[string]any{"userType": cmp.Or(test.as, "Guest")})
			w.ForgetRequests()
			w.Test(resource.TestStep{Config: w.Config(contacts(strings.ToUpper(anaEmail))), PlanOnly: true, ExpectError: acctest.Message("MT013", "multitenant_gal_visibility")})
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("another address", func(t *testing.T) {
		t.Parallel()
		w := start(t, withExchange())
		w.Welcome(acctest.FabrikamID, anaEmail)
		w.Test(
			resource.TestStep{Config: w.Config(contacts(infoMail))},
			resource.TestStep{Config: w.Config(contacts(anaEmail)), PlanOnly: true, ExpectError: stops},
			// Without the check Exchange refuses.
			resource.TestStep{
				Config:      acctest.Checking(w.Config(contacts(anaEmail)), "off", "MT013"),
				ExpectError: acctest.Message("Cannot change mail contact "+infoMail, "already being used by"),
			},
		)
	})
}

// TestContactForUnmailedUser: a user that is not mail-enabled leaves the address to
// the contact.
func TestContactForUnmailedUser(t *testing.T) {
	t.Parallel()
	e := withExchange()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"displayName": "Ana", "userType": "Guest", "mail": anaEmail, "proxyAddresses": []string{}, "externalUserState": "Accepted",
		"userPrincipalName": "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com",
	})
	w := start(t, e)
	w.Test(resource.TestStep{Config: w.Config(contacts(anaEmail)), Check: is(w, "Get-MailContact", anaEmail, map[string]any{"Name": anaEmail})})
}

// TestContactClaims: one address in one plan for a contact and a guest, or for two
// contacts, is a conflict (MT014) in the plan, in any order.
func TestContactClaims(t *testing.T) {
	t.Parallel()
	const second = `
resource "multitenant_mail_contact" "second" {
  tenant = "fabrikam"
  email  = "Ana.Ruiz@Contoso.example"
  name   = "Ana"
}
`
	w := start(t, withExchange())
	w.Test(
		resource.TestStep{Config: w.Config(contacts(anaEmail) + invited), PlanOnly: true, ExpectError: acctest.Message("MT014", "A new guest of this plan", "A new mail contact of this plan", anaEmail)},
		resource.TestStep{Config: w.Config(contacts(anaEmail) + second), PlanOnly: true, ExpectError: acctest.Message("MT014", "A new mail contact of this plan and another")},
		resource.TestStep{Config: w.Config(contacts(anaEmail))},
		resource.TestStep{Config: w.Config(contacts(anaEmail) + invited), PlanOnly: true, ExpectError: acctest.Message("MT014", "An existing mail contact")},
		resource.TestStep{Config: w.Config(contacts(infoMail) + invited), PlanOnly: true, ExpectNonEmptyPlan: true},
	)
}

// TestContactsBudget: the refresh of many contacts reads two lists after ten single
// reads of each kind. Their number adds pages alone.
func TestContactsBudget(t *testing.T) {
	t.Parallel()
	const (
		number = 40
		// single are the reads before a list, and pages the list itself, with an empty
		// page at its end.
		single, pages = 10, 2
	)
	var addresses []string
	for i := range number {
		addresses = append(addresses, fmt.Sprintf("%q", fmt.Sprintf("contact%d@partner.example", i)))
	}
	w := start(t, withExchange())
	s := acctest.NewWorkspace(t, w.Config(fmt.Sprintf(`
resource "multitenant_mail_contact" "all" {
  for_each = toset([%s])
  tenant   = "fabrikam"
  email    = each.key
}
`, strings.Join(addresses, ", "))))
	s.MustRun("apply", "-auto-approve")
	w.ForgetRequests()
	s.MustRun("plan", "-detailed-exitcode")
	for _, cmdlet := range []string{"Get-MailContact", "Get-Contact"} {
		sent := slices.DeleteFunc(w.Requests(wire.Exchange), func(r string) bool { return r != cmdlet })
		if len(sent) > single+pages {
			t.Errorf("the refresh of %d contacts took %d requests of %s, want at most %d", number, len(sent), cmdlet, single+pages)
		}
	}
	if all := w.Requests(); len(all) > 2*(single+pages) {
		t.Errorf("the refresh of %d contacts took %d requests: %v", number, len(all), all)
	}
}
