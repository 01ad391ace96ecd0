package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckCapabilityClaim(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam", ID: "f"}
	of := func(holder string, exclusive bool, names ...string) rules.CapabilityClaim {
		return rules.CapabilityClaim{Tenant: fabrikam, Holder: holder, Names: names, Exclusive: exclusive}
	}
	elsewhere := of("p", true, "tips")
	elsewhere.Tenant = rules.Tenant{Key: "northwind", ID: "n"}
	mt027 := []rules.Code{"MT027"}
	for name, c := range map[string]struct {
		one, two rules.CapabilityClaim
		want     []rules.Code
	}{
		"different capabilities":         {of("p", false, "tips"), of("p", false, "card"), nil},
		"one capability":                 {of("p", false, "tips", "card"), of("p", false, "card"), mt027},
		"one of two partners":            {of("p", false, "tips"), of("q", false, "tips"), nil},
		"a partner and the default":      {of("p", false, "tips"), of("default", false, "tips"), nil},
		"one of two tenants":             {of("p", true, "tips"), elsewhere, nil},
		"an exclusive one and another":   {of("p", true, "tips"), of("p", false, "card"), mt027},
		"two exclusive ones":             {of("p", true), of("p", true), mt027},
		"an exclusive one and the empty": {of("p", true), of("p", false), mt027},
	} {
		for _, order := range [][2]rules.CapabilityClaim{{c.one, c.two}, {c.two, c.one}} {
			claims := rules.NewClaims()
			first := rules.Claimant{ID: "1", Name: "New capabilities of this plan"}
			checkFindings(t, name+", alone", rules.CheckCapabilityClaim(claims, order[0], first), nil)
			checkFindings(t, name+", again", rules.CheckCapabilityClaim(claims, order[0], first), nil)
			found := rules.CheckCapabilityClaim(claims, order[1], rules.Claimant{ID: "2", Name: "New capabilities of this plan"})
			if checkFindings(t, name, found, c.want); len(found) == 1 {
				checkText(t, name, found[0], []string{"New capabilities of this plan and another both manage", "fabrikam", "for p"})
			}
		}
	}
}
