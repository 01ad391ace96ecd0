package synchronization_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

func on(method, path string, f wire.Fault) wire.Fault {
	f.Service, f.Method, f.Path, f.Times = wire.Graph, method, path, 1
	return f
}

// TestScopeGroupFaults creates one group under each fault: the result is one group
// with its members and its assignment.
func TestScopeGroupFaults(t *testing.T) {
	t.Parallel()
	const create, fill, assignment = "/groups", "/groups/*", "/servicePrincipals/*/appRoleAssignedTo"
	for name, fault := range map[string]wire.Fault{
		"throttled":                          on(http.MethodPost, create, wire.Fault{Status: 429, RetryAfter: json.RawMessage(`0`)}),
		"group is made, its answer lost":     on(http.MethodPost, create, wire.Fault{DropResponse: true}),
		"members throttled":                  on(http.MethodPatch, fill, wire.Fault{Status: 429, RetryAfter: json.RawMessage(`0`)}),
		"members are added, the answer lost": on(http.MethodPatch, fill, wire.Fault{DropResponse: true}),
		"assigned, the answer lost":          on(http.MethodPost, assignment, wire.Fault{DropResponse: true}),
		"the read after it fails":            on(http.MethodGet, assignment, wire.Fault{Status: 503}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, employing(4))
			w.Fault(fault)
			w.Test(resource.TestStep{
				Config: unguarded(w.Config(group(set("members", members(0, 3)), assigned))),
				Check: resource.ComposeTestCheckFunc(hasMembers(t, w, members(0, 3)), acctest.Then(func() error {
					if all := groups(t, w); len(all) != 1 {
						return fmt.Errorf("there are %d groups", len(all))
					}
					return isAssigned(t, w)
				})),
			})
			if hits := w.Server().Faults().List()[0].Hits; hits != 1 {
				t.Errorf("the fault was met %d times", hits)
			}
		})
	}
}

// TestScopeGroupRefusals: a refusal names the permission and the tenant.
func TestScopeGroupRefusals(t *testing.T) {
	t.Parallel()
	unit := "restricted_unit = { display_name = \"Sync scope groups\", grant_role = true }"
	for missing, arguments := range map[string][]string{
		"Group.ReadWrite.All":                {set("members", members(0, 3))},
		"AppRoleAssignment.ReadWrite.All":    {assigned},
		"AdministrativeUnit.ReadWrite.All":   {unit},
		"RoleManagement.ReadWrite.Directory": {unit},
	} {
		t.Run(missing, func(t *testing.T) {
			t.Parallel()
			e := employing(3)
			app := &e.Tenant(acctest.Contoso).Applications[0]
			app.Permissions = slices.DeleteFunc(app.Permissions, func(p string) bool { return p == missing })
			w := acctest.Start(t, e)
			w.Test(resource.TestStep{
				Config:      acctest.PlanChecks(w.Config(group(arguments...)), `MT051 = "off"`, `MT053 = "off"`),
				ExpectError: acctest.Message(`sync scope group "sync-scope" in tenant "contoso"`, "403", missing),
			})
		})
	}
}

// TestScopeGroupLag: with replication lag, a create and a change return when they can
// be read, and the next plan is empty.
func TestScopeGroupLag(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, employing(6), kernel.Options{Lag: acctest.Lag})
	config := func(from, to int, arguments ...string) string {
		return unguarded(w.Config(group(append(arguments, set("members", members(from, to)), assigned)...)))
	}
	w.Test(
		resource.TestStep{Config: config(0, 3), Check: hasMembers(t, w, members(0, 3))},
		acctest.Unchanged(config(0, 3)),
		resource.TestStep{Config: config(2, 5, `description = "Users of Fabrikam"`), Check: hasMembers(t, w, members(2, 5))},
		acctest.Unchanged(config(2, 5, `description = "Users of Fabrikam"`)),
	)
}

// TestOwnApplicationAsOwner: a new group without owners works although the service
// makes the application its owner, and keeps it.
func TestOwnApplicationAsOwner(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, employing(6), kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.ApplicationsOwnNewGroups = true })})
	none := unguarded(w.Config(group(set("members", members(0, 2)), "owners = []")))
	one := unguarded(w.Config(group(set("members", members(0, 2)), fmt.Sprintf("owners = [%q]", member(5)))))
	owners := func(want int) resource.TestCheckFunc {
		return acctest.Then(func() error {
			if got := the(t, w).Owners; len(got) != want {
				return fmt.Errorf("the owners are %v", got)
			}
			return nil
		})
	}
	w.Test(
		resource.TestStep{Config: none, Check: owners(1)},
		acctest.Unchanged(none),
		resource.TestStep{Config: one, Check: owners(2)},
		acctest.Unchanged(one),
	)
}
