package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestCheckConnected(t *testing.T) {
	t.Parallel()
	blocked := rules.Ruling{Verdict: rules.Refused, Origin: rules.FromPartner}
	facts := rules.ConnectedFacts{Tenant: rules.Tenant{Key: "fabrikam"}, Home: "contoso"}
	checkFindings(t, "undecided", rules.CheckConnected(facts), nil)
	facts.Inbound = blocked
	now := rules.CheckConnected(facts)
	if checkFindings(t, "now", now, []rules.Code{"MT022"}); !now[0].Undecided {
		t.Errorf("the current setting is decided: %+v", now[0])
	}
	checkText(t, "now", now[0], []string{`Users of tenant "contoso"`, `b2bCollaborationInbound of tenant "fabrikam" for tenant "contoso" blocks it`, "current setting"})
	facts.Inbound.Awaited = true
	if planned := rules.CheckConnected(facts); len(planned) != 1 || planned[0].Undecided {
		t.Errorf("the planned setting: %+v", planned)
	}
}

func TestCheckConnectedClaim(t *testing.T) {
	t.Parallel()
	claims, fabrikam := rules.NewClaims(), rules.Tenant{Key: "fabrikam", ID: "f"}
	one, two := rules.Claimant{ID: "1", Name: "A new connected organization"}, rules.Claimant{ID: "2", Name: "A new connected organization"}
	checkFindings(t, "alone", rules.CheckConnectedClaim(claims, fabrikam, "partner.example", one), nil)
	checkFindings(t, "another source", rules.CheckConnectedClaim(claims, fabrikam, "other.example", two), nil)
	found := rules.CheckConnectedClaim(claims, fabrikam, "Partner.example", two)
	if checkFindings(t, "twice", found, []rules.Code{"MT034"}); len(found) == 1 {
		checkText(t, "twice", found[0], []string{"A new connected organization and another both have the identity source Partner.example"})
	}
}

func TestEntitlementLicenseRule(t *testing.T) {
	t.Parallel()
	fabrikam := rules.Tenant{Key: "fabrikam"}
	checkFindings(t, "there", rules.CheckEntitlementLicense(fabrikam, rules.Known(true)), nil)
	checkFindings(t, "not read", rules.CheckEntitlementLicense(fabrikam, rules.Fact[bool]{}), nil)
	checkFindings(t, "missing", rules.CheckEntitlementLicense(fabrikam, rules.Known(false)), []rules.Code{"MT024"})
}
