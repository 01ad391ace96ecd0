package guestsync_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// leaving is on_leave with an action at once, and a limit.
func leaving(action string, most int) string {
	return fmt.Sprintf("on_leave = { action = %q, max_people = %d, max_percent = -1 }", action, most)
}

// TestHideBecomesDelete: users who have left and are hidden are deleted once the action is
// delete, within the limits and with their number in the plan. One who has returned stays.
func TestHideBecomesDelete(t *testing.T) {
	t.Parallel()
	for name, scope := range map[string]string{"group": fmt.Sprintf("scope = { group_ids = [%q] }", groupID), "all": "scope = { all_users = true }"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hideBecomesDelete(t, scope, name == "all")
		})
	}
}

func hideBecomesDelete(t *testing.T, scope string, all bool) {
	w := acctest.Start(t, populated(6))
	hide, few, enough := w.Config(guestSync(scope, leaving("hide", 9))), w.Config(guestSync(scope, leaving("delete", 2))), w.Config(guestSync(scope, leaving("delete", 3)))
	goes, returns := func(n int) { leave(t, w, groupID, n) }, func(n int) { join(t, w, groupID, n) }
	if all {
		goes, returns = func(n int) { w.Remove(acctest.ContosoID, userID(n)) }, func(n int) { back(t, w, userID(n)) }
	}
	id := map[int]string{}
	w.Test(
		resource.TestStep{Config: hide},
		resource.TestStep{
			PreConfig: func() {
				for n := 1; n <= 4; n++ {
					id[n] = guest(w, n).ID
					goes(n)
				}
			},
			Config: hide, ConfigPlanChecks: before(shows("hide", 4)),
		},
		// One returns together with the new action.
		resource.TestStep{
			PreConfig: func() { returns(4); w.ForgetRequests() },
			Config:    few, ExpectError: regexp.MustCompile(`MT080[\s\S]*3 of \d+ users[\s\S]*on_leave allows 2[\s\S]*at least 3`),
		},
		// The plan of new settings shows no numbers, so that its apply removes no user.
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    enough, Check: w.Made("PATCH /users/{id}"), ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    enough, ConfigPlanChecks: before(shows("delete", 3), shows("hide", 0)),
			Check: resource.ComposeTestCheckFunc(
				w.Made("DELETE /users/{id}", "DELETE /users/{id}", "DELETE /users/{id}"), acctest.Then(func() error { return visible(w, id[4], true) })),
		},
		acctest.Unchanged(enough),
		// Those who have been deleted stay in the recycle bin with another action, and return
		// as before.
		resource.TestStep{Config: hide, ConfigStateChecks: []statecheck.StateCheck{changed(nil)}},
		resource.TestStep{
			PreConfig: func() { returns(1) },
			Config:    hide, ConfigPlanChecks: before(shows("restore", 1)),
			Check: acctest.Then(func() error { return visible(w, id[1], true) }),
		},
	)
	if n := len(w.RecycleBin(acctest.FabrikamID)); n != 2 {
		t.Errorf("%d users are in the recycle bin, want 2", n)
	}
}

// TestKeepBecomesDelete: users who have stayed under keep begin to leave with their first step.
func TestKeepBecomesDelete(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(4))
	keep, erase := w.Config(guestSync(leaving("keep", 9))), w.Config(guestSync())
	w.Test(
		resource.TestStep{Config: keep},
		resource.TestStep{
			PreConfig: func() { expel(t, w, 1, 2); w.ForgetRequests() },
			Config:    keep, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()), Check: w.Made(),
		},
		resource.TestStep{Config: erase, Check: w.Made(), ExpectNonEmptyPlan: true},
		resource.TestStep{Config: erase, ConfigPlanChecks: before(shows("hide", 2), shows("delete", 0))},
		resource.TestStep{
			PreConfig: func() { w.Advance(31 * 24 * time.Hour); w.ForgetRequests() },
			Config:    erase, ConfigPlanChecks: before(shows("delete", 2)), Check: w.Made("DELETE /users/{id}", "DELETE /users/{id}"),
		},
	)
}

// TestHideBecomesDisable: of two users who have left, one is blocked by hand. Both count as
// disabled, and the one stays blocked when they return. What was hidden is shown again.
func TestHideBecomesDisable(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(4))
	hide, disable := w.Config(guestSync(leaving("hide", 9))), w.Config(guestSync(leaving("disable", 9)))
	id := map[int]string{}
	w.Test(
		resource.TestStep{Config: hide},
		resource.TestStep{
			PreConfig: func() { id[1], id[2] = guest(w, 1).ID, guest(w, 2).ID; expel(t, w, 1, 2) },
			Config:    hide, ConfigPlanChecks: before(shows("hide", 2)),
		},
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.FabrikamID, id[1], acctest.Object{"accountEnabled": false})
				w.ForgetRequests()
			},
			Config: disable, Check: w.Made(), ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: disable, ConfigPlanChecks: before(shows("disable", 2)), Check: w.Made("PATCH /users/{id}")},
		acctest.Unchanged(disable),
		resource.TestStep{
			PreConfig: func() { join(t, w, groupID, 1); join(t, w, groupID, 2) },
			Config:    disable, ConfigPlanChecks: before(shows("restore", 2)),
			Check: acctest.Then(func() error {
				if w.User(acctest.FabrikamID, id[1]).AccountEnabled || !w.User(acctest.FabrikamID, id[2]).AccountEnabled {
					return fmt.Errorf("user 1 is not blocked any more, or user 2 is")
				}
				return visible(w, id[1], true)
			}),
		},
	)
}

// TestDestroyAfterAnotherAction: a destroy with remove carries out the action for those who
// have left before, too.
func TestDestroyAfterAnotherAction(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	const remove = `on_destroy = "remove"`
	hide, erase := w.Config(guestSync(remove, leaving("hide", 9))), w.Config(guestSync(remove, leaving("delete", 9)))
	w.Test(
		resource.TestStep{Config: hide},
		resource.TestStep{PreConfig: func() { expel(t, w, 1, 1) }, Config: hide},
		resource.TestStep{Config: erase, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: w.Config("")},
	)
	if n := len(w.RecycleBin(acctest.FabrikamID)); n != 3 {
		t.Errorf("%d users are deleted, want 3", n)
	}
}

// TestAnotherWriterBeforeADeletion: a user who has left and is hidden has entered the scope
// of a second sync. The first one must not delete it.
func TestAnotherWriterBeforeADeletion(t *testing.T) {
	t.Parallel()
	const secondGroupID = "eeeeeeee-0000-4000-8000-000000000002"
	e := populated(4)
	contoso := e.Tenant(acctest.Contoso)
	contoso.Groups = append(contoso.Groups, acctest.Object{"id": secondGroupID, "displayName": "Second", "members": []string{userID(4)}})
	w := acctest.Start(t, e)
	leave(t, w, groupID, 4)
	second := fmt.Sprintf(`
resource "multitenant_guest_sync" "second" {
  tenant        = "fabrikam"
  source        = "contoso"
  scope         = { group_ids = [%q] }
  attributes    = { company_name = { value = "Contoso" } }
  source_anchor = "extensionAttribute14"
  %s
}
`, secondGroupID, leaving("hide", 9))
	both := func(action string) string { return w.Config(guestSync(leaving(action, 9)) + second) }
	w.Test(
		resource.TestStep{Config: both("hide")},
		resource.TestStep{PreConfig: func() { leave(t, w, groupID, 1) }, Config: both("hide")},
		resource.TestStep{PreConfig: func() { join(t, w, secondGroupID, 1) }, Config: both("hide")},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: both("delete"), ExpectError: regexp.MustCompile(`MT081`)},
	)
	wrote(t, w)
}
