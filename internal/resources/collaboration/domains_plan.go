package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// planDomains checks the length of the list, records it for invitations that wait for
// it, and checks the guests of the plan.
func planDomains(ctx context.Context, p *singleton.Plan) {
	if !p.Tenant.Cloud.HasDomainLists {
		p.Diags.AddAttributeError(path.Root("tenant"), "Domain lists not available", fmt.Sprintf(
			"Tenant %q is in cloud %q, and Microsoft Graph has domain lists in the public cloud only. Use External collaboration settings in the"+
				" Microsoft Entra admin center.", p.Tenant.Key, p.Tenant.Cloud.Name))
		return
	}
	plan, _ := p.Planned.(*domainsModel)
	state, exists := p.State.(*domainsModel)
	closure := rules.PlannedClosure{Code: rules.DomainClosed, Setting: "the domain list"}
	if exists {
		closure.Before = rules.Closure{Lists: rules.DomainLists(state.lists())}
	}
	if !plan.known(ctx) {
		p.PlannedAccess.ExpectDomainLists(p.Tenant.ID, rules.Fact[rules.DomainLists]{})
		p.CheckClosure(ctx, p.Tenant, closure, path.Root("tenant"), p.Diags)
		return
	}
	lists := rules.DomainLists(plan.lists())
	p.PlannedAccess.ExpectDomainLists(p.Tenant.ID, rules.Known(lists))
	closure.Setting, closure.Now = domainLists{plan}.Describe(), rules.Known(rules.Closure{Lists: lists})
	p.CheckClosure(ctx, p.Tenant, closure, plan.at(), p.Diags)
	if !exists || !state.lists().Same(plan.lists()) {
		plan.compare(ctx, p)
	}
}

// at is the list that is configured.
func (m *domainsModel) at() path.Path {
	if m.AllowedDomains.IsNull() {
		return path.Root("blocked_domains")
	}
	return path.Root("allowed_domains")
}

// known reports whether the lists have no unknown values.
func (m *domainsModel) known(ctx context.Context) bool {
	return (m.AllowedDomains.IsNull() || tfkit.FullyKnown(ctx, m.AllowedDomains)) &&
		(m.BlockedDomains.IsNull() || tfkit.FullyKnown(ctx, m.BlockedDomains))
}

// compare checks the list with the current policy, which a new resource adopts. If it
// cannot be read, the apply reports that before it writes.
func (m *domainsModel) compare(ctx context.Context, p *singleton.Plan) {
	limited, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	now, err := p.Tenant.Graph.DefaultDomainPolicy(limited)
	if p.SignInRefused(p.Tenant, err, p.Diags) {
		return
	}
	if length := now.Length(m.lists()); length > graph.MostDomainCharacters {
		p.Diags.AddAttributeError(m.at(), "Domain list too long", "With this list "+tooLong(length).Error()+".")
	}
	if err == nil && p.State == nil && now.ID != "" && !now.Lists.Same(m.lists()) {
		var present domainsModel
		present.show(now)
		p.Diags.AddWarning(fmt.Sprintf("Existing domain list of tenant %q will be replaced", p.Tenant.Key), fmt.Sprintf(
			"The tenant currently has %s. The new list is complete: to keep a domain, add it.", domainLists{&present}.Describe()))
	}
}

// tooLong refuses a list that is too long for a policy.
func tooLong(length int) error {
	return fmt.Errorf("the policy has %d characters, and the service accepts %d: block or allow fewer domains", length, graph.MostDomainCharacters)
}
