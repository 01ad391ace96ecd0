package addressbook_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// shownGuests is an estate with hidden guests of Fabrikam, and a configuration that
// shows all of them.
func shownGuests(number int) (*acctest.Estate, string) {
	e := withExchange()
	fabrikam := e.Tenant(acctest.Fabrikam)
	var ids []string
	for i := range number {
		id := fmt.Sprintf("dddddddd-0000-4000-8000-%012d", i)
		ids = append(ids, quoted(id))
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"id": id, "displayName": fmt.Sprintf("Guest %d", i), "mail": fmt.Sprintf("guest%d@contoso.example", i), "userType": "Guest",
		})
	}
	return e, fmt.Sprintf(`
resource "multitenant_gal_visibility" "all" {
  for_each = toset([%s])
  tenant   = "fabrikam"
  user_id  = each.key
  visible  = true
}
`, strings.Join(ids, ", "))
}

// TestRefreshBudget: the refresh of many visibilities reads the lists of mail users and
// of guests after ten single reads of each. Their number adds pages alone. VISIBILITIES
// sets another number.
func TestRefreshBudget(t *testing.T) {
	t.Parallel()
	const (
		// single are the reads before a list; a page has 1,000 mail users or 999 guests.
		single, perPage = 10, 999
	)
	guests := 60
	if number, err := strconv.Atoi(os.Getenv("VISIBILITIES")); err == nil {
		guests = number
	}
	e, config := shownGuests(guests)
	w := start(t, e, acctest.WithoutEmptyPages)
	s := acctest.NewWorkspace(t, w.Config(config))
	s.MustRun("apply", "-auto-approve", "-parallelism=50")
	w.ForgetRequests()
	s.MustRun("plan", "-detailed-exitcode")
	toExchange := w.Requests(wire.Exchange)
	// Single reads of Graph may share a batch.
	toGraph := slices.DeleteFunc(w.Entries(wire.Filter{Service: wire.Graph}), func(e wire.Entry) bool { return e.Batch })
	if most := single + guests/perPage + 2; len(toExchange) > most || len(toGraph) > most {
		t.Errorf("the refresh of %d visibilities took %d requests to Exchange and %d to Graph, want at most %d each",
			guests, len(toExchange), len(toGraph), most)
	}
	others := slices.DeleteFunc(slices.Clone(toExchange), func(r string) bool { return r == "Get-MailUser" })
	if len(others) > 0 {
		t.Errorf("a refresh also sent %v", others)
	}
	t.Logf("%d visibilities: %d requests to Exchange, %d to Graph", guests, len(toExchange), len(toGraph))
}
