package reconcile

import (
	"slices"
	"testing"
)

// TestSearchedAddresses sends no address across a border that does not cross anyway.
func TestSearchedAddresses(t *testing.T) {
	t.Parallel()
	crossing := standard()
	crossing.Attributes = append(crossing.Attributes, Attribute{Name: "employeeId", From: "mail"})
	for name, test := range map[string]struct {
		settings Settings
		also     string
		border   bool
		searched []string
		everyone bool
	}{
		"one address":      {standard(), "", true, []string{"ana@contoso.example"}, false},
		"the same address": {standard(), "ANA@contoso.example", true, []string{"ana@contoso.example"}, false},
		"mail":             {standard(), "a.m@contoso.example", true, []string{"ana@contoso.example"}, true},
		"within a cloud":   {standard(), "a.m@contoso.example", false, []string{"a.m@contoso.example", "ana@contoso.example"}, false},
		"mail crosses":     {crossing, "a.m@contoso.example", true, []string{"a.m@contoso.example", "ana@contoso.example"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEstate(test.settings)
			w.person("Ana@contoso.example", "", "", "", "").Also = test.also
			withheld := w.person("brian@contoso.example", "", "", "", "")
			withheld.Also, withheld.Withhold = "b@contoso.example", "itar"
			searched, everyone := NeededAddresses(test.settings, w.input(), test.border)
			if !slices.Equal(searched, test.searched) || everyone != test.everyone {
				t.Errorf("searched are %v, everyone %t", searched, everyone)
			}
		})
	}
}
