package addressbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
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
func withRole(name string) *acctest.Estate {
	e := acctest.Standard().Grant("Exchange.ManageAsApp")
	for i := range e.Tenants {
		e.Tenants[i].Applications[0].DirectoryRoles = []string{name}
	}
	return e
}

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
	return acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) {
		s.MailUserDelay, s.MailUserTypeDelay, s.ShowInAddressListDelay, s.HiddenWriteBackDelay, s.AddressWriteBackDelay = 0, 0, 0, 0, 0
		for _, change := range changes {
			change(s)
		}
	})})
}

// shows is the resource of these tests; user is an expression or a quoted id.
func shows(user string, visible bool, arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_gal_visibility" "it" {
  tenant  = "fabrikam"
  user_id = %s
  visible = %t
  %s
}
`, user, visible, strings.Join(arguments, "\n  "))
}

func quoted(id string) string { return `"` + id + `"` }

// inExchange expects a mail user's visibility in Exchange.
func inExchange(w *acctest.World, id string, want bool) resource.TestCheckFunc {
	return acctest.Then(func() error {
		fabrikam, _ := w.Snapshot()[acctest.Fabrikam].(map[string]any)
		recipients, _ := fabrikam["recipients"].([]map[string]any)
		for _, r := range recipients {
			if r["ExternalDirectoryObjectId"] == id {
				if hidden := r["HiddenFromAddressListsEnabled"]; hidden != !want {
					return fmt.Errorf("in Exchange, hidden is %v, want %t", hidden, !want)
				}
				return nil
			}
		}
		return fmt.Errorf("%s is no recipient", id)
	})
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

// notAsked expects that Exchange was not asked, and no token for it requested.
func notAsked(w *acctest.World) error {
	if asked := w.Requests(wire.Exchange); len(asked) > 0 {
		return fmt.Errorf("Exchange was asked: %s", strings.Join(asked, ", "))
	}
	return nil
}

// hiddenGuest is Ana as a guest of Fabrikam, hidden in both services.
func hiddenGuest(w *acctest.World) string {
	id := w.Welcome(acctest.FabrikamID, anaEmail).ID
	w.Change(acctest.FabrikamID, id, map[string]any{"showInAddressList": false})
	w.ForgetRequests()
	return id
}

// run runs a cmdlet in Fabrikam without Terraform.
func run(t *testing.T, w *acctest.World, cmdlet string, parameters ...command.Sent) {
	t.Helper()
	rows := area.Cmdlets()
	row := rows[slices.IndexFunc(rows, func(r command.Row) bool { return r.Name == cmdlet })]
	arguments, err := row.Bind(parameters)
	if err == nil {
		_, err = row.Run(&command.Call{World: w.World, Tenant: acctest.FabrikamID, Session: "administrator|", Arguments: arguments})
	}
	if err != nil {
		t.Fatalf("%s %v: %v", cmdlet, parameters, err)
	}
}

// hideInExchange changes a mail user without Terraform.
func hideInExchange(t *testing.T, w *acctest.World, id string, hidden bool) {
	t.Helper()
	run(t, w, "Set-MailUser", command.Sent{Name: "HiddenFromAddressListsEnabled", Value: hidden}, command.Sent{Name: "Identity", Value: id})
}
