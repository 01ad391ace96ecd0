package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// apart stops every copy of the visibility between the services.
func apart(s *settings.Settings) {
	s.HiddenWriteBackDelay, s.ShowInAddressListDelay = settings.Never, settings.Never
}

// TestVisibilityDrift changes one of the services without Terraform, in the manner
// of services that follow each other and of services that do not.
func TestVisibilityDrift(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*testing.T, *acctest.World, string){
		"Exchange": func(t *testing.T, w *acctest.World, id string) { t.Helper(); hideInExchange(t, w, id, true) },
		"Graph": func(t *testing.T, w *acctest.World, id string) {
			t.Helper()
			w.Change(acctest.FabrikamID, id, map[string]any{"showInAddressList": false})
		},
	}
	for name, change := range changes {
		for how, setting := range map[string]func(*settings.Settings){" and the other follows": func(*settings.Settings) {}, " alone": apart} {
			t.Run(name+how, func(t *testing.T) {
				t.Parallel()
				w := start(t, withExchange(), setting)
				id := hiddenGuest(w)
				config := w.Config(shows(quoted(id), true))
				both := resource.ComposeAggregateTestCheckFunc(inExchange(w, id, true), inGraph(w, id, true))
				w.Test(
					resource.TestStep{Config: config, Check: both},
					// The difference is a change in every plan until it is applied.
					resource.TestStep{
						PreConfig: func() { change(t, w, id) }, RefreshState: true, ExpectNonEmptyPlan: true,
					},
					resource.TestStep{
						Config: config, Check: both,
						ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					},
					acctest.Unchanged(config),
				)
			})
		}
	}
}

// TestVisibilityOfDeletedUser: a user that is gone is removed from the state, and a
// destroy has nothing to restore.
func TestVisibilityOfDeletedUser(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	config := w.Config(shows(quoted(id), true))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { w.Remove(acctest.FabrikamID, id) }, RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)}},
		},
	)
}
