package topology_test

import (
	"strings"
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

// TestAssertionsOfPlannedSettings: a check that waits for settings judges them as the
// plan will leave them, and fails the plan. Without a wait it judges the current ones.
func TestAssertionsOfPlannedSettings(t *testing.T) {
	t.Parallel()
	e := connected().WithExchange("Global Reader").Grant("Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.CrossTenantCapability")
	w := acctest.Start(t, e)
	entry := func(tenant, partnerID, settings string) string {
		return `
resource "multitenant_cross_tenant_access_partner" "in_` + tenant + `" {
  tenant            = "` + tenant + `"
  partner_tenant_id = "` + partnerID + `"
  on_existing       = "adopt"
  ` + settings + `
}
`
	}
	shut := entry("fabrikam", acctest.ContosoID, `count      = 1
  on_destroy = "delete"
  b2b_collaboration_inbound = {
    users_and_groups = { access_type = "blocked", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "blocked", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`)
	const (
		into    = `{ who = "contoso", into = "fabrikam", `
		can     = `[` + into + `can = ["sign_in"] }]`
		cannot  = `[` + into + `cannot = ["sign_in"] }]`
		after   = `after = local.settings`
		entries = "\nlocals { settings = multitenant_cross_tenant_access_partner.in_fabrikam[*].id }\n"
		seeing  = `[` + into + `can = ["show_free_busy"] }]`
		sharing = `
resource "multitenant_m365_capabilities" "in_contoso" {
  tenant            = "contoso"
  partner_tenant_id = multitenant_cross_tenant_access_partner.in_contoso.partner_tenant_id
  capabilities      = { crossTenantCalendarAvailabilityBasic = { allowed = true } }
}
`
		shared = "\nlocals { settings = concat(multitenant_cross_tenant_access_partner.in_fabrikam[*].id, [" +
			"multitenant_cross_tenant_access_partner.in_contoso.id, multitenant_m365_capabilities.in_contoso.id]) }\n"
	)
	trusted := entry("contoso", acctest.FabrikamID, `on_destroy = "keep"
  m365_collaboration_inbound = { users = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] } }`)
	unwritten := func() {
		if writes := w.Writes(); len(writes) > 0 {
			t.Errorf("a plan that fails wrote %v", writes)
		}
	}
	w.Test(
		resource.TestStep{Config: w.Config(shut + asserts("", cannot)), PlanOnly: true, ExpectError: acctest.Message("Assertion is violated", "sign_in is open")},
		resource.TestStep{
			Config:      w.Config(shut + entries + asserts(after, can)),
			ExpectError: acctest.Message("Assertion is violated", "sign_in is closed", "b2bCollaborationInbound", "partner: users blocked: AllUsers"),
		},
		resource.TestStep{
			PreConfig: unwritten, Config: w.Config(asserts("", seeing)), PlanOnly: true,
			ExpectError: acctest.Message("Assertion is violated", "show_free_busy is closed"),
		},
		resource.TestStep{Config: w.Config(shut + entries + asserts(after, cannot) + trusted + sharing)},
		acctest.Unchanged(w.Config(shut+entries+asserts(after, cannot)+trusted+sharing)),
		// Again with another capability: the planned one is off.
		resource.TestStep{
			Config:      w.Config(shut + trusted + strings.Replace(sharing, "allowed = true", "allowed = false", 1) + shared + asserts(after, seeing)),
			ExpectError: acctest.Message("Assertion is violated", "show_free_busy is closed"),
		},
		resource.TestStep{Config: w.Config(shut + trusted + sharing + shared + asserts(after, seeing))},
		// The entry is deleted, and the default admits the users again.
		resource.TestStep{
			Config:      w.Config(strings.Replace(shut, "= 1", "= 0", 1) + trusted + sharing + shared + asserts(after, cannot)),
			ExpectError: acctest.Message("Assertion is violated", "sign_in is open"),
		},
	)
}
