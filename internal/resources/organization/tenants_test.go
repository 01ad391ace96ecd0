package organization_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// An owner and a member list the same tenants; a tenant without an organization, or of
// another cloud, has none.
func TestOrganizationTenants(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, organizations())
	w.Unite("Group", acctest.ContosoID, acctest.FabrikamID)
	config := w.Config(`
data "multitenant_organization_tenants" "contoso" {
  tenant = "contoso"
}

data "multitenant_organization_tenants" "fabrikam" {
  tenant = "fabrikam"
}

data "multitenant_organization_tenants" "northwind" {
  tenant = "northwind"
}
`)
	const contoso, fabrikam, northwind = "data.multitenant_organization_tenants.contoso", "data.multitenant_organization_tenants.fabrikam", "data.multitenant_organization_tenants.northwind"
	tenants := knownvalue.ListExact([]knownvalue.Check{
		knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"tenant_id": knownvalue.StringExact(acctest.ContosoID), "role": knownvalue.StringExact("owner"), "state": knownvalue.StringExact("active"),
			"joined_date_time": knownvalue.Null(),
		}),
		knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"tenant_id": knownvalue.StringExact(acctest.FabrikamID), "role": knownvalue.StringExact("member"), "display_name": knownvalue.StringExact("Fabrikam"),
			"added_by_tenant_id": knownvalue.StringExact(acctest.ContosoID), "joined_date_time": knownvalue.NotNull(),
		}),
	})
	w.Test(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(contoso, "tenants", tenants), acctest.Value(fabrikam, "tenants", tenants),
				acctest.Value(contoso, "role", knownvalue.StringExact("owner")), acctest.Value(fabrikam, "role", knownvalue.StringExact("member")),
				acctest.Value(fabrikam, "display_name", knownvalue.StringExact("Group")), acctest.Value(fabrikam, "active", knownvalue.Bool(true)),
				acctest.Value(northwind, "active", knownvalue.Bool(false)), acctest.Value(northwind, "tenants", knownvalue.ListSizeExact(0)),
			},
		},
		resource.TestStep{
			PreConfig:         func() { w.LeaveOrganization(acctest.FabrikamID) },
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(fabrikam, "active", knownvalue.Bool(false)), acctest.Value(contoso, "tenants", knownvalue.ListSizeExact(1))},
		},
	)
}
