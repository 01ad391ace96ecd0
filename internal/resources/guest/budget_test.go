package guest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestBudget counts the requests for users: one write each, two with a profile,
// none without changes.
func TestBudget(t *testing.T) {
	t.Parallel()
	w := start(t)
	bystander := w.Welcome(acctest.FabrikamID, "bystander@partner.example")
	w.ForgetRequests()
	people := func(arguments string) string {
		return w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "each" {
  count  = 5
  tenant = "fabrikam"
  email  = "person${count.index}@partner.example"
  %s
}
`, arguments))
	}
	w.Test(
		resource.TestStep{Config: people(""), Check: counted(w, map[string]int{"POST": 5})},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: people(`department = "Finance"`), Check: counted(w, map[string]int{"PATCH": 5})},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: people(`department = "Finance"`), Check: counted(w, map[string]int{})},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: people(""), Destroy: true, Check: counted(w, map[string]int{"DELETE": 5})},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: people(profile + `on_soft_deleted = "ignore"`), Check: counted(w, map[string]int{"POST": 5, "PATCH": 5})},
	)
	for _, e := range w.Entries(wire.Filter{}) {
		if e.Method != http.MethodGet && strings.Contains(e.Path, bystander.ID) {
			t.Errorf("another user was changed: %s %s", e.Method, e.Path)
		}
	}
}

// counted expects the numbers of writing requests by method, and that every read of
// users selects its properties.
func counted(w *acctest.World, want map[string]int) resource.TestCheckFunc {
	return acctest.Then(func() error {
		got := map[string]int{}
		for _, write := range w.Writes() {
			method, _, _ := strings.Cut(write, " ")
			got[method]++
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Errorf("writes by method are %v, want %v", got, want)
		}
		for _, e := range w.Entries(wire.Filter{Method: http.MethodGet, Path: "/users"}) {
			_, query, _ := strings.Cut(e.Path, "?")
			values, err := url.ParseQuery(query)
			if err != nil || values.Get("$select") == "" {
				return fmt.Errorf("%s has no $select", e.Path)
			}
		}
		return nil
	})
}

// TestRecycleBinIsListedOnce: a plan and an apply of many invitations each list the
// recycle bin once.
func TestRecycleBinIsListedOnce(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, anaIsThere(), kernel.Options{
		Settings: settings.With(func(s *settings.Settings) { s.EmptyPageWithNextLink, s.DeletedUsersRefuseAny = false, true }),
	})
	w.Remove(acctest.FabrikamID, anaID)
	s := acctest.NewWorkspace(t, w.Config(`
resource "multitenant_b2b_invitation" "each" {
  count  = 30
  tenant = "fabrikam"
  email  = "person${count.index}@partner.example"
}
`))
	for _, command := range [][]string{{"plan", "-out=plan"}, {"apply", "plan"}} {
		w.ForgetRequests()
		s.MustRun(command...)
		lists := slices.DeleteFunc(w.Requests(), func(r string) bool { return !strings.Contains(r, "deletedItems") })
		if want := []string{"GET /directory/deletedItems/microsoft.graph.user"}; !slices.Equal(lists, want) {
			t.Errorf("%s sends %v", command[0], lists)
		}
	}
}
