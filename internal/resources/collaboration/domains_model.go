package collaboration

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// domainsModel is the resource in Terraform's types.
type domainsModel struct {
	tfkit.Model
	singleton.Attributes

	AllowedDomains types.Set    `tfsdk:"allowed_domains"`
	BlockedDomains types.Set    `tfsdk:"blocked_domains"`
	PolicyID       types.String `tfsdk:"policy_id"`
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

// Parts is the list with its policy.
func (m *domainsModel) Parts() []singleton.Part { return []singleton.Part{domainLists{m}} }

// Read reads the policy; after an import its id is not known, and before a create
// there may be none.
func (m *domainsModel) Read(ctx context.Context, t *tenant.Tenant) (exists bool, err error) {
	var p graph.DomainPolicy
	if id := m.PolicyID.ValueString(); id == "" {
		p, err = t.Graph.DefaultDomainPolicy(ctx)
	} else {
		p, err = t.Graph.RefreshDomainPolicy(ctx, id)
	}
	m.show(p)
	return p.ID != "", err
}

// Write writes lists that differ, creates the policy, or deletes one that this
// resource has created: its former id is empty. A policy may have settings of other
// features, which a write would remove, so that it is read again.
func (m *domainsModel) Write(ctx context.Context, t *tenant.Tenant, before singleton.Model) (func(context.Context) error, error) {
	present, _ := before.(*domainsModel)
	var now graph.DomainPolicy
	var err error
	if id := present.PolicyID.ValueString(); id == "" {
		now, err = t.Graph.DefaultDomainPolicy(ctx)
	} else {
		now, err = t.Graph.RefreshDomainPolicy(ctx, id)
	}
	removes := !m.PolicyID.IsUnknown() && m.PolicyID.ValueString() == ""
	switch {
	case err != nil, removes && now.ID == "":
		return nil, err
	case removes && now.Only():
		return nil, t.Graph.DeleteDomainPolicy(ctx, now.ID)
	case now.Length(m.lists()) > graph.MostDomainCharacters:
		return nil, tooLong(now.Length(m.lists()))
	case now.ID != "" && now.Lists.Same(m.lists()):
		m.show(now)
		return nil, nil
	}
	written, err := t.Graph.SetDomainLists(ctx, now, m.lists())
	if err != nil {
		return nil, err
	}
	m.show(written)
	return func(ctx context.Context) error { return t.Graph.AwaitDomainLists(ctx, written) }, nil
}

// domainLists is the part of the model.
type domainLists struct{ *domainsModel }

// formerDomains is the list in a record.
type formerDomains struct {
	// Created means that the tenant had no policy.
	Created bool     `json:"created"`
	Allowed []string `json:"allowed"`
	Blocked []string `json:"blocked"`
}

func (domainLists) Key() string { return domainsKey }

const domainsKey = "lists"

func (d domainLists) Attribute() attr.Value {
	if d.AllowedDomains.IsNull() {
		return d.BlockedDomains
	}
	return d.AllowedDomains
}

func (d domainLists) Record(context.Context) (json.RawMessage, error) {
	lists := d.lists()
	return json.Marshal(formerDomains{d.PolicyID.ValueString() == "", lists.Allowed, lists.Blocked})
}

// Restore keeps the id of the policy, unless there was none.
func (d domainLists) Restore(_ context.Context, recorded json.RawMessage) error {
	var f formerDomains
	if err := tfkit.DecodeExactly(recorded, &f); err != nil {
		return err
	}
	id := d.PolicyID
	d.show(graph.DomainPolicy{Lists: graph.DomainLists{Allowed: f.Allowed, Blocked: f.Blocked}})
	if d.PolicyID = id; f.Created {
		d.PolicyID = types.StringValue("")
	}
	return nil
}

// Equal compares the lists; no policy differs from an empty one.
func (d domainLists) Equal(_ context.Context, other singleton.Part) bool {
	o, is := other.(domainLists)
	return is && d.lists().Same(o.lists()) && d.absent() == o.absent()
}

// absent reports whether the tenant has no policy.
func (d domainLists) absent() bool { return tfkit.Known(d.PolicyID) && d.PolicyID.ValueString() == "" }

func (d domainLists) Describe() string {
	switch l := d.lists(); {
	case len(l.Allowed) > 0:
		return "allowed_domains = " + quoted(l.Allowed)
	case len(l.Blocked) > 0:
		return "blocked_domains = " + quoted(l.Blocked)
	}
	return "no restriction: all domains are allowed"
}

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

func quoted(domains []string) string {
	const most = 20
	names := slices.Sorted(slices.Values(domains))
	more := ""
	if len(names) > most {
		names, more = names[:most], fmt.Sprintf(" and %d more", len(domains)-most)
	}
	for i, n := range names {
		names[i] = fmt.Sprintf("%q", n)
	}
	return "[" + strings.Join(names, ", ") + "]" + more
}
