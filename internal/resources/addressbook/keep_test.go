package addressbook_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestVisibilityIsKept: with "keep" a destroy sends nothing to either service.
func TestVisibilityIsKept(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	w.Test(
		resource.TestStep{Config: w.Config(shows(quoted(id), true))},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: w.Config(shows(quoted(id), true, `on_destroy = "keep"`)), Check: w.Made()},
	)
	if err := resource.ComposeAggregateTestCheckFunc(inBoth(w, id, true), w.Made())(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// losesAddresses takes the proxy addresses of a user away, with which Exchange loses
// its mail user.
func losesAddresses(t *testing.T, w *acctest.World, id string) {
	t.Helper()
	err := w.Write(acctest.FabrikamID, func(d *kernel.Directory, at kernel.Moment) error {
		u := directory.Users.Clone(directory.Users.Truth(d, id))
		u.ProxyAddresses = nil
		directory.Users.Put(d, u, at)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLostMailUser: a mail user that is gone while the user remains is a change, and
// the next apply sets Graph alone.
func TestLostMailUser(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	config := w.Config(shows(quoted(id), true))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: func() { losesAddresses(t, w, id) }, RefreshState: true, ExpectNonEmptyPlan: true},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(address, "recipient_type", knownvalue.Null()), acctest.Value(address, "visible_in_graph", knownvalue.Bool(true)),
			},
		},
		acctest.Unchanged(config),
	)
}

// TestUnknownArguments: arguments that another resource computes are used in the
// apply, and Exchange is not asked before.
func TestUnknownArguments(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	config := func(visible, mode string) string {
		return w.Config(`
resource "terraform_data" "later" {
  input = { visible = ` + visible + `, exchange = "` + mode + `" }
}

resource "multitenant_gal_visibility" "it" {
  tenant   = "fabrikam"
  user_id  = ` + quoted(id) + `
  visible  = terraform_data.later.output.visible
  exchange = terraform_data.later.output.exchange
}
`)
	}
	unknown := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(address, action),
			plancheck.ExpectUnknownValue(address, tfjsonpath.New("visible")), plancheck.ExpectUnknownValue(address, tfjsonpath.New("exchange")),
		}}
	}
	w.Test(
		resource.TestStep{Config: config("true", "required"), ConfigPlanChecks: unknown(plancheck.ResourceActionCreate), Check: inBoth(w, id, true)},
		resource.TestStep{
			Config: config("false", "off"), ConfigPlanChecks: unknown(plancheck.ResourceActionUpdate), Check: inGraph(w, id, false),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(address, "former_visible", knownvalue.Bool(false))},
		},
		acctest.Unchanged(config("false", "off")),
	)
}

// TestUnknownChangeOfImport: an imported visibility that changes to a value from
// another resource is restored.
func TestUnknownChangeOfImport(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := hiddenGuest(w)
	w.Test(
		resource.TestStep{
			Config: w.Config(shows(quoted(id), false)), ResourceName: address, ImportState: true, ImportStateId: acctest.Fabrikam + "/" + id,
			ImportStatePersist: true,
		},
		resource.TestStep{
			Config:            w.Config("\nresource \"terraform_data\" \"later\" {\n  input = true\n}\n" + showsWhen(quoted(id), "terraform_data.later.output")),
			Check:             inBoth(w, id, true),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(address, "former_visible", knownvalue.Bool(false))},
		},
	)
	if err := inBoth(w, id, false)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestHintInPlan: a user that Exchange will not mail-enable is explained in the plan,
// and neither the plan nor the apply waits for a mail user.
func TestHintInPlan(t *testing.T) {
	t.Parallel()
	e := withExchange()
	e.Tenant(acctest.Fabrikam).Contacts = []acctest.Object{{"displayName": "Ana", "mail": anaEmail}}
	w := start(t, e)
	id := w.Welcome(acctest.FabrikamID, anaEmail).ID
	hint := []string{"MT041", "Exchange Online has no mail user for", `the mail contact "Ana"`, "holds its address", "Delete the mail contact"}
	s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true)))
	said, ok := s.Diagnostics("plan")
	if warned(t, said, hint); !ok {
		t.Error("the plan failed")
	}
	w.ForgetRequests()
	s.MustRun("apply", "-auto-approve")
	reads := slices.DeleteFunc(w.Requests(), func(r string) bool { return r != "Get-MailUser" })
	// One each in the plan, in its repetition before the apply, and in the apply.
	if len(reads) > 3 {
		t.Errorf("%d reads of a mail user", len(reads))
	}
	said, _ = s.Diagnostics("plan")
	warned(t, said)
	s.Write(acctest.Checking(w.Config(shows(quoted(id), false)), "off", "MT041"))
	said, _ = s.Diagnostics("plan")
	warned(t, said)
}
