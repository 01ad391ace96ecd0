package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckSettingsClaim(t *testing.T) {
	t.Parallel()
	fabrikam, northwind := rules.Tenant{Key: "fabrikam", ID: "f"}, rules.Tenant{Key: "northwind", ID: "n"}
	claims := rules.NewClaims()
	one, two := rules.Claimant{ID: "1", Name: "A new resource of this plan"}, rules.Claimant{ID: "2", Name: "A new resource of this plan"}
	checkFindings(t, "alone", rules.CheckSettingsClaim(claims, fabrikam, "domain list", one), nil)
	checkFindings(t, "again", rules.CheckSettingsClaim(claims, fabrikam, "domain list", one), nil)
	checkFindings(t, "other settings", rules.CheckSettingsClaim(claims, fabrikam, "default access", two), nil)
	checkFindings(t, "another tenant", rules.CheckSettingsClaim(claims, northwind, "domain list", two), nil)
	found := rules.CheckSettingsClaim(claims, fabrikam, "domain list", two)
	if checkFindings(t, "twice", found, []rules.Code{"MT028"}); len(found) == 1 {
		checkText(t, "twice", found[0], []string{"A new resource of this plan and another both manage the domain list", `tenant "fabrikam"`})
	}
}
