package guestsync_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// purge deletes a user for good.
func purge(t *testing.T, w *acctest.World, tenantID, id string) {
	t.Helper()
	w.Remove(tenantID, id)
	if err := directory.Users.Purge(w.World, tenantID, id, kernel.Actor{Permissions: []string{"User.DeleteRestore.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}}); err != nil {
		t.Fatal(err)
	}
}

// TestChangedByHand: administrators change external users in every way. What belongs to the
// sync is corrected, the rest stays, and a user who was blocked by hand stays blocked.
func TestChangedByHand(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(7))
	config := w.Config(guestSync(`on_leave = { action = "disable", max_people = 9, max_percent = -1 }`))
	var again *directory.User
	id := map[int]string{}
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				for n := 1; n <= 7; n++ {
					id[n] = guest(w, n).ID
				}
				// Invited again, purged, blocked, made a member, and without its mark.
				w.Remove(acctest.FabrikamID, id[1])
				again = w.Welcome(acctest.FabrikamID, upn(1))
				purge(t, w, acctest.FabrikamID, id[2])
				w.Change(acctest.FabrikamID, id[3], acctest.Object{"accountEnabled": false})
				w.Change(acctest.FabrikamID, id[4], acctest.Object{"userType": "Member"})
				w.Change(acctest.FabrikamID, id[5], acctest.Object{"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute15": nil}})
				w.ForgetRequests()
			},
			Config: config, ConfigPlanChecks: before(shows("create", 1), shows("update", 1), shows("adopt", 1), shows("restore", 0)),
			ConfigStateChecks: []statecheck.StateCheck{number("people", 7), number("refused", 0)},
			Check: acctest.Then(func() error {
				three, four, five := w.User(acctest.FabrikamID, id[3]), w.User(acctest.FabrikamID, id[4]), w.User(acctest.FabrikamID, id[5])
				if three.AccountEnabled || four.UserType != "Member" || five.Extensions["extensionAttribute15"] != userID(5) || guest(w, 1).ID != again.ID || guest(w, 1).CompanyName != "Contoso" {
					return fmt.Errorf("users are %+v, %+v, %+v", three, four, five)
				}
				return synced(w, 2, 7)
			}),
		},
		acctest.Unchanged(config),
		// The blocked one leaves and returns with another one.
		resource.TestStep{
			PreConfig: func() { expel(t, w, 3, 4); w.ForgetRequests() },
			Config:    config, ConfigStateChecks: []statecheck.StateCheck{changed(map[string]int64{"disable": 2})}, Check: w.Made("PATCH /users/{id}"),
		},
		resource.TestStep{
			PreConfig: func() { join(t, w, groupID, 3); join(t, w, groupID, 4) },
			Config:    config, ConfigStateChecks: []statecheck.StateCheck{changed(map[string]int64{"restore": 1}), number("people", 7)},
			Check: acctest.Then(func() error {
				if w.User(acctest.FabrikamID, id[3]).AccountEnabled || !w.User(acctest.FabrikamID, id[4]).AccountEnabled {
					return fmt.Errorf("user 3 is not blocked any more, or user 4 is")
				}
				return nil
			}),
		},
	)
}

// TestSuccessor: a user is deleted in the home tenant and another one is created with the
// same name. The external user is not its own: it is invited when that is gone.
func TestSuccessor(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	config := w.Config(guestSync("scope = { all_users = true }"))
	var former string
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				former = guest(w, 1).ID
				purge(t, w, acctest.ContosoID, userID(1))
				hire(t, w, 1, "Legal")
			},
			Config: config, ConfigPlanChecks: before(shows("hide", 1), shows("refused", 1), shows("create", 0)),
			ConfigStateChecks: []statecheck.StateCheck{number("refused", 1)},
		},
		acctest.Unchanged(config),
		resource.TestStep{
			PreConfig: func() { w.Advance(31 * 24 * time.Hour) },
			Config:    config, ConfigPlanChecks: before(shows("delete", 1)), ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config, ConfigPlanChecks: before(shows("create", 1)), ConfigStateChecks: []statecheck.StateCheck{number("refused", 0)}},
	)
	if u := guest(w, 1); u.ID == former || u.Department != "Legal" {
		t.Errorf("the guest is %+v", u)
	}
}

// hire creates a user of the home tenant with the name and address of another one.
func hire(t *testing.T, w *acctest.World, n int, department string) {
	t.Helper()
	_, err := directory.Users.Create(w.World, acctest.ContosoID, kernel.Draft{Properties: map[string]any{
		"userPrincipalName": upn(n), "mail": upn(n), "displayName": "Another", "department": department, "accountEnabled": true,
		"mailNickname": "another", "passwordProfile": map[string]any{"password": "Pa55-w0rd-of-test"},
	}}, kernel.Actor{Permissions: []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}})
	if err != nil {
		t.Fatal(err)
	}
}

// TestRefusedValue: the resource tenant refuses a value that fits into the home tenant. The
// user is invited and marked, counts as refused, gets its attributes when the value fits,
// and is deleted when it leaves.
func TestRefusedValue(t *testing.T) {
	t.Parallel()
	e := populated(2)
	e.Tenant(acctest.Contoso).Users[2]["officeLocation"] = strings.Repeat("long ", 20)
	w := acctest.Start(t, e)
	config := w.Config(guestSync(`attributes = {
    company_name = { from = "officeLocation" }
    department   = { from = "department" }
  }`, `on_leave = { action = "delete", max_people = 1, max_percent = -1 }`))
	w.Test(
		resource.TestStep{
			Config: config, ConfigStateChecks: []statecheck.StateCheck{number("people", 2), number("refused", 1), changed(map[string]int64{"create": 1})},
			Check: acctest.Then(func() error {
				if u := guest(w, 1); u.Extensions["extensionAttribute15"] != userID(1) {
					return fmt.Errorf("the user without attributes is not marked: %+v", u)
				}
				return nil
			}),
		},
		acctest.Unchanged(config),
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.ContosoID, userID(1), acctest.Object{"officeLocation": "Short"})
				w.ForgetRequests()
			},
			Config: config, ConfigStateChecks: []statecheck.StateCheck{number("people", 2), number("refused", 0)}, Check: w.Made("PATCH /users/{id}"),
		},
		resource.TestStep{
			PreConfig: func() { expel(t, w, 1, 1); w.ForgetRequests() },
			Config:    config, Check: w.Made("DELETE /users/{id}"),
		},
	)
}
