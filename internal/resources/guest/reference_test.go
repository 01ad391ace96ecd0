package guest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const nowhereID = "99999999-0000-4000-8000-000000000009"

// TestReferenceToNothing has a manager and a sponsor that do not exist in the
// tenant: reported in the plan, and in the apply if the check is off.
func TestReferenceToNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, attribute string }{
		"manager": {`manager_id = "` + nowhereID + `"`, "manager_id"},
		"sponsor": {`sponsors = ["` + nowhereID + `", "` + acctest.ManagerID + `"]`, "sponsors"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, acctest.Standard().Grant("GroupMember.Read.All"))
			wrong := w.Config(invite(test.arguments))
			w.Test(
				resource.TestStep{Config: wrong, PlanOnly: true, ExpectError: acctest.Message("MT017", test.attribute, nowhereID, `tenant "fabrikam"`)},
				resource.TestStep{Config: w.Config(invite(""))},
				resource.TestStep{Config: wrong, PlanOnly: true, ExpectError: acctest.Message("MT017", test.attribute, nowhereID)},
				resource.TestStep{Config: acctest.Checking(wrong, "off", "MT017"), ExpectError: acctest.Message("Cannot update "+anaEmail, nowhereID)},
			)
		})
	}
}

// TestReferenceToNothingAtCreation fails soon, and not at the timeout. A sponsor is
// sent with the invitation, so no user is invited.
func TestReferenceToNothingAtCreation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments string
		says      string
		guests    int
	}{
		"manager": {`manager_id = "` + nowhereID + `"`, "Cannot finish the invitation of " + anaEmail, 1},
		"sponsor": {`sponsors = ["` + nowhereID + `"]`, "Cannot invite " + anaEmail, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.Test(resource.TestStep{
				Config:      acctest.Checking(w.Config(invite(test.arguments)), "off", "MT017"),
				ExpectError: acctest.Message(test.says, nowhereID),
			})
			if n := len(w.Guests(acctest.FabrikamID)); n != test.guests {
				t.Errorf("%d users were invited, want %d", n, test.guests)
			}
		})
	}
}

// TestReferencesOfAFreshUser sets manager and sponsors while Graph refuses them, as
// in the first minutes after an invitation.
func TestReferencesOfAFreshUser(t *testing.T) {
	t.Parallel()
	for _, tenant := range []string{acctest.Fabrikam, acctest.Northwind} {
		for _, refused := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, references refused %t", tenant, refused), func(t *testing.T) {
				t.Parallel()
				w := acctest.StartWith(t, acctest.Standard(), kernel.Options{
					Lag: acctest.Lag, Settings: func(s *settings.Settings) { s.FreshReferencesAreInvalid, s.FlappingReplicas = refused, refused },
				})
				config := w.Config(strings.Replace(invite(links), `"fabrikam"`, fmt.Sprintf("%q", tenant), 1))
				w.Test(
					resource.TestStep{Config: config, Check: acctest.Then(func() error {
						u := w.Guest(map[string]string{acctest.Fabrikam: acctest.FabrikamID, acctest.Northwind: acctest.NorthwindID}[tenant], anaEmail)
						if u.Manager != acctest.ManagerID || fmt.Sprint(u.Sponsors) != fmt.Sprint([]string{acctest.AdministratorID}) {
							return fmt.Errorf("manager %s, sponsors %v", u.Manager, u.Sponsors)
						}
						return nil
					})},
					resource.TestStep{PreConfig: func() { w.SetLag(0) }, RefreshState: true},
				)
				posts := 0
				for _, e := range w.Entries(wire.Filter{Method: http.MethodPost, Path: "/users/*/sponsors/$ref"}) {
					if e.Status == http.StatusNoContent {
						posts++
					}
				}
				// Only the worldwide cloud accepts sponsors with the invitation.
				if want := map[string]int{acctest.Fabrikam: 0, acctest.Northwind: 1}[tenant]; posts != want {
					t.Errorf("%d sponsors were added after the invitation, want %d", posts, want)
				}
			})
		}
	}
}
