package guestsync_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestKilled kills the first apply at a write, before and after the service has carried
// it out: the next apply finds every user that was created, and marks it as its own.
func TestKilled(t *testing.T) {
	t.Parallel()
	const n = 6
	for _, at := range []acctest.Moment{
		{Method: http.MethodPost, Path: "/invitations", Number: 1},
		{Method: http.MethodPost, Path: "/invitations", Number: 3, CarriedOut: true},
		{Method: http.MethodPatch, Path: "/users", Number: 2},
		{Method: http.MethodPatch, Path: "/users", Number: n, CarriedOut: true, CLI: true},
	} {
		t.Run(fmt.Sprintf("%s %d %t", at.Method, at.Number, at.CarriedOut), func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, populated(n))
			s := acctest.NewWorkspace(t, w.Config(guestSync()))
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("not killed:\n%s", out)
			}
			s.MustRun("apply", "-auto-approve")
			s.Unchanged()
			if guests := len(w.Guests(acctest.FabrikamID)); guests != n || len(w.RecycleBin(acctest.FabrikamID)) > 0 {
				t.Errorf("there are %d guests, want %d", guests, n)
			}
			for i := 1; i <= n; i++ {
				u := guest(w, i)
				if u.DisplayName != fmt.Sprintf("User %d (Contoso)", i) || u.Department != "Sales" || u.Extensions["extensionAttribute15"] != userID(i) {
					t.Errorf("user %d is %+v", i, u)
				}
			}
			if mails := w.Mails(acctest.FabrikamID); len(mails) > 0 {
				t.Errorf("%d mails were sent", len(mails))
			}
		})
	}
}

// TestIncompleteRuns continues after an outage: the creation warns and is not tainted,
// an update fails, and both keep what was done.
func TestIncompleteRuns(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(4))
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	outage := func(method, path string, times int) {
		w.Fault(wire.Fault{
			Service: wire.Graph, Method: method, Path: path, Tenant: acctest.Fabrikam, Times: times, Status: http.StatusServiceUnavailable,
			RetryAfter: []byte("0.1"),
		})
	}
	outage(http.MethodPatch, "/users", 200)
	out := s.MustRun("apply", "-auto-approve")
	if !strings.Contains(out, "is incomplete: 4 changes are left") {
		t.Errorf("no warning:\n%s", acctest.Tail(out))
	}
	if shown := s.MustRun("show"); strings.Contains(shown, "tainted") {
		t.Errorf("tainted:\n%s", shown)
	}
	w.Server().Faults().Clear()
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if guests := len(w.Guests(acctest.FabrikamID)); guests != 4 {
		t.Errorf("there are %d guests", guests)
	}
	w.Change(acctest.ContosoID, userID(1), acctest.Object{"department": "Legal"})
	outage(http.MethodPatch, "/users", 200)
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !strings.Contains(out, "is incomplete: 1 changes are left") {
		t.Errorf("%v:\n%s", err, acctest.Tail(out))
	}
	w.Server().Faults().Clear()
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if u := guest(w, 1); u.Department != "Legal" {
		t.Errorf("the change is lost: %+v", u)
	}
}

// TestDenied fails a creation that can do nothing, and leaves no state.
func TestDenied(t *testing.T) {
	t.Parallel()
	e := populated(2)
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"User.ReadWrite.All"}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	out, err := s.Run("apply", "-auto-approve")
	if err == nil || !strings.Contains(out, "User.Invite.All") {
		t.Errorf("%v:\n%s", err, acctest.Tail(out))
	}
	if state := s.MustRun("state", "list"); strings.TrimSpace(state) != "" {
		t.Errorf("the state has %s", state)
	}
}

// TestPlannedNumbersAreLimits applies a saved plan after the tenants have changed: the
// difference waits for the next plan.
func TestPlannedNumbersAreLimits(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(5))
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	s.MustRun("apply", "-auto-approve")
	expel(t, w, 1, 1)
	s.MustRun("plan", "-out", "saved")
	expel(t, w, 2, 2)
	w.Change(acctest.ContosoID, userID(3), acctest.Object{"department": "Legal"})
	w.ForgetRequests()
	if out := s.MustRun("apply", "saved"); !strings.Contains(out, "2 changes wait for the next plan") {
		t.Errorf("no warning:\n%s", acctest.Tail(out))
	}
	if err := w.Wrote("PATCH /users/{id}"); err != nil {
		t.Error(err)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if u := guest(w, 3); u.Department != "Legal" {
		t.Errorf("the change is lost: %+v", u)
	}
}

// TestSettings changes the settings of a sync, and its limits, which is no run.
func TestSettings(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(2))
	attributes := `attributes = { company_name = { value = "Contoso Ltd" } }`
	w.Test(
		resource.TestStep{Config: w.Config(guestSync())},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: w.Config(guestSync(attributes)),
			ConfigStateChecks: []statecheck.StateCheck{number("run", 2), changed(map[string]int64{"update": 2})},
			Check:             w.Made("PATCH /users/{id}", "PATCH /users/{id}"),
		},
		acctest.Unchanged(w.Config(guestSync(attributes))),
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: w.Config(guestSync(attributes, `on_leave = { action = "delete", after_days = 30, first = "hide" }`)),
			ConfigPlanChecks:  before(plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{number("run", 2)}, Check: w.Made(),
		},
		// A plan without numbers removes no user.
		resource.TestStep{
			PreConfig: func() { expel(t, w, 1, 1) },
			Config:    w.Config(guestSync()), ConfigStateChecks: []statecheck.StateCheck{number("run", 3), number("people", 2)},
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: w.Config(guestSync()), ConfigStateChecks: []statecheck.StateCheck{number("people", 1)}},
	)
}

// TestUnknownScope plans with a group that is created in the same apply.
func TestUnknownScope(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(2))
	scope := fmt.Sprintf("scope = { group_ids = [terraform_data.group.output] }\n}\nresource \"terraform_data\" \"group\" {\n  input = %q", groupID)
	w.Test(
		resource.TestStep{Config: w.Config(guestSync(scope)), ConfigStateChecks: []statecheck.StateCheck{number("people", 2)}},
		acctest.Unchanged(w.Config(guestSync(scope))),
	)
}

// TestRemoval removes all users with the destroy, in one step.
func TestRemoval(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	w.Welcome(acctest.FabrikamID, upn(1))
	w.Test(
		resource.TestStep{Config: w.Config(guestSync(`on_destroy = "remove"`))},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: w.Config(""), Check: w.Made("DELETE /users/{id}", "DELETE /users/{id}")},
	)
	guest(w, 1)
	// A user that the resource tenant has deleted meanwhile is no obstacle.
	hides := guestSync(`on_destroy = "remove"`, `on_leave = { action = "hide" }`)
	w.Test(
		resource.TestStep{Config: w.Config(hides)},
		resource.TestStep{PreConfig: func() { w.Remove(acctest.FabrikamID, guest(w, 2).ID); w.ForgetRequests() }, Config: w.Config("")},
	)
	if err := visible(w, guest(w, 3).ID, false); err != nil {
		t.Error(err)
	}
}

// TestAcrossClouds syncs users to a tenant of another cloud.
func TestAcrossClouds(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(2))
	w.Test(resource.TestStep{
		Config:            w.Config(strings.Replace(guestSync(), `"fabrikam"`, `"northwind"`, 1)),
		ConfigStateChecks: []statecheck.StateCheck{number("people", 2), number("refused", 0)},
	})
	if n := len(w.Guests(acctest.NorthwindID)); n != 2 {
		t.Errorf("there are %d guests", n)
	}
}

// TestSynchronizationJob stops the plan if a job writes the same users.
func TestSynchronizationJob(t *testing.T) {
	t.Parallel()
	e := populated(1)
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{{
		"displayName": "Sync to Fabrikam", "assignedTo": []any{"Mona.Manager@contoso.example"},
		"secrets": acctest.Object{"CompanyId": acctest.FabrikamID, "SyncAll": "false"},
	}}
	w := acctest.Start(t, e.Grant("Synchronization.ReadWrite.All"))
	w.Test(resource.TestStep{
		Config:      w.Config(guestSync()),
		ExpectError: regexp.MustCompile(`MT081[\s\S]*"Sync to\s+Fabrikam"`),
	})
}
