package collaboration

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// domainsModel is the resource in Terraform's types.
type domainsModel struct {
	tfkit.Model

	AllowedDomains types.Set    `tfsdk:"allowed_domains"`
	BlockedDomains types.Set    `tfsdk:"blocked_domains"`
	PolicyID       types.String `tfsdk:"policy_id"`
	OnDestroy      types.String `tfsdk:"on_destroy"`
}

// lists are the lists of the model, one of which is null.
func (m *domainsModel) lists() graph.DomainLists {
	return graph.DomainLists{Allowed: tfkit.Strings(m.AllowedDomains), Blocked: tfkit.Strings(m.BlockedDomains)}
}

// show sets the attributes to what a policy has, as far as it differs. A policy
// without domains blocks none.
func (m *domainsModel) show(p graph.DomainPolicy) {
	m.PolicyID = types.StringValue(p.ID)
	if p.Lists.Same(m.lists()) && !m.nothing() {
		return
	}
	allowed, blocked := m.AllowedDomains, m.BlockedDomains
	m.AllowedDomains, m.BlockedDomains = types.SetNull(types.StringType), types.SetNull(types.StringType)
	if len(p.Lists.Allowed) > 0 {
		m.AllowedDomains = spelled(p.Lists.Allowed, allowed)
		return
	}
	m.BlockedDomains = spelled(p.Lists.Blocked, blocked)
}

// nothing reports whether the model has neither list, as after an import.
func (m *domainsModel) nothing() bool { return m.AllowedDomains.IsNull() && m.BlockedDomains.IsNull() }

// spelled is the set of domains, each written as in another set if it is in it.
func spelled(domains []string, as types.Set) types.Set {
	written := tfkit.Strings(as)
	all := make([]string, 0, len(domains))
	for _, d := range domains {
		if i := slices.IndexFunc(written, func(w string) bool { return strings.EqualFold(w, d) }); i >= 0 {
			d = written[i]
		}
		if !slices.ContainsFunc(all, func(other string) bool { return strings.EqualFold(other, d) }) {
			all = append(all, d)
		}
	}
	return tfkit.Set(all)
}
