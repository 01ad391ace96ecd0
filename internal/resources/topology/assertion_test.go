package topology_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func asserts(dependencies, assertions string) string {
	return `
data "multitenant_topology_check" "estate" {
  edges      = [{ source = "contoso", target = "fabrikam", capabilities = ["b2b_collaboration"] }]
  assertions = ` + assertions + `
  ` + dependencies + `
}
`
}

// TestAssertionsInTheCLI: a violated assertion fails the plan, or the apply that changes
// what it depends on; what contradicts itself is refused.
func TestAssertionsInTheCLI(t *testing.T) {
	t.Parallel()
	e := connected().Grant("Policy.ReadWrite.CrossTenantAccess")
	w := acctest.Start(t, e)
	const works, blocked = `[{ who = "contoso", into = "fabrikam", can = ["sign_in", "share_channel"] }]`, `[{ who = "contoso", into = "fabrikam", cannot = ["sign_in"] }]`
	partner := func(settings string) string {
		return `
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = "` + acctest.ContosoID + `"
  on_existing       = "adopt"
  on_destroy        = "keep"
  ` + settings + `
}
`
	}
	const shut = `b2b_collaboration_inbound = {
    users_and_groups = { access_type = "blocked", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "blocked", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`
	const after = `depends_on = [multitenant_cross_tenant_access_partner.contoso]`
	w.Test(
		resource.TestStep{Config: w.Config(asserts("", works))},
		acctest.Unchanged(w.Config(asserts("", works))),
		resource.TestStep{Config: w.Config(asserts("", blocked)), ExpectError: acctest.Message("Assertion is violated", "sign_in is open")},
		resource.TestStep{
			Config:      w.Config(asserts("", `[{ who = "contoso", into = "fabrikam", cannot = ["sign_in"], without = ["mfa"] }]`)),
			ExpectError: acctest.Message("Assertion is violated", "sign_in is open without mfa"),
		},
		// Terraform reads the check after the apply has closed the setting.
		resource.TestStep{
			Config:      w.Config(partner(shut) + asserts(after, works)),
			ExpectError: acctest.Message("Assertion is violated", "sign_in is closed", "b2bCollaborationInbound", "partner: users blocked: AllUsers"),
		},
		resource.TestStep{Config: w.Config(partner(shut) + asserts(after, blocked))},
		acctest.Unchanged(w.Config(partner(shut)+asserts(after, blocked))),
		resource.TestStep{
			Config:      w.Config(asserts("", `[{ who = "contoso", into = "fabrikam" }]`)),
			ExpectError: acctest.Message("Incomplete configuration", "either can or cannot"),
		},
		resource.TestStep{
			Config:      w.Config(asserts("", `[{ who = "contoso", into = "fabrikam", can = ["sign_in"], without = ["mfa"] }]`)),
			ExpectError: acctest.Message("Conflicting configuration", "does not fit here"),
		},
		resource.TestStep{
			Config:      w.Config(asserts("", `[{ who = "tailspin", into = "fabrikam", can = ["sign_in"] }]`)),
			ExpectError: acctest.Message("Unknown tenant", "tailspin"),
		},
	)
}
