package addressbook_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// exchangeSet and graphSet are writes that take effect and are answered with an
// error that does not say so.
var (
	exchangeSet = wire.Fault{Service: wire.Exchange, Cmdlet: "Set-MailUser", Times: 1, Act: true, Status: http.StatusBadRequest}
	graphSet    = wire.Fault{Service: wire.Graph, Method: http.MethodPatch, Path: "/users", Times: 1, Act: true, Status: http.StatusBadRequest}
)

// TestUncertainCreate: a create whose write may have taken effect knows the former
// visibility in the next apply, and a destroy restores it.
func TestUncertainCreate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    wire.Fault
		argument string
	}{
		"Exchange": {fault: exchangeSet},
		"Graph":    {fault: graphSet, argument: `exchange = "off"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			id := hiddenGuest(w)
			config := w.Config(shows(quoted(id), true, test.argument))
			w.Fault(test.fault)
			w.Test(
				resource.TestStep{Config: config, ExpectError: acctest.Message("Cannot show user "+id, `tenant "fabrikam"`)},
				resource.TestStep{
					Config:            config,
					ConfigPlanChecks:  acctest.Planned(address, plancheck.ResourceActionDestroyBeforeCreate),
					ConfigStateChecks: []statecheck.StateCheck{acctest.Value(address, "former_visible", knownvalue.Bool(false))},
					Check:             inBoth(w, id, true),
				},
				acctest.Unchanged(config),
			)
			if err := inBoth(w, id, false)(nil); err != nil {
				t.Errorf("after the destroy: %v", err)
			}
		})
	}
}

// TestUncertainUpdate: an update whose write may have taken effect in one of the
// services is written again.
func TestUncertainUpdate(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange(), apart)
	id := hiddenGuest(w)
	shown := w.Config(shows(quoted(id), true))
	w.Test(
		resource.TestStep{Config: w.Config(shows(quoted(id), false))},
		resource.TestStep{PreConfig: func() { w.Fault(exchangeSet) }, Config: shown, ExpectError: acctest.Message("Cannot show user " + id)},
		resource.TestStep{
			Config: shown, ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			Check: inBoth(w, id, true),
		},
	)
}

// TestRefusedCreate: a create that changes nothing leaves no state.
func TestRefusedCreate(t *testing.T) {
	t.Parallel()
	w := start(t, withRole("Global Reader"))
	id := hiddenGuest(w)
	config := w.Config(shows(quoted(id), true, `exchange = "required"`))
	w.Test(
		resource.TestStep{
			Config:      config,
			ExpectError: acctest.Message("Cannot show user "+id, "Exchange refused Set-MailUser", "Exchange Recipient Administrator", `tenant "fabrikam"`),
		},
		resource.TestStep{
			PreConfig: func() { assign(t, w, "Exchange Recipient Administrator") },
			Config:    config, ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
			Check: inBoth(w, id, true),
		},
	)
}

// afterWrite is the write to Graph, which follows the one to Exchange where Graph does
// not.
var afterWrite = acctest.Moment{Method: http.MethodPatch, Path: "/users", CLI: true}

// TestKilledCreate: a create whose process is killed leaves no state, and the next
// apply continues it.
func TestKilledCreate(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange(), apart)
	id := hiddenGuest(w)
	s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true)))
	if out, killed := w.Kill(s, afterWrite, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
	}
	if err := inExchange(w, id, true)(nil); err != nil {
		t.Fatal(err)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if err := inBoth(w, id, true)(nil); err != nil {
		t.Error(err)
	}
}

// TestVisibilityWithoutValue: a user without a value in either service has none after
// the destroy.
func TestVisibilityWithoutValue(t *testing.T) {
	t.Parallel()
	w := start(t, acctest.Standard())
	id := hiddenGuest(w)
	w.Change(acctest.FabrikamID, id, map[string]any{"showInAddressList": nil})
	config := func(visible bool) string { return w.Config(shows(quoted(id), visible, `exchange = "off"`)) }
	former := []statecheck.StateCheck{acctest.Value(address, "former_visible", knownvalue.Null())}
	w.Test(
		resource.TestStep{Config: config(true), ConfigStateChecks: former, Check: inGraph(w, id, true)},
		resource.TestStep{Config: config(false), ConfigStateChecks: former, Check: inGraph(w, id, false)},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPatch, Path: "/users", Times: 1, Status: http.StatusBadRequest})
			},
			Config:      config(false),
			Destroy:     true,
			ExpectError: acctest.Message("Cannot clear showInAddressList of user "+id, `tenant "fabrikam"`),
		},
	)
	if got := w.User(acctest.FabrikamID, id).ShowInAddressList; got != nil {
		t.Errorf("after the destroy, showInAddressList is %t", *got)
	}
}
