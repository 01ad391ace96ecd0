package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestUnknownAtPlan leaves unknown values to the apply, including the rules about
// conflicting settings.
func TestUnknownAtPlan(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := func(access, target string) string {
		return w.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { access = %q, target = %q, partner = %q }
}

resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = terraform_data.later.output.partner
  b2b_collaboration_outbound = {
    users_and_groups = {
      access_type = terraform_data.later.output.access
      targets     = [{ target = terraform_data.later.output.target, target_type = "user" }]
    }
    applications = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  }
}
`, access, target, acctest.ContosoID))
	}
	good := config("allowed", "AllUsers")
	w.Test(
		resource.TestStep{Config: good, Check: entry(w, map[string]any{"b2bCollaborationOutbound": acctest.Everything("allowed")})},
		acctest.Unchanged(good),
		resource.TestStep{
			PreConfig:   w.ForgetRequests,
			Config:      config("blocked", "AllUsers"),
			ExpectError: acctest.Message("Conflicting access settings", "All users are blocked"),
		},
		resource.TestStep{Config: config("blocked", acctest.ManagerID)},
	)
}
