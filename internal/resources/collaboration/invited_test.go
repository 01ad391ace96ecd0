package collaboration_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// invite is an invitation of a user whose home tenant is not configured.
func invite(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_b2b_invitation" "partner" {
  tenant = "fabrikam"
  email  = "info@partner.example"
  %s
}
`, arguments)
}

const after = "after = [" + fabrikam + ".id]"

// TestInvitationAfterPolicy opens a tenant and invites a user in one apply. The plan
// of an invitation that refers to the settings uses the planned value, and all others
// use the current one.
func TestInvitationAfterPolicy(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	e := estate()
	e.Tenant(acctest.Fabrikam).AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"}
	w := acctest.Start(t, e)
	opened := external("fabrikam", `allow_invites_from = "adminsAndGuestInviters"`)
	s := acctest.NewWorkspace(t, w.Config(opened+invite("")))
	for range 5 {
		said, ok := s.Diagnostics("plan")
		if ok || len(said) != 1 || !strings.HasPrefix(said[0].Summary, "MT020") || !strings.Contains(said[0].Detail, "after = [<resource>.id]") {
			t.Fatalf("without a reference the plan says %+v", said)
		}
	}
	w.Test(
		resource.TestStep{Config: w.Config(opened + invite(after))},
		acctest.Unchanged(w.Config(opened+invite(after))),
		resource.TestStep{Config: w.Config(opened)},
	)
}

// TestInvitationAfterClosedPolicy closes a tenant before the invitation that refers to
// the settings; the plan finds it, and the apply too if the value is known only then.
func TestInvitationAfterClosedPolicy(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.Start(t, estate())
	later := func(from string) string {
		return fmt.Sprintf("\nresource \"terraform_data\" \"later\" {\n  input = %q\n}\n", from) +
			external("fabrikam", "allow_invites_from = terraform_data.later.output") + invite(after)
	}
	w.Test(
		resource.TestStep{
			Config:      w.Config(external("fabrikam", `allow_invites_from = "none"`) + invite(after)),
			ExpectError: acctest.Message("MT020", "in fabrikam, as planned", "Inviting info@partner.example", `allowInvitesFrom of the tenant's authorization policy is "none"`),
		},
		resource.TestStep{Config: w.Config(later("none")), ExpectError: acctest.Message("MT020", "Inviting info@partner.example")},
		resource.TestStep{Config: w.Config(later("everyone"))},
	)
}
