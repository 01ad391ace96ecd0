package guest_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const restoring = "on_soft_deleted = \"restore\"\njob_title = \"Controller\""

// binned is a world in which Ana, redeemed, is in the recycle bin.
func binned(t *testing.T) *acctest.World {
	t.Helper()
	w := acctest.Start(t, anaIsThere())
	w.Remove(acctest.FabrikamID, anaID)
	w.ForgetRequests()
	return w
}

// restored expects the original user, kept at the end.
func restored(t *testing.T, w *acctest.World) resource.TestCheckFunc {
	t.Cleanup(func() {
		if len(w.RecycleBin(acctest.FabrikamID)) > 0 {
			t.Error("the user who was there before was deleted in the end")
		}
	})
	return is(w, func(u *directory.User) { u.ID, u.JobTitle = anaID, "Controller" })
}

// TestRestoreIsContinued interrupts a restore in each way that leaves the user
// restored and not in the state.
func TestRestoreIsContinued(t *testing.T) {
	t.Parallel()
	restore := wire.Fault{Service: wire.Graph, Method: http.MethodPost, Path: "/directory/deletedItems/*/restore", Times: 1}
	tests := map[string]struct {
		fault wire.Fault
		// fails reports whether the first apply fails.
		fails bool
	}{
		"answer lost":        {fault: wire.Fault{DropResponse: true}},
		"502 after acting":   {fault: wire.Fault{Act: true, Status: 502}},
		"502 without acting": {fault: wire.Fault{Status: 502}},
		"profile refused":    {fault: onUser("PATCH", wire.Fault{Status: 400}), fails: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := binned(t)
			if test.fault.Method == "" {
				test.fault.Service, test.fault.Method, test.fault.Path, test.fault.Times = restore.Service, restore.Method, restore.Path, 1
			}
			w.Fault(test.fault)
			config := w.Config(invite(restoring))
			last := resource.TestStep{Config: config, Check: restored(t, w), ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "keep")}}
			steps := []resource.TestStep{last, acctest.Unchanged(config)}
			if test.fails {
				steps = slices.Insert(steps, 0, resource.TestStep{
					Config: config, ExpectError: acctest.Message("Cannot finish the invitation of "+anaEmail, anaID, "Apply again to continue"),
				})
			}
			w.Test(steps...)
		})
	}
}

// TestRestoreThatWasKilled applies again with real processes.
func TestRestoreThatWasKilled(t *testing.T) {
	t.Parallel()
	w := binned(t)
	s := acctest.NewWorkspace(t, w.Config(invite(restoring)))
	at := acctest.Moment{Path: "/directory/deletedItems/*/restore", CarriedOut: true}
	if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", out)
	}
	s.MustRun("apply", "-auto-approve")
	if err := restored(t, w)(nil); err != nil {
		t.Error(err)
	}
}

// TestUserWhoIsBackIsSaid names the user that a plan adopts, and does not adopt one
// if the configuration forbids it.
func TestUserWhoIsBackIsSaid(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, anaIsThere())
	w.Change(acctest.FabrikamID, anaID, map[string]any{"accountEnabled": false})
	var ear ear
	listening(t, &ear,
		resource.TestStep{
			Config: w.Config(invite("on_soft_deleted = \"restore\"\non_existing = \"error\"")), PlanOnly: true,
			ExpectError: acctest.Message("MT005", anaID, "blocked"),
		},
		resource.TestStep{Config: w.Config(invite("on_soft_deleted = \"restore\"")), Check: acctest.Then(func() error {
			if w.Guest(acctest.FabrikamID, anaEmail).AccountEnabled {
				return errors.New("the user was unblocked")
			}
			return nil
		})},
	)
	if !slices.ContainsFunc(ear.remarks(), func(r remark) bool {
		return r.severity == "WARNING" && r.summary == "Existing user will be adopted" && acctest.Message(anaID, "blocked from signing in").MatchString(r.detail)
	}) {
		t.Errorf("the plan said %+v", ear.remarks())
	}
}

// TestRightAfterApply refreshes a new user while replicas do not have it: the user
// stays in the state.
func TestRightAfterApply(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Lag: acctest.Lag})
	config := w.Config(invite(profile + links))
	late := acctest.Unchanged(config)
	late.PreConfig = func() {
		id := w.Guest(acctest.FabrikamID, anaEmail).ID
		w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodGet, Path: "/users/" + id, Times: 2, Status: http.StatusNotFound})
	}
	w.Test(resource.TestStep{Config: config}, late)
	if posts := slices.DeleteFunc(w.Requests(), func(r string) bool { return r != "POST /invitations" }); len(posts) != 1 {
		t.Errorf("%d invitations were made", len(posts))
	}
}
