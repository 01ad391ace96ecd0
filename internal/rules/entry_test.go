package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

const partnerTenant = "c0000000-0000-4000-8000-00000000000c"

func TestEntryRule(t *testing.T) {
	t.Parallel()
	facts := rules.EntryFacts{Tenant: rules.Tenant{Key: "fabrikam"}, PartnerTenantID: partnerTenant}
	unknown := rules.Fact[bool]{}
	for name, c := range map[string]struct {
		exists, more rules.Fact[bool]
		want         []rules.Code
		says         string
	}{
		"says more":         {rules.Known(true), rules.Known(true), []rules.Code{"MT025"}, "contains more than this configuration. Creating it fails"},
		"says nothing more": {rules.Known(true), rules.Known(false), nil, ""},
		"not compared":      {rules.Known(true), unknown, []rules.Code{"MT025"}, "If it does, creating it fails"},
		"not there":         {rules.Known(false), unknown, nil, ""},
		"not read":          {unknown, unknown, nil, ""},
	} {
		facts.Exists, facts.SaysMore = c.exists, c.more
		found := rules.CheckEntry(facts)
		checkFindings(t, name, found, c.want)
		if len(found) > 0 {
			checkText(t, name, found[0], []string{partnerTenant, `"fabrikam"`, c.says, `on_existing = "adopt"`, `id = "fabrikam/` + partnerTenant + `"`})
		}
	}
}

func TestEntryClaims(t *testing.T) {
	t.Parallel()
	claims := rules.NewClaims()
	entry := func(key, id, partner string) rules.EntryFacts {
		return rules.EntryFacts{Tenant: rules.Tenant{Key: key, ID: id}, PartnerTenantID: partner}
	}
	for _, step := range []struct {
		name     string
		entry    rules.EntryFacts
		claimant string
		want     []rules.Code
	}{
		{"first", entry("fabrikam", "f", partnerTenant), "New entry number 1", nil},
		{"planned once more", entry("fabrikam", "f", partnerTenant), "New entry number 1", nil},
		{"about another tenant", entry("fabrikam", "f", "d"), "New entry number 2", nil},
		{"of another tenant", entry("northwind", "n", partnerTenant), "New entry number 3", nil},
		{"second", entry("fabrikam", "f", partnerTenant), "New entry number 4", []rules.Code{"MT026"}},
	} {
		found := rules.CheckEntryClaim(claims, step.entry, rules.Claimant{ID: step.claimant, Name: step.claimant})
		checkFindings(t, step.name, found, step.want)
		if len(found) > 0 {
			checkText(t, step.name, found[0], []string{"New entry number 4", "New entry number 1", partnerTenant, `"fabrikam"`})
		}
	}
}
