package collaboration

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// formerDomainsRecord is the record of the former lists in private state.
var formerDomainsRecord = tfkit.Record[formerDomains]{Key: "former", Version: 1}

// formerDomains are the lists before the first change of this resource. The zero
// value means that they are not known, as after an import.
type formerDomains struct {
	// Known is set once the resource has changed the lists.
	Known bool `json:"known"`
	// Created means that the tenant had no policy.
	Created bool     `json:"created"`
	Allowed []string `json:"allowed"`
	Blocked []string `json:"blocked"`
}

// before records what is there, unless that is known.
func (f formerDomains) before(p graph.DomainPolicy) formerDomains {
	if f.Known {
		return f
	}
	return formerDomains{Known: true, Created: p.ID == "", Allowed: p.Lists.Allowed, Blocked: p.Lists.Blocked}
}

func (f formerDomains) lists() graph.DomainLists {
	return graph.DomainLists{Allowed: f.Allowed, Blocked: f.Blocked}
}

// restore writes the former lists. A policy that this resource has created is deleted,
// unless it has settings of other features by now.
func (f formerDomains) restore(ctx context.Context, t *tenant.Tenant, id string) error {
	p, err := t.Graph.RefreshDomainPolicy(ctx, id)
	if err != nil || p.ID == "" {
		return err
	}
	if f.Created && p.Only() {
		return t.Graph.DeleteDomainPolicy(ctx, p.ID)
	}
	_, err = setDomains(ctx, t, p, f.lists())
	return err
}
