package collaboration

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, checks the length of the
// list, and records it for invitations that wait for it.
func (r *domains) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	// An unreadable record stops the plan, and not the apply halfway.
	former := formerDomainsRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		sayDomainsRestored(ctx, req, former, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan domainsModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	if !t.Cloud.HasDomainLists {
		resp.Diagnostics.AddAttributeError(path.Root("tenant"), "Domain lists not available", fmt.Sprintf(
			"Tenant %q is in cloud %q, and Microsoft Graph has domain lists in the public cloud only. Use External collaboration settings in the"+
				" Microsoft Entra admin center.", t.Key, t.Cloud.Name))
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, tfkit.DomainListName))...)
	if !plan.known(ctx) {
		r.PlannedAccess.ExpectDomainLists(t.ID, rules.Fact[rules.DomainLists]{})
		return
	}
	r.PlannedAccess.ExpectDomainLists(t.ID, rules.Known(rules.DomainLists(plan.lists())))
	if !resp.Plan.Raw.Equal(req.State.Raw) {
		r.compare(ctx, t, plan, req.State.Raw.IsNull(), &resp.Diagnostics)
	}
}

// known reports whether the lists have no unknown values.
func (m *domainsModel) known(ctx context.Context) bool {
	return (m.AllowedDomains.IsNull() || tfkit.FullyKnown(ctx, m.AllowedDomains)) &&
		(m.BlockedDomains.IsNull() || tfkit.FullyKnown(ctx, m.BlockedDomains))
}

// compare checks the list with the current policy, which a new resource adopts. If it
// cannot be read, the apply reports that before it writes.
func (r *domains) compare(ctx context.Context, t *tenant.Tenant, plan domainsModel, creates bool, diags *diag.Diagnostics) {
	limited, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	now, err := t.Graph.DefaultDomainPolicy(limited)
	if r.SignInRefused(t, err, diags) {
		return
	}
	plan.checkLength(now, diags)
	if err == nil && creates && now.ID != "" && !now.Lists.Same(plan.lists()) {
		diags.AddWarning(fmt.Sprintf("Existing domain list of tenant %q will be replaced", t.Key), fmt.Sprintf(
			"The tenant currently has %s. The new list is complete: to keep a domain, add it.", describe(now.Lists)))
	}
}

// checkLength refuses a list that is too long for a policy.
func (m *domainsModel) checkLength(p graph.DomainPolicy, diags *diag.Diagnostics) {
	if length := p.Length(m.lists()); length > graph.MostDomainCharacters {
		at := path.Root("allowed_domains")
		if m.AllowedDomains.IsNull() {
			at = path.Root("blocked_domains")
		}
		diags.AddAttributeError(at, "Domain list too long", fmt.Sprintf(
			"With this list the policy has %d characters, and the service accepts %d. Block or allow fewer domains.", length, graph.MostDomainCharacters))
	}
}

// describe names the domains of lists.
func describe(l graph.DomainLists) string {
	switch {
	case len(l.Allowed) > 0:
		return "allowed_domains = " + quoted(l.Allowed)
	case len(l.Blocked) > 0:
		return "blocked_domains = " + quoted(l.Blocked)
	}
	return "no restriction: all domains are allowed"
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

// sayDomainsRestored reports the list that a destroy restores: a plan does not show it.
func sayDomainsRestored(ctx context.Context, req resource.ModifyPlanRequest, former formerDomains, resp *resource.ModifyPlanResponse) {
	var state domainsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !former.Known || state.OnDestroy.ValueString() != destroyRestore || former.lists().Same(state.lists()) {
		return
	}
	resp.Diagnostics.AddWarning("Domain list will be restored", fmt.Sprintf("Tenant %q gets its former list (on_destroy = %q): %s.",
		state.Tenant.ValueString(), destroyRestore, describe(former.lists())))
}
