package crosstenant_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const twoWrites = `
  inbound_trust            = { is_mfa_accepted = true }
  identity_synchronization = { user_sync_allowed = true, display_name = "Contoso" }
`

// refuseSync makes Graph refuse the second of the two writes, once.
func refuseSync(w *acctest.World, method string) {
	w.Fault(wire.Fault{Service: wire.Graph, Method: method, Path: partners + "/*/identitySynchronization", Times: 1, Status: 400})
}

// deletesNothing expects no deletion since the journal was emptied.
func deletesNothing(w *acctest.World) resource.TestCheckFunc {
	return acctest.Then(func() error { return w.NotSent(http.MethodDelete) })
}

// TestSecondWriteIsRefused deletes the incomplete entry.
func TestSecondWriteIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t)
	refuseSync(w, http.MethodPut)
	config := w.Config(about(twoWrites))
	w.Test(
		resource.TestStep{
			Config: config,
			ExpectError: acctest.Message("Cannot create cross-tenant access partner "+acctest.ContosoID+` in tenant "fabrikam"`,
				"Graph refused PUT", "has been deleted"),
		},
		resource.TestStep{
			PreConfig: func() {
				if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
					t.Error("half an entry is left behind")
				}
				// A replica that still has the deleted entry does not prevent the
				// next apply.
				w.SetLag(acctest.Lag)
				w.ForgetRequests()
			},
			Config:           config,
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionCreate),
			Check:            resource.ComposeAggregateTestCheckFunc(deletesNothing(w), synchronizes(w, true, "Contoso")),
		},
		acctest.Unchanged(config),
	)
	if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
		t.Error("the entry outlives its resource")
	}
}

// TestEntryCannotBeTakenBack keeps it in the state, so that nothing is lost.
func TestEntryCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	w := start(t)
	refuseSync(w, http.MethodPut)
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodDelete, Path: partners + "/*", Times: 1, Status: 403})
	config := w.Config(about(twoWrites))
	w.Test(
		resource.TestStep{
			Config:      config,
			ExpectError: acctest.Message("Cannot finish cross-tenant access partner", "Graph refused PUT", "could not be deleted", "terraform untaint"),
		},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionDestroyBeforeCreate),
			Check:            synchronizes(w, true, "Contoso"),
		},
		acctest.Unchanged(config),
	)
}

// TestAdoptionIsRefusedHalfway adopts again.
func TestAdoptionIsRefusedHalfway(t *testing.T) {
	t.Parallel()
	w := withEntry(t)
	refuseSync(w, http.MethodPatch)
	config := w.Config(about(twoWrites + "\n on_existing = \"adopt\""))
	w.Test(
		resource.TestStep{Config: config, ExpectError: acctest.Message("The entry existed before, and remains")},
		resource.TestStep{
			Config: config, Check: resource.ComposeAggregateTestCheckFunc(deletesNothing(w), synchronizes(w, true, "Contoso")),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(contoso, "on_destroy", knownvalue.StringExact("keep"))},
		},
	)
}

// TestEntryThatCannotBeSeen is created anyway, and belongs to its resource.
func TestEntryThatCannotBeSeen(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodGet, Path: partners + "/*", Times: 1, Status: 400})
	config := w.Config(about("inbound_trust = { is_mfa_accepted = true }"))
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config, Check: w.Made("POST " + partners),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(contoso, "on_destroy", knownvalue.StringExact("delete"))},
		},
		acctest.Unchanged(config),
	)
	if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
		t.Error("the entry is left")
	}
}
