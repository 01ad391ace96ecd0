package addressbook_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// oneBackEnd is for tests whose steps are processes: a process begins without the
// cookie of the one before, and would read from a server that has not heard of its
// writes.
func oneBackEnd(s *settings.Settings) { s.LostAffinityMissesWrites = false }

// TestVisibilityLag: a late mail user, a late write-back to Graph and one that never
// comes end with both values.
func TestVisibilityLag(t *testing.T) {
	t.Parallel()
	delays := map[string]func(*settings.Settings){
		"replicas":        func(*settings.Settings) {},
		"late mail user":  func(s *settings.Settings) { s.MailUserDelay = 8 },
		"late write-back": func(s *settings.Settings) { s.HiddenWriteBackDelay = 2 },
		"no write-back":   apart,
	}
	for name, delay := range delays {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := lagging(t, withExchange(), delay, oneBackEnd)
			id := hiddenGuest(w)
			w.Advance(2 * acctest.Lag) // Graph has the user
			config := w.Config(shows(quoted(id), true))
			both := []statecheck.StateCheck{
				acctest.Value(address, "visible_in_exchange", knownvalue.Bool(true)), acctest.Value(address, "visible_in_graph", knownvalue.Bool(true)),
			}
			w.Test(
				resource.TestStep{Config: config, ConfigStateChecks: both, Check: inBoth(w, id, true)},
				acctest.Unchanged(config),
				resource.TestStep{Config: w.Config(shows(quoted(id), false)), Check: inBoth(w, id, false)},
			)
			if name == "late mail user" {
				if asked := slices.Index(w.Requests(wire.Exchange), "Set-MailUser"); asked < 3 {
					t.Errorf("the mail user was there after %d reads", asked)
				}
			}
		})
	}
}

// TestLateTakeOver: Exchange takes a change of Graph over long after the apply that
// corrects it.
func TestLateTakeOver(t *testing.T) {
	t.Parallel()
	w := lagging(t, withExchange(), oneBackEnd, func(s *settings.Settings) { s.ShowInAddressListDelay = 6 })
	id := hiddenGuest(w)
	w.Advance(20 * acctest.Lag)
	config := w.Config(shows(quoted(id), true))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:        func() { w.Change(acctest.FabrikamID, id, map[string]any{"showInAddressList": false}) },
			Config:           config,
			ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			Check:            inBoth(w, id, true),
		},
		resource.TestStep{PreConfig: func() { w.Advance(20 * acctest.Lag) }, Config: config, Check: inBoth(w, id, true)},
		acctest.Unchanged(config),
	)
}

// TestLostAffinity: a process that begins after another one has been killed reads
// from a server that has not heard of the write, and waits until it has.
func TestLostAffinity(t *testing.T) {
	t.Parallel()
	w := lagging(t, withExchange(), apart)
	id := hiddenGuest(w)
	w.Advance(20 * acctest.Lag)
	s := acctest.NewWorkspace(t, w.Config(shows(quoted(id), true)))
	if out, killed := w.Kill(s, afterWrite, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
	}
	if err := inExchange(w, id, true)(nil); err != nil {
		t.Fatal(err)
	}
	s.MustRun("apply", "-auto-approve")
	if err := inBoth(w, id, true)(nil); err != nil {
		t.Error(err)
	}
	w.Advance(20 * acctest.Lag)
	s.Unchanged()
}
