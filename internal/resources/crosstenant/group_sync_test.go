package crosstenant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// groupPolicy is the path of the synchronization policy, below the version.
const groupPolicy = partners + "/" + acctest.ContosoID + "/identitySynchronization"

// syncing is Fabrikam's entry for Contoso with a synchronization block.
func syncing(block string) string { return about("identity_synchronization = { " + block + " }") }

// allows compares what Fabrikam's policy says about groups; nil for nothing.
func allows(w *acctest.World, users bool, groups any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := emulated.SyncPolicies.Get(w.World, acctest.FabrikamID, acctest.ContosoID)
		if err != nil {
			return err
		}
		if groups != nil {
			groups = map[string]any{"isSyncAllowed": groups}
		}
		return acctest.Members(p.Settings, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": users}, "groupSyncInbound": groups})
	})
}

// allowByHand changes what the policy says about groups without Terraform.
func allowByHand(t *testing.T, w *acctest.World, groups bool) func() {
	t.Helper()
	return func() {
		change := acctest.Object{"groupSyncInbound": acctest.Object{"isSyncAllowed": groups}}
		if err := w.ChangeSynchronization(acctest.FabrikamID, acctest.ContosoID, change); err != nil {
			t.Fatal(err)
		}
	}
}

// notInBeta expects that nothing was asked of beta.
func notInBeta(w *acctest.World) resource.TestCheckFunc {
	return acctest.Then(func() error {
		for _, e := range w.Entries(wire.Filter{}) {
			if strings.HasPrefix(e.Path, "/beta/") {
				return fmt.Errorf("beta was asked: %s %s", e.Method, e.Path)
			}
		}
		return nil
	})
}

// TestGroupSync takes the permission for groups through its life: not configured,
// granted, changed by hand, withdrawn, and out of the configuration again.
func TestGroupSync(t *testing.T) {
	t.Parallel()
	w := start(t)
	granted := w.Config(syncing("user_sync_allowed = true, group_sync_allowed = true"))
	groups := func(want knownvalue.Check) []statecheck.StateCheck {
		return []statecheck.StateCheck{acctest.Value(contoso, "identity_synchronization", knownvalue.ObjectPartial(map[string]knownvalue.Check{"group_sync_allowed": want}))}
	}
	w.Test(
		resource.TestStep{
			Config: w.Config(syncing("absent = true, group_sync_allowed = true")), ExpectError: acctest.Message("Invalid Attribute Combination"),
		},
		resource.TestStep{
			Config: w.Config(syncing("user_sync_allowed = true")), ConfigStateChecks: groups(knownvalue.Null()),
			Check: resource.ComposeAggregateTestCheckFunc(allows(w, true, nil), notInBeta(w)),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: granted, ConfigStateChecks: groups(knownvalue.Bool(true)),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+groupPolicy), allows(w, true, true)),
		},
		acctest.Unchanged(granted),
		resource.TestStep{
			PreConfig: allowByHand(t, w, false), Config: granted, ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			Check: allows(w, true, true),
		},
		resource.TestStep{Config: w.Config(syncing("user_sync_allowed = true, group_sync_allowed = false")), Check: allows(w, true, false)},
		resource.TestStep{Config: granted, Check: allows(w, true, true)},
		// Out of the block, the value from before this resource returns.
		resource.TestStep{
			Config: w.Config(syncing("user_sync_allowed = true")), ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			ConfigStateChecks: groups(knownvalue.Null()), Check: allows(w, true, false),
		},
		// What is not configured is neither read nor written.
		resource.TestStep{
			PreConfig:        func() { allowByHand(t, w, true)(); w.ForgetRequests() },
			Config:           w.Config(syncing("user_sync_allowed = false")),
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			Check:            resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+groupPolicy), allows(w, false, true), notInBeta(w)),
		},
	)
}

// TestGroupSyncOfNewEntry is created with the entry, imported with its value, and gone
// with the entry.
func TestGroupSyncOfNewEntry(t *testing.T) {
	t.Parallel()
	w := start(t)
	granted := w.Config(syncing("user_sync_allowed = false, group_sync_allowed = true"))
	w.Test(
		resource.TestStep{
			Config: granted,
			Check:  resource.ComposeAggregateTestCheckFunc(w.Made("POST "+partners, "PUT "+groupPolicy), allows(w, false, true)),
		},
		acctest.Unchanged(granted),
		resource.TestStep{
			ResourceName: contoso, ImportState: true, ImportStateVerify: true, ImportStateId: "fabrikam/contoso",
			ImportStateVerifyIgnore: []string{"on_destroy", "on_existing"},
		},
	)
	if _, err := emulated.SyncPolicies.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
		t.Error("the destroy has left the policy behind")
	}
}

// TestGroupSyncOfExistingEntry is named before an adoption changes it, restored when it
// leaves the configuration, and no part of an entry that an apply may continue.
func TestGroupSyncOfExistingEntry(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estateWithEntry(acctest.Object{"identitySynchronization": acctest.Object{
		"userSyncInbound": acctest.Object{"isSyncAllowed": true}, "groupSyncInbound": acctest.Object{"isSyncAllowed": true},
	}}))
	adopt := func(block string) string {
		return w.Config(about("on_existing = \"adopt\"\n identity_synchronization = { " + block + " }"))
	}
	s := acctest.NewWorkspace(t, adopt("user_sync_allowed = true, group_sync_allowed = false"))
	if out := s.MustRun("plan"); !strings.Contains(strings.Join(strings.Fields(out), " "), "changes identity_synchronization") {
		t.Errorf("the plan does not tell what changes:\n%s", out)
	}
	w.Test(
		resource.TestStep{Config: w.Config(syncing("user_sync_allowed = true")), ExpectError: acctest.Message("contains more than the configuration")},
		resource.TestStep{Config: adopt("user_sync_allowed = true, group_sync_allowed = false"), Check: allows(w, true, false)},
		resource.TestStep{Config: adopt("user_sync_allowed = true"), Check: allows(w, true, true)},
	)
}

// TestGroupSyncAcrossClouds is refused by the plan for a tenant of the provider, and by
// the service for any other one.
func TestGroupSyncAcrossClouds(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(
		resource.TestStep{
			Config:      w.Config(strings.ReplaceAll(syncing("user_sync_allowed = true, group_sync_allowed = true"), acctest.ContosoID, acctest.NorthwindID)),
			ExpectError: acctest.Message("Groups cannot be synchronized across clouds", `"northwind" is in the usgovernment cloud`),
		},
		resource.TestStep{Config: w.Config(strings.ReplaceAll(syncing("user_sync_allowed = true, group_sync_allowed = false"), acctest.ContosoID, acctest.NorthwindID))},
	)
}
