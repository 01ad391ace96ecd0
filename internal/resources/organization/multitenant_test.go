package organization_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	group      = "multitenant_organization.group"
	added      = "multitenant_organization_tenant.fabrikam"
	joined     = "multitenant_organization_membership.fabrikam"
	tenantPath = "/tenantRelationships/multiTenantOrganization"
)

// organizations is the standard estate, with the permission for organizations.
func organizations() *acctest.Estate {
	return acctest.Standard().Grant("MultiTenantOrganization.ReadWrite.All", "Policy.ReadWrite.CrossTenantAccess")
}

// owner is the organization of Contoso.
const owner = `
resource "multitenant_organization" "group" {
  tenant       = "contoso"
  display_name = "Group"
}
`

// member adds Fabrikam, which joins.
func member(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_organization_tenant" "fabrikam" {
  tenant           = multitenant_organization.group.tenant
  member_tenant_id = %q
  display_name     = "Fabrikam"
  %s
}

resource "multitenant_organization_membership" "fabrikam" {
  tenant          = "fabrikam"
  owner_tenant_id = multitenant_organization_tenant.fabrikam.tenant_id
}
`, acctest.FabrikamID, arguments)
}

// lists compares the tenants of a tenant's organization: "role state" by tenant id.
func lists(w *acctest.World, tenantID string, want map[string]string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if got := w.OrganizationTenants(tenantID); !maps.Equal(got, want) {
			return fmt.Errorf("the organization of %s has the tenants %v, want %v", tenantID, got, want)
		}
		return nil
	})
}

// Both sides are in one configuration and one apply; what others change is said and
// put right; a destroy leaves no organization.
func TestOrganizationLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, organizations())
	w.SetLag(acctest.Lag)
	config := w.Config(owner + member(`role = "member"`))
	both := map[string]string{acctest.ContosoID: "owner active", acctest.FabrikamID: "member active"}
	fabrikamPath := tenantPath + "/tenants/" + acctest.FabrikamID
	w.Test(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(group, "id", knownvalue.StringExact(acctest.ContosoID+"/organization")),
				acctest.Value(group, "description", knownvalue.Null()),
				acctest.Value(added, "id", knownvalue.StringExact(acctest.ContosoID+"/"+acctest.FabrikamID)),
				acctest.Value(added, "state", knownvalue.StringExact("pending")),
				acctest.Value(joined, "role", knownvalue.StringExact("member")),
				acctest.Value(joined, "organization_display_name", knownvalue.StringExact("Group")),
			},
			Check: resource.ComposeAggregateTestCheckFunc(
				lists(w, acctest.ContosoID, both), lists(w, acctest.FabrikamID, both),
				w.Made("PUT "+tenantPath, "POST "+tenantPath+"/tenants", "PATCH "+tenantPath+"/joinRequest"),
			),
		},
		acctest.Unchanged(config),
		// The names change in place, and an empty description clears it.
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(strings.Replace(owner, `"Group"`, "\"Holding\"\n  description = \"All\"", 1) + member(`role = "owner"`)),
			ConfigPlanChecks: acctest.Planned(added, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				lists(w, acctest.FabrikamID, map[string]string{acctest.ContosoID: "owner active", acctest.FabrikamID: "owner active"}),
				w.Made("PATCH "+tenantPath, "PATCH "+fabrikamPath),
			),
		},
		resource.TestStep{Config: w.Config(strings.Replace(owner, `"Group"`, "\"Group\"\n  description = \"\"", 1) + member(`role = "owner"`))},
		acctest.Unchanged(w.Config(owner+member(""))),
		// A role that was changed elsewhere is put right.
		resource.TestStep{
			PreConfig: func() {
				w.SetOrganizationRole(acctest.ContosoID, acctest.FabrikamID, "member")
				w.Advance(6 * acctest.Lag)
			},
			Config:           w.Config(owner + member(`role = "owner"`)),
			ConfigPlanChecks: acctest.Planned(added, plancheck.ResourceActionUpdate),
			Check:            lists(w, acctest.ContosoID, map[string]string{acctest.ContosoID: "owner active", acctest.FabrikamID: "owner active"}),
		},
		// A member that has left is added again, and joins again.
		resource.TestStep{
			PreConfig: func() {
				w.LeaveOrganization(acctest.FabrikamID)
				w.Advance(6 * acctest.Lag)
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(added, plancheck.ResourceActionCreate), plancheck.ExpectResourceAction(joined, plancheck.ResourceActionCreate),
			}},
			Check: lists(w, acctest.FabrikamID, both),
		},
		resource.TestStep{ResourceName: group, ImportState: true, ImportStateId: "contoso/organization", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"description"}},
		resource.TestStep{ResourceName: added, ImportState: true, ImportStateId: "contoso/fabrikam", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"state", "joined_date_time"}},
		resource.TestStep{ResourceName: added, ImportState: true, ImportStateId: "contoso/Fabrikam", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"state", "joined_date_time"}},
		resource.TestStep{ResourceName: joined, ImportState: true, ImportStateId: "fabrikam/membership", ImportStateVerify: true},
		resource.TestStep{ResourceName: added, ImportState: true, ImportStateId: "contoso/contoso", ExpectError: acctest.Message("imported as multitenant_organization")},
		resource.TestStep{ResourceName: joined, ImportState: true, ImportStateId: "contoso/membership", ExpectError: acctest.Message("imported as multitenant_organization")},
		resource.TestStep{ResourceName: joined, ImportState: true, ImportStateId: "northwind/membership", ExpectError: acctest.Message("Cannot import")},
	)
	if err := errors.Join(lists(w, acctest.ContosoID, map[string]string{})(nil), lists(w, acctest.FabrikamID, map[string]string{})(nil)); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// What the service would refuse is refused by the plan.
func TestOrganizationIsRefused(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, organizations())
	refused := func(config, title, detail string) resource.TestStep {
		return resource.TestStep{Config: w.Config(config), PlanOnly: true, ExpectError: acctest.Message(title, detail)}
	}
	const many = `
resource "multitenant_organization_tenant" "all" {
  count            = 100
  tenant           = "contoso"
  member_tenant_id = format("f0000000-0000-4000-8000-%012d", count.index)
  display_name     = "Tenant ${count.index}"
}
`
	w.Test(
		refused(strings.ReplaceAll(owner, "contoso", "northwind"), "No multitenant organizations in this cloud", `in the cloud "usgovernment"`),
		refused(owner+strings.ReplaceAll(member(""), acctest.FabrikamID, acctest.NorthwindID), "No multitenant organizations in this cloud", `Tenant "northwind"`),
		refused(owner+strings.ReplaceAll(member(""), `"fabrikam"
  owner`, `"northwind"
  owner`), "No multitenant organizations in this cloud", `Tenant "northwind"`),
		refused(owner+strings.ReplaceAll(member(""), acctest.FabrikamID, acctest.ContosoID), "Tenant cannot be added to its own organization", "Remove this resource"),
		refused(many, "MT033", "more than 100 tenants"),
		resource.TestStep{Config: acctest.Checking(w.Config(many), "off", "MT033"), PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: w.Config(owner + member(""))},
		refused(owner+strings.Replace(member(""), `"Fabrikam"`, `"Other"`, 1), "Cannot change display_name", `is "Fabrikam" there`),
		// A tenant is in one organization only.
		resource.TestStep{
			Config:      w.Config(owner + member("") + strings.ReplaceAll(strings.ReplaceAll(owner, "contoso", "fabrikam"), `"group"`, `"second"`)),
			ExpectError: acctest.Message(`Cannot create the multitenant organization of tenant "fabrikam"`, `id = "fabrikam/organization"`),
		},
	)
}

// A join that the service accepts and does not carry out says what to check, and the
// next apply continues.
func TestJoinThatFails(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, organizations())
	alone := fmt.Sprintf(`
resource "multitenant_organization_membership" "fabrikam" {
  tenant          = "fabrikam"
  owner_tenant_id = %q
}
`, acctest.ContosoID)
	w.Test(
		resource.TestStep{
			Config:      w.Config(alone),
			ExpectError: acctest.Message("Cannot join the multitenant organization", "DirectoryService Exception", "is added and pending"),
		},
		resource.TestStep{Config: w.Config(owner + member(""))},
		acctest.Unchanged(w.Config(owner+member(""))),
	)
}
