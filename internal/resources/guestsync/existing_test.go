package guestsync_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// crowded is populated(7) with a user in Fabrikam for each kind of obstacle: user 1 is
// a guest, user 2 was deleted, an internal user has the address of user 3, users 4 and 5
// have the same address, the service refuses the address of user 6, and nothing is in
// the way of user 7.
func crowded(t *testing.T) *acctest.World {
	t.Helper()
	e := populated(7)
	for _, u := range e.Tenant(acctest.Contoso).Users {
		switch u["userPrincipalName"] {
		case upn(5):
			u["mail"], u["proxyAddresses"] = upn(4), []string{}
		case upn(6):
			u["userPrincipalName"], u["mail"] = "user'#6@contoso.example", nil
		}
	}
	mona := e.Tenant(acctest.Fabrikam).Users[1]
	mona["otherMails"] = []string{upn(3)}
	w := acctest.Start(t, e)
	w.Welcome(acctest.FabrikamID, upn(1))
	w.Remove(acctest.FabrikamID, w.Welcome(acctest.FabrikamID, upn(2)).ID)
	return w
}

// TestObstacles handles each user by itself: those that cannot be created are counted,
// and do not stop the others or later plans.
func TestObstacles(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	config := w.Config(guestSync())
	w.Test(
		resource.TestStep{
			Config: config, ConfigStateChecks: []statecheck.StateCheck{
				number("people", 3), number("refused", 4), changed(map[string]int64{"create": 1, "adopt": 1, "restore": 1, "refused": 3}),
			},
		},
		acctest.Unchanged(config),
		// One of the two users with the same address gets another.
		resource.TestStep{
			PreConfig: func() { w.Change(acctest.ContosoID, userID(5), acctest.Object{"mail": upn(5)}) },
			Config:    config, ConfigPlanChecks: before(shows("create", 2)), ConfigStateChecks: []statecheck.StateCheck{number("people", 5), number("refused", 2)},
		},
		// The internal user gives the address away.
		resource.TestStep{
			PreConfig: func() { w.Change(acctest.FabrikamID, acctest.ManagerID, acctest.Object{"otherMails": []any{}}) },
			Config:    config, ConfigPlanChecks: before(shows("create", 1)), ConfigStateChecks: []statecheck.StateCheck{number("refused", 1)},
		},
	)
}

// TestExistingUsers leaves existing users alone, or stops the plan.
func TestExistingUsers(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(2))
	w.Welcome(acctest.FabrikamID, upn(1))
	w.Test(
		resource.TestStep{
			Config:      w.Config(guestSync(`existing = "error"`)),
			ExpectError: regexp.MustCompile(`External users exist[\s\S]*1 users in scope:\s+` + upn(1)),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    w.Config(guestSync(`existing = "leave"`)), ConfigStateChecks: []statecheck.StateCheck{number("people", 1), number("refused", 1)},
			Check: acctest.Then(func() error {
				if u := guest(w, 1); u.CompanyName != "" {
					return fmt.Errorf("the guest was changed: %+v", u)
				}
				return nil
			}),
		},
		acctest.Unchanged(w.Config(guestSync(`existing = "leave"`))),
	)
}

// TestLostState finds the users by the anchor or the address, writes nothing, and
// deletes only users with the anchor.
func TestLostState(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	w.Welcome(acctest.FabrikamID, upn(1))
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	s.MustRun("apply", "-auto-approve")
	s.MustRun("state", "rm", address)
	w.ForgetRequests()
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "3 adopt") {
		t.Errorf("the users are not adopted:\n%s", acctest.Tail(out))
	}
	wrote(t, w)
	s.Unchanged()
	expel(t, w, 1, 2)
	s.MustRun("apply", "-auto-approve")
	w.Advance(31 * 24 * time.Hour)
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	guest(w, 1)
	if bin := w.RecycleBin(acctest.FabrikamID); len(bin) != 1 || bin[0].Mail != upn(2) {
		t.Errorf("deleted users: %v", bin)
	}
}

// TestLostStateOfLeaver: a user is deleted at home while the state is lost. The next run
// takes the external user over, and the one after it begins the departure.
func TestLostStateOfLeaver(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	s.MustRun("apply", "-auto-approve")
	leaver := guest(w, 3).ID
	s.MustRun("state", "rm", address)
	w.Remove(acctest.ContosoID, userID(3))
	w.ForgetRequests()
	s.MustRun("apply", "-auto-approve")
	wrote(t, w)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "1 hide") {
		t.Errorf("the leaver is not hidden:\n%s", acctest.Tail(out))
	}
	if err := visible(w, leaver, false); err != nil {
		t.Error(err)
	}
	s.Unchanged()
}

// TestExpiredLinks lists everything once, without another effect.
func TestExpiredLinks(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	config := w.Config(guestSync("scope = { all_users = true }"))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { w.Advance(8 * 24 * time.Hour); w.ForgetRequests() },
			Config:    config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()), Check: w.Made(),
		},
		resource.TestStep{
			PreConfig: func() {
				w.Advance(8 * 24 * time.Hour)
				w.Change(acctest.ContosoID, userID(1), acctest.Object{"department": "Legal"})
				w.Remove(acctest.ContosoID, userID(2))
			},
			Config: config, ConfigPlanChecks: before(shows("update", 1), shows("hide", 1), shows("create", 0)),
		},
	)
}
