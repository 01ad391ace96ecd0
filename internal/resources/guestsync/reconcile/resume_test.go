package reconcile

import (
	"slices"
	"testing"
	"time"
)

// TestInterruptedCreation: a user that an interrupted run has invited and not marked
// counts as one of the sync, and only such a user.
func TestInterruptedCreation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(w *estate, u *External)
		want   []string
		owned  bool
	}{
		"just invited":                {func(*estate, *External) {}, []string{"adopt"}, true},
		"others are left alone":       {func(w *estate, _ *External) { w.settings.Existing = Leave }, []string{"adopt"}, true},
		"others stop the run":         {func(w *estate, _ *External) { w.settings.Existing = Error }, []string{"adopt"}, true},
		"invited long ago":            {func(w *estate, u *External) { u.Invited = w.now.Add(-2 * time.Hour).Unix() }, []string{"adopt"}, false},
		"redeemed":                    {func(_ *estate, u *External) { u.Invited = 0 }, []string{"adopt"}, false},
		"with a value of another":     {func(_ *estate, u *External) { u.Values[0] = "Fabrikam" }, []string{"adopt"}, false},
		"with another name":           {func(_ *estate, u *External) { u.Values[2] = "Ana from Contoso" }, []string{"adopt"}, false},
		"with the name":               {func(_ *estate, u *External) { u.Values[2] = "Ana (Contoso)" }, []string{"adopt"}, true},
		"with the mark of another":    {func(_ *estate, u *External) { u.Anchor = ID{9}.String() }, []string{"refused"}, false},
		"a sync that marks no user":   {func(w *estate, _ *External) { w.settings.Anchor = "" }, []string{"adopt"}, false},
		"a user of the tenant itself": {func(_ *estate, u *External) { u.Internal = true }, []string{"refused"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEstate(standard())
			ana := w.person("ana@contoso.example", "Sales", "Ana", "Lead")
			u := w.guest("ana@contoso.example")
			u.Invited = w.now.Add(-time.Minute).Unix()
			test.change(w, u)
			r := w.decide()
			if got := kindsOf(r.Steps); !slices.Equal(got, test.want) || len(r.Violations) > 0 {
				t.Fatalf("steps %v, violations %+v, want %v", got, r.Violations, test.want)
			}
			s := r.Steps[0]
			if marks := slices.Contains(s.Set, Value{w.settings.Anchor, ana.ID.String()}); s.Owned != test.owned || marks != test.owned {
				t.Errorf("owned is %t, set %v", s.Owned, s.Set)
			}
			w.settle(t)
		})
	}
}
