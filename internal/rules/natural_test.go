package rules_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCompareNatural(t *testing.T) {
	t.Parallel()
	want := []string{"", "1", "01", "2", "10", "a", "A", "a1b", "a01c", "a2", "a10", "a10b", "b", "Zürich", "東京"}
	for i, a := range want {
		for j, b := range want {
			if got := rules.CompareNatural(a, b); got < 0 != (i < j) && a != "A" && b != "A" && a != "01" && b != "01" || got == 0 != (i == j) {
				t.Errorf("%q and %q: %d", a, b, got)
			}
		}
	}
}

// FuzzCompareNatural holds what an order needs.
func FuzzCompareNatural(f *testing.F) {
	f.Add("a2", "a10", "A2")
	f.Add("01", "1", "001")
	f.Add("\xff", "", "é")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if rules.CompareNatural(a, b) != -rules.CompareNatural(b, a) || rules.CompareNatural(a, b) == 0 != (a == b) {
			t.Errorf("%q and %q are not ordered", a, b)
		}
		all := []string{a, b, c}
		slices.SortFunc(all, rules.CompareNatural)
		if rules.CompareNatural(all[0], all[2]) > 0 {
			t.Errorf("%q are not in order", all)
		}
	})
}
