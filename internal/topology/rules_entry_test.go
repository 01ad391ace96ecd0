package topology_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

const partnerTenant = "c0000000-0000-4000-8000-00000000000c"

func TestEntryRule(t *testing.T) {
	t.Parallel()
	facts := topology.EntryFacts{Tenant: topology.Tenant{Key: "fabrikam"}, PartnerTenantID: partnerTenant}
	unknown := topology.Fact[bool]{}
	for name, c := range map[string]struct {
		exists, more topology.Fact[bool]
		want         []topology.Code
		says         string
	}{
		"says more":         {topology.Known(true), topology.Known(true), []topology.Code{"MT025"}, "says more than this configuration. Making it fails"},
		"says nothing more": {topology.Known(true), topology.Known(false), nil, ""},
		"not compared":      {topology.Known(true), unknown, []topology.Code{"MT025"}, "If it does, making it fails"},
		"not there":         {topology.Known(false), unknown, nil, ""},
		"not read":          {unknown, unknown, nil, ""},
	} {
		facts.Exists, facts.SaysMore = c.exists, c.more
		found := topology.CheckEntry(facts)
		checkFindings(t, name, found, c.want)
		if len(found) > 0 {
			checkText(t, name, found[0], []string{partnerTenant, `"fabrikam"`, c.says, `on_existing = "adopt"`, `id = "fabrikam/` + partnerTenant + `"`})
		}
	}
}

func TestEntryClaims(t *testing.T) {
	t.Parallel()
	claims := topology.NewClaims()
	entry := func(key, id, partner string) topology.EntryFacts {
		return topology.EntryFacts{Tenant: topology.Tenant{Key: key, ID: id}, PartnerTenantID: partner}
	}
	for _, step := range []struct {
		name     string
		entry    topology.EntryFacts
		claimant string
		want     []topology.Code
	}{
		{"first", entry("fabrikam", "f", partnerTenant), "New entry number 1", nil},
		{"planned once more", entry("fabrikam", "f", partnerTenant), "New entry number 1", nil},
		{"about another tenant", entry("fabrikam", "f", "d"), "New entry number 2", nil},
		{"of another tenant", entry("northwind", "n", partnerTenant), "New entry number 3", nil},
		{"second", entry("fabrikam", "f", partnerTenant), "New entry number 4", []topology.Code{"MT026"}},
	} {
		found := topology.CheckEntryClaim(claims, step.entry, topology.Claimant{ID: step.claimant, Name: step.claimant})
		checkFindings(t, step.name, found, step.want)
		if len(found) > 0 {
			checkText(t, step.name, found[0], []string{"New entry number 4", "New entry number 1", partnerTenant, `"fabrikam"`})
		}
	}
}
