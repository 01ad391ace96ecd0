package addressbook_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestVisibilityLife shows a guest, hides it, and restores what was there.
func TestVisibilityLife(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	w.Test(
		resource.TestStep{
			Config: w.Config(shows(quoted(id), true)),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(address, "id", knownvalue.StringExact(acctest.FabrikamID+"/"+id)),
				acctest.Value(address, "recipient_type", knownvalue.StringExact("GuestMailUser")),
				acctest.Value(address, "visible_in_exchange", knownvalue.Bool(true)),
				acctest.Value(address, "visible_in_graph", knownvalue.Bool(true)),
				acctest.Value(address, "former_visible", knownvalue.Bool(false)),
				acctest.Value(address, "exchange", knownvalue.StringExact("auto")),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("Set-MailUser"), inExchange(w, id, true), inGraph(w, id, true)),
		},
		acctest.Unchanged(w.Config(shows(quoted(strings.ToUpper(id)), true))),
		resource.TestStep{
			PreConfig:         w.ForgetRequests,
			Config:            w.Config(shows(quoted(id), false)),
			ConfigPlanChecks:  acctest.Planned(address, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(address, "former_visible", knownvalue.Bool(false))},
			Check:             resource.ComposeAggregateTestCheckFunc(w.Made("Set-MailUser"), inExchange(w, id, false), inGraph(w, id, false)),
		},
		// This step writes nothing.
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(shows(quoted(id), false, `timeouts = { create = "5m" }`)),
			Check:     w.Made(),
		},
		resource.TestStep{Config: w.Config(shows(quoted(id), true))},
		resource.TestStep{Config: w.Config(shows(quoted(id), true)), Destroy: true},
	)
	if err := inBoth(w, id, false)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}
