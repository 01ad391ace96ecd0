package reconcile

import (
	"slices"
	"testing"
	"time"
)

// TestBegun: an invitation that a killed run has left is finished, and belongs to the
// sync; one that another has made is adopted.
func TestBegun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(w *estate, u *External)
		owned  bool
	}{
		"killed run":    {func(*estate, *External) {}, true},
		"existing left": {func(w *estate, _ *External) { w.settings.Existing = Leave }, true},
		"redeemed":      {func(_ *estate, u *External) { u.Invited = 0 }, false},
		"old":           {func(w *estate, _ *External) { w.now = w.now.Add(time.Hour) }, false},
		"another name":  {func(_ *estate, u *External) { u.Values[2] = "Ana from Contoso" }, false},
		"a department":  {func(_ *estate, u *External) { u.Values[1] = "Legal" }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEstate(standard())
			ana := w.person("ana@contoso.example", "Sales", "Ana", "")
			u := w.guest("ana@contoso.example")
			u.Invited, u.Values = w.now.Unix(), []string{"", "", "Ana (Contoso)", "", ""}
			test.change(w, u)
			steps := w.decide().Steps
			if len(steps) != 1 || steps[0].Kind != Adoption || steps[0].Owned != test.owned {
				t.Fatalf("steps %+v", steps)
			}
			marked := slices.Contains(steps[0].Set, Value{w.settings.Anchor, ana.ID.String()})
			shown := slices.Contains(steps[0].Set, Value{ShowInAddressList, True})
			if marked != test.owned || shown != test.owned {
				t.Errorf("the step writes %+v", steps[0].Set)
			}
			w.settle(t)
		})
	}
}
