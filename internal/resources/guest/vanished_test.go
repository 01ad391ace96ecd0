package guest_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestVanishedBetweenReads deletes a user between the reads of a refresh, of the user
// and of the manager: the user leaves the state without an error.
func TestVanishedBetweenReads(t *testing.T) {
	t.Parallel()
	const email = "vera@partner.example"
	w := start(t)
	w.Test(
		resource.TestStep{Config: w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "it" {
  tenant          = "fabrikam"
  email           = %q
  manager_id      = %q
  on_soft_deleted = "restore"
}
`, email, acctest.ManagerID))},
		resource.TestStep{
			PreConfig: func() {
				w.When(acctest.Moment{Method: http.MethodGet, Path: "/users/*/manager"}, func() {
					w.Remove(acctest.FabrikamID, w.Guest(acctest.FabrikamID, email).ID)
				})
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
		},
	)
}
