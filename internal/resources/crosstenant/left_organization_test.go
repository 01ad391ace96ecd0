package crosstenant_test

import (
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// TestEntryAfterLeavingAnOrganization: a multitenant organization gives an entry a
// synchronization policy, which stays when the tenant leaves. As long as it allows nothing,
// also no groups, it counts as none, and nothing is planned.
func TestEntryAfterLeavingAnOrganization(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(syncing("absent = true"))
	unplanned := func(change func(), inOrganization bool) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() { change(); w.ForgetRequests() }, RefreshState: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(contoso, "is_in_multi_tenant_organization", strconv.FormatBool(inOrganization)), w.Made()),
		}
	}
	removed := func(change func()) []resource.TestStep {
		return []resource.TestStep{
			{
				PreConfig: func() { change(); w.ForgetRequests() }, Config: config,
				ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate), Check: w.Made("DELETE " + groupPolicy),
			},
			acctest.Unchanged(config),
		}
	}
	join := func() { w.Unite("Group", acctest.ContosoID, acctest.FabrikamID) }
	leave := func() { w.LeaveOrganization(acctest.FabrikamID) }
	byHand := func(change acctest.Object) func() {
		return func() {
			if err := w.ChangeSynchronization(acctest.FabrikamID, acctest.ContosoID, change); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Test(append(append(append([]resource.TestStep{
		{Config: config},
		unplanned(join, true),
		unplanned(leave, false),
		unplanned(func() {
			if p, err := emulated.SyncPolicies.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err != nil {
				t.Errorf("the policy is gone: %v, %v", p, err)
			}
		}, false),
		acctest.Unchanged(config),
	}, removed(allowByHand(t, w, true))...),
		unplanned(join, true), unplanned(leave, false)),
		removed(byHand(acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}}))...)...)
}

// TestGroupsInAnOrganization: groups that were allowed by hand in an organization are no
// policy of the organization any more.
func TestGroupsInAnOrganization(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(syncing("absent = true"))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.Unite("Group", acctest.ContosoID, acctest.FabrikamID)
				allowByHand(t, w, true)()
				w.ForgetRequests()
			},
			Config: config, ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate), Check: w.Made("DELETE " + groupPolicy),
		},
		acctest.Unchanged(config),
		resource.TestStep{PreConfig: func() { w.LeaveOrganization(acctest.FabrikamID) }, RefreshState: true},
	)
}
