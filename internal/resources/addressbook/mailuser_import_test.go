package addressbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestMailUserImport imports by object id, user principal name and address. A destroy
// leaves an imported mail user as it is, except for what was changed.
func TestMailUserImport(t *testing.T) {
	t.Parallel()
	for name, of := range map[string]func(w *acctest.World, id string) string{
		"object id": func(_ *acctest.World, id string) string { return acctest.FabrikamID + "/" + strings.ToUpper(id) },
		"user principal name": func(w *acctest.World, id string) string {
			return "fabrikam/" + w.User(acctest.FabrikamID, id).UserPrincipalName
		},
		"address": func(*acctest.World, string) string { return "fabrikam/" + strings.ToUpper(anaAlias) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			id := guest(t, w)
			tell(t, w, set, id, acctest.Object{"MailTip": "Former"})
			config := w.Config(mails(quoted(id), "email_addresses = "+addresses(anaEmail, anaAlias)))
			changed := w.Config(mails(quoted(id), "email_addresses = "+addresses(anaEmail, anaAlias), `mail_tip = "Slow"`))
			w.Test(
				resource.TestStep{Config: config, ResourceName: mailUser, ImportState: true, ImportStateId: of(w, id), ImportStatePersist: true},
				acctest.Unchanged(config),
				resource.TestStep{ResourceName: mailUser, ImportState: true, ImportStateId: of(w, id), ImportStateVerify: true},
				resource.TestStep{Config: changed, Check: w.Made(set)},
				acctest.Unchanged(changed),
			)
			restored := resource.ComposeAggregateTestCheckFunc(w.Made(set, set), has(w, id, anaEmail, anaAlias),
				is(w, "Get-MailUser", id, map[string]any{"MailTip": "<html>\n<body>\nFormer\n</body>\n</html>\n"}))
			if err := restored(nil); err != nil {
				t.Errorf("after the destroy: %v", err)
			}
		})
	}
}

func TestMailUserImportIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	var steps []resource.TestStep
	for name, want := range map[string][]string{
		"fabrikam/missing@partner.example": {"has no mail user with the object id, user principal name or address missing@partner.example"},
		"fabrikam/" + acctest.ManagerID:    {"has no mail user"},
		"tailspin/" + id:                   {"neither the key nor the tenant_id"},
		id:                                 {"is not in the format <tenant key or tenant id>/<object>"},
	} {
		steps = append(steps, resource.TestStep{
			Config: w.Config(mails(quoted(id))), ResourceName: mailUser, ImportState: true, ImportStateId: name,
			ExpectError: acctest.Message(append([]string{"Cannot import"}, want...)...),
		})
	}
	w.Test(steps...)
}

// TestMailUsersBudget: the refresh of many mail users, with a visibility of each,
// reads one list after ten single reads.
func TestMailUsersBudget(t *testing.T) {
	t.Parallel()
	const (
		guests = 40
		// single are the reads before the list, and pages the list itself, with an
		// empty page at its end.
		single, pages = 10, 2
	)
	e := withExchange()
	fabrikam := e.Tenant(acctest.Fabrikam)
	var ids []string
	for i := range guests {
		id := fmt.Sprintf("dddddddd-0000-4000-8000-%012d", i)
		ids = append(ids, quoted(id))
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"id": id, "displayName": fmt.Sprintf("Guest %d", i), "mail": fmt.Sprintf("guest%d@contoso.example", i), "userType": "Guest",
		})
	}
	w := start(t, e)
	s := acctest.NewWorkspace(t, w.Config(fmt.Sprintf(`
resource "multitenant_mail_user" "all" {
  for_each = toset([%[1]s])
  tenant   = "fabrikam"
  user_id  = each.key
  mail_tip = "Slow"
}

resource "multitenant_gal_visibility" "all" {
  for_each = multitenant_mail_user.all
  tenant   = "fabrikam"
  user_id  = each.value.user_id
  visible  = true
}
`, strings.Join(ids, ", "))))
	s.MustRun("apply", "-auto-approve")
	w.ForgetRequests()
	s.MustRun("plan", "-detailed-exitcode")
	sent := w.Requests(wire.Exchange)
	if len(sent) > single+pages {
		t.Errorf("the refresh of %d mail users and their visibilities took %d requests to Exchange, want at most %d", guests, len(sent), single+pages)
	}
	if others := slices.DeleteFunc(sent, func(r string) bool { return r == "Get-MailUser" }); len(others) > 0 {
		t.Errorf("a refresh also sent %v", others)
	}
}
