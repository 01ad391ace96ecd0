package addressbook_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	address  = "multitenant_gal_visibility.it"
	anaEmail = "ana.ruiz@contoso.example"
)

// withExchange is the standard estate with an application that may change mail
// users.
func withExchange() *acctest.Estate { return withRole("Exchange Recipient Administrator") }

// withRole is the standard estate with an application that may call Exchange Online
// in an Entra role.
func withRole(name string) *acctest.Estate { return acctest.Standard().WithExchange(name) }

// assign gives the application of Fabrikam an Entra role instead of its former ones.
func assign(t *testing.T, w *acctest.World, role string) {
	t.Helper()
	if err := application.SetDirectoryRoles(w.World, acctest.FabrikamID, acctest.ClientID(acctest.Fabrikam), []string{role}); err != nil {
		t.Fatal(err)
	}
}

// start starts a world in which Exchange follows at once, but for what a test
// changes.
func start(t *testing.T, e *acctest.Estate, changes ...func(*settings.Settings)) *acctest.World {
	t.Helper()
	return begin(t, e, 0, changes)
}

// lagging starts a world with replication lag, of which the delays of Exchange are
// multiples.
func lagging(t *testing.T, e *acctest.Estate, changes ...func(*settings.Settings)) *acctest.World {
	t.Helper()
	return begin(t, e, acctest.Lag, changes)
}

func begin(t *testing.T, e *acctest.Estate, lag time.Duration, changes []func(*settings.Settings)) *acctest.World {
	t.Helper()
	return acctest.StartWith(t, e, kernel.Options{Lag: lag, Settings: settings.With(func(s *settings.Settings) {
		s.MailUserDelay, s.MailUserTypeDelay, s.ShowInAddressListDelay, s.HiddenWriteBackDelay, s.AddressWriteBackDelay = 0, 0, 0, 0, 0
		for _, change := range changes {
			change(s)
		}
	})})
}

// shows is the resource of these tests; user is an expression or a quoted id.
func shows(user string, visible bool, arguments ...string) string {
	return showsWhen(user, strconv.FormatBool(visible), arguments...)
}

// showsWhen has an expression for visible.
func showsWhen(user, visible string, arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_gal_visibility" "it" {
  tenant  = "fabrikam"
  user_id = %s
  visible = %s
  %s
}
`, user, visible, strings.Join(arguments, "\n  "))
}

func quoted(id string) string { return `"` + id + `"` }

// recipient is what Exchange has of an object of Entra, nil if nothing.
func recipient(w *acctest.World, id string) map[string]any {
	fabrikam, _ := w.Snapshot()[acctest.Fabrikam].(map[string]any)
	recipients, _ := fabrikam["recipients"].([]map[string]any)
	i := slices.IndexFunc(recipients, func(r map[string]any) bool { return r["ExternalDirectoryObjectId"] == id })
	if i < 0 {
		return nil
	}
	return recipients[i]
}

// inExchange expects a mail user's visibility in Exchange.
func inExchange(w *acctest.World, id string, want bool) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if hidden := recipient(w, id)["HiddenFromAddressListsEnabled"]; hidden != !want {
			return fmt.Errorf("in Exchange, hidden is %v, want %t", hidden, !want)
		}
		return nil
	})
}

// inBoth expects the same visibility in both services.
func inBoth(w *acctest.World, id string, want bool) resource.TestCheckFunc {
	return resource.ComposeAggregateTestCheckFunc(inExchange(w, id, want), inGraph(w, id, want))
}

// inGraph expects a user's showInAddressList.
func inGraph(w *acctest.World, id string, want bool) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if got := w.User(acctest.FabrikamID, id).ShowInAddressList; got == nil || *got != want {
			return fmt.Errorf("in Graph, showInAddressList is %v, want %t", got, want)
		}
		return nil
	})
}

// hiddenGuest is Ana as a guest of Fabrikam, hidden in both services.
func hiddenGuest(w *acctest.World) string {
	id := w.Welcome(acctest.FabrikamID, anaEmail).ID
	w.Change(acctest.FabrikamID, id, map[string]any{"showInAddressList": false})
	w.ForgetRequests()
	return id
}

// run runs a cmdlet in Fabrikam without Terraform.
func run(t *testing.T, w *acctest.World, name string, parameters acctest.Object) {
	t.Helper()
	if _, err := w.Cmdlet(acctest.FabrikamID, name, parameters); err != nil {
		t.Fatalf("%s %v: %v", name, parameters, err)
	}
}

// hideInExchange changes a mail user without Terraform.
func hideInExchange(t *testing.T, w *acctest.World, id string, hidden bool) {
	t.Helper()
	run(t, w, "Set-MailUser", acctest.Object{"HiddenFromAddressListsEnabled": hidden, "Identity": id})
}
