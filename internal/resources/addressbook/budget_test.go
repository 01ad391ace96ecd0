package addressbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestRefreshBudget: the refresh of many visibilities reads the list of mail users
// after ten single reads, and users in batches. Their number adds pages alone.
func TestRefreshBudget(t *testing.T) {
	t.Parallel()
	const (
		guests = 40
		// single are the reads before the list, and pages the list itself, with an
		// empty page at its end.
		single, pages = 10, 2
	)
	e := withExchange()
	fabrikam := e.Tenant(acctest.Fabrikam)
	var ids []string
	for i := range guests {
		id := fmt.Sprintf("dddddddd-0000-4000-8000-%012d", i)
		ids = append(ids, quoted(id))
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"id": id, "displayName": fmt.Sprintf("Guest %d", i), "mail": fmt.Sprintf("guest%d@contoso.example", i), "userType": "Guest",
		})
	}
	w := start(t, e)
	s := acctest.NewWorkspace(t, w.Config(fmt.Sprintf(`
resource "multitenant_gal_visibility" "all" {
  for_each = toset([%s])
  tenant   = "fabrikam"
  user_id  = each.key
  visible  = true
}
`, strings.Join(ids, ", "))))
	s.MustRun("apply", "-auto-approve")
	w.ForgetRequests()
	s.MustRun("plan", "-detailed-exitcode")
	if got := len(w.Requests(wire.Exchange)); got > single+pages {
		t.Errorf("the refresh of %d visibilities took %d requests to Exchange, want at most %d", guests, got, single+pages)
	}
	others := slices.DeleteFunc(w.Requests(wire.Exchange), func(r string) bool { return r == "Get-MailUser" })
	if len(others) > 0 {
		t.Errorf("a refresh also sent %v", others)
	}
}
