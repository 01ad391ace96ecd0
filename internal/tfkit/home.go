package tfkit

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// HomeSearch is the question about the domains of a tenant, and the attribute at which
// unreadable tenants are reported.
type HomeSearch struct {
	Question inspect.Question[[]string]
	At       path.Path
}

// LookForHome asks all other tenants of the provider concurrently for any of the
// domains. If none owns one, unreadable tenants are reported, and it returns nil.
func (r *Resource) LookForHome(ctx context.Context, search HomeSearch, resource *tenant.Tenant, diags *diag.Diagnostics, wanted ...string) *tenant.Tenant {
	inquiry := r.Inspect.Plan()
	others := slices.DeleteFunc(r.Tenants.All(), func(t *tenant.Tenant) bool { return t.ID == resource.ID })
	domains := make([]rules.Fact[[]string], len(others))
	for i, t := range others {
		search.Question.Ask(ctx, inquiry, t, &domains[i])
	}
	inquiry.Answered()
	for i, t := range others {
		facts := inspect.TenantFacts(t)
		if facts.Domains = domains[i]; slices.ContainsFunc(wanted, facts.HasDomain) {
			return t
		}
	}
	r.ReportUnread(inquiry, search.At, diags)
	return nil
}

// SyncedValue is a value of an external user that a plan sets, and that the
// synchronization of its home tenant may write as well.
type SyncedValue struct {
	Tenant                  *tenant.Tenant
	UserPrincipalName, Mail string
	// At is the attribute of the value.
	At path.Path
	// Contradicts reports whether a mapping keeps writing another value.
	Contradicts func(rules.SyncMapping) bool
}

// MayBeSynced reports whether another tenant of the provider may synchronize users,
// and the check of that is on.
func (r *Resource) MayBeSynced(check rules.Code) bool {
	return r.Checks.On(check) && len(r.Tenants.All()) > 1
}

// SyncsWriting returns the key of the user's home tenant, and the names of its
// configurations of synchronization that keep writing another value. The scope of each
// is asked for only if there is one.
func (r *Resource) SyncsWriting(ctx context.Context, v SyncedValue, diags *diag.Diagnostics) (home string, jobs rules.Fact[[]string]) {
	addresses := v.homeAddresses()
	domains := make([]string, 0, len(addresses))
	for _, a := range addresses {
		domains = append(domains, rules.Domain(a))
	}
	if len(domains) == 0 {
		return "", jobs
	}
	from := r.LookForHome(ctx, HomeSearch{inspect.SyncedHome, v.At}, v.Tenant, diags, domains...)
	if from == nil {
		return "", jobs
	}
	inquiry := r.Inspect.Plan()
	var writing rules.Fact[[]rules.Synchronization]
	inspect.SyncsWriting(inspect.PlannedValue{TenantID: v.Tenant.ID, Contradicts: v.Contradicts}).Ask(ctx, inquiry, from, &writing)
	inquiry.Answered()
	if syncs, _ := writing.Get(); len(syncs) > 0 {
		inspect.SyncedFrom(inspect.Synced{Address: addresses[0], Syncs: syncs}).Ask(ctx, inquiry, from, &jobs)
	}
	r.ReportUnread(inquiry, v.At, diags)
	return from.Key, jobs
}

// homeAddresses are the addresses by which the account of an external user is found in
// its home tenant: the user principal name from which synchronization makes the name of
// the external user comes first.
func (v SyncedValue) homeAddresses() []string {
	var all []string
	if name, _, err := rules.ParseGuestUPN(v.UserPrincipalName); err == nil {
		all = append(all, name)
	}
	if v.Mail != "" {
		all = append(all, v.Mail)
	}
	return all
}
