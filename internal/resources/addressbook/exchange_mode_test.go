package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestVisibilityWithoutExchange: with "off" Exchange is not asked; with "auto" and an
// application without a role Graph alone is set; "required" names the role and the
// tenant.
func TestVisibilityWithoutExchange(t *testing.T) {
	t.Parallel()
	withoutRole := acctest.Standard().Grant("Exchange.ManageAsApp")
	estates := map[string]*acctest.Estate{"no permission": acctest.Standard(), "no role": withoutRole}
	missing := map[string]string{"no permission": "Exchange.ManageAsApp", "no role": "Exchange Recipient Administrator"}
	for name, estate := range estates {
		for _, mode := range []string{"auto", "off", "required"} {
			t.Run(name+" "+mode, func(t *testing.T) {
				t.Parallel()
				w := start(t, estate)
				id := hiddenGuest(w)
				config := w.Config(shows(quoted(id), true, `exchange = "`+mode+`"`))
				if mode == "required" {
					w.Test(resource.TestStep{Config: config, ExpectError: acctest.Message("Cannot show user "+id, missing[name], `tenant "fabrikam"`)})
					if err := w.Wrote(); err != nil {
						t.Error(err)
					}
					return
				}
				w.Test(
					resource.TestStep{
						Config: config, Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}"), inGraph(w, id, true)),
						ConfigStateChecks: []statecheck.StateCheck{
							acctest.Value(address, "visible_in_exchange", knownvalue.Null()),
							acctest.Value(address, "recipient_type", knownvalue.Null()),
							acctest.Value(address, "visible_in_graph", knownvalue.Bool(true)),
						},
					},
					acctest.Unchanged(config),
				)
				if asked := w.Requests(wire.Exchange); mode == "off" && len(asked) > 0 {
					t.Errorf("Exchange was asked: %v", asked)
				}
				if err := inGraph(w, id, false)(nil); err != nil {
					t.Errorf("after the destroy: %v", err)
				}
			})
		}
	}
}
