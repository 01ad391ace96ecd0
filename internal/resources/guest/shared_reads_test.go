package guest_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// howMany is the number of guests in the tests of request budgets. GUESTS sets another
// number.
func howMany(t *testing.T) int {
	t.Helper()
	if number, err := strconv.Atoi(os.Getenv("GUESTS")); err == nil {
		return number
	}
	return 60
}

// employed is an estate in which Contoso has a number of employees, and a
// configuration that invites all of them to Fabrikam.
func employed(n int) (*acctest.Estate, string) {
	e := acctest.Standard()
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("person%d@contoso.example", i)
	}
	e.Tenant(acctest.Contoso).Hire(names...)
	return e, fmt.Sprintf(`
resource "multitenant_b2b_invitation" "each" {
  count      = %d
  tenant     = "fabrikam"
  email      = "person${count.index}@contoso.example"
  department = "Finance"
}
`, n)
}

// TestRefreshOfManyGuestsListsThem: a plan without changes takes at most twelve
// requests to Graph for a thousand guests, with the user type of each. A guest that
// was changed outside is read singly as well, because a list may be older than the
// state.
func TestRefreshOfManyGuestsListsThem(t *testing.T) {
	t.Parallel()
	const most = 12
	n := howMany(t)
	e, config := employed(n)
	w := acctest.StartWith(t, e, kernel.Options{Settings: acctest.WithoutEmptyPages})
	s := acctest.NewWorkspace(t, w.Config(config+`
resource "multitenant_guest_user_type" "each" {
  count     = length(multitenant_b2b_invitation.each)
  tenant    = "fabrikam"
  user_id   = multitenant_b2b_invitation.each[count.index].user_id
  user_type = "Guest"
}
`))
	s.MustRun("apply", "-auto-approve", "-parallelism=50")
	sent := func() int {
		all := w.Entries(wire.Filter{Service: wire.Graph})
		return len(slices.DeleteFunc(all, func(e wire.Entry) bool { return e.Batch }))
	}
	w.ForgetRequests()
	s.MustRun("plan", "-detailed-exitcode")
	if sent := sent(); sent > most {
		t.Errorf("the refresh of %d guests took %d requests, more than %d", n, sent, most)
	} else {
		t.Logf("the refresh of %d guests took %d requests", n, sent)
	}

	changed := w.Guest(acctest.FabrikamID, fmt.Sprintf("person%d@contoso.example", n-1))
	w.Change(acctest.FabrikamID, changed.ID, acctest.Object{"department": "Sales"})
	w.ForgetRequests()
	if out, err := s.Run("plan", "-detailed-exitcode"); err == nil || !strings.Contains(out, `"Sales" -> "Finance"`) {
		t.Errorf("the change is not planned: %v\n%s", err, acctest.Tail(out))
	}
	if single := requested(w, "/users/"+changed.ID); single == 0 {
		t.Error("the changed guest was not read singly")
	}
	if sent := sent(); sent > most {
		t.Errorf("a refresh with a change took %d requests, more than %d", sent, most)
	}
}

// TestLookUpsOfManyInvitationsAreShared: whatever the number of invitations, a plan and
// an apply search for about ten of them, and then list the users of both tenants and
// the contacts. Right before invitations, twenty of them share a look at the users that
// were added since.
func TestLookUpsOfManyInvitationsAreShared(t *testing.T) {
	t.Parallel()
	n := howMany(t)
	e, config := employed(n)
	w := acctest.StartWith(t, e, kernel.Options{Settings: acctest.WithoutEmptyPages})
	s := acctest.NewWorkspace(t, w.Config(config))
	// As many guests are planned at once, and the first ones are searched for again
	// right before they are invited.
	const single = 10
	budgets := []struct {
		kind, part string
		most       int
	}{
		{"searches by address", "/users?%24filter=mail", 3 * single},
		{"searches for contacts", "/contacts?%24count=true&%24filter", single},
		{"reads by name", "%23EXT%23", 3 * single},
		{"lists of users", "/users?%24select", 2 * (1 + n/999)},
		{"lists of contacts", "/contacts?%24select", 1},
		{"counts", "%24top=1&", 3},
		{"lists of the recycle bin", "deletedItems", 1},
		{"organizations", "/organization", 3},
	}
	for _, step := range []struct {
		args  []string
		added int
	}{{[]string{"plan", "-out=plan"}, 0}, {[]string{"apply", "plan"}, n/20 + 1}} {
		w.ForgetRequests()
		s.MustRun(step.args...)
		for _, b := range budgets {
			if asked := requested(w, b.part); asked > b.most {
				t.Errorf("%s: %d %s for %d invitations, more than %d", step.args[0], asked, b.kind, n, b.most)
			}
		}
		if asked := requested(w, "createdDateTime+ge"); asked > step.added {
			t.Errorf("%s: %d looks at added users, more than %d", step.args[0], asked, step.added)
		}
		t.Logf("%s of %d invitations: %d requests, %d of them writes", step.args[0], n, len(w.Requests()), len(w.Writes()))
	}
	if invited := len(w.Guests(acctest.FabrikamID)); invited != n {
		t.Errorf("%d of %d guests were invited", invited, n)
	}
}

// requested counts the requests to Graph, alone and in batches, whose path or query has
// a part.
func requested(w *acctest.World, part string) int {
	return len(slices.DeleteFunc(w.Entries(wire.Filter{Service: wire.Graph}), func(e wire.Entry) bool {
		return !strings.Contains(e.Path, part)
	}))
}
