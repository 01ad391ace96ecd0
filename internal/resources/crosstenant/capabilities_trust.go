package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// checkGrants reports planned capabilities without the trust that gives them effect,
// MT071, and those that the default allows for every organization, MT073.
func (r *capabilities) checkGrants(ctx context.Context, t *tenant.Tenant, plan *capabilitiesModel, change map[string]element, diags *diag.Diagnostics) {
	g := rules.M365Grants{Tenant: inspect.TenantFacts(t), Partner: plan.partnerID(), SameCloud: true}
	for _, name := range names(change) {
		if c := change[name]; c.known && c.Allowed {
			g.Planned = append(g.Planned, c.M365Capability)
		}
	}
	if len(g.Planned) == 0 {
		return
	}
	inquiry := r.Inspect.Plan()
	if other, err := r.Tenants.ByID(plan.partnerID()); err == nil {
		g.Partner, g.SameCloud = other.Key, rules.SameCloud(t.Cloud.Name, other.Cloud.Name)
	}
	if plan.partnerID() != "" {
		inspect.CapabilityTrust(plan.partnerID()).Ask(ctx, inquiry, t, &g.Access.Partner)
	}
	inspect.DefaultCapabilityTrust.Ask(ctx, inquiry, t, &g.Access.Default)
	r.ReportUnread(inquiry, atCapabilities, diags)
	r.foreseeTrust(t, plan, &g)
	r.Report(rules.CheckM365Grants(g), func(rules.Code) path.Path { return atCapabilities }, diags)
}

// foreseeTrust applies the planned settings of the partner and of the default.
// Terraform plans them before this resource if it refers to them; without a reference
// the apply has no order either.
func (r *capabilities) foreseeTrust(t *tenant.Tenant, plan *capabilitiesModel, g *rules.M365Grants) {
	if change, is := r.PlannedAccess.Partner(t.ID, plan.partnerID()); is && plan.partnerID() != "" {
		g.Access.Partner, g.Awaited = rules.Derived(g.Access.Partner, change.Over), true
	}
	if change, is := r.PlannedAccess.Default(t.ID); is {
		g.Access.Default = rules.Derived(g.Access.Default, func(s rules.AccessSettings) rules.AccessSettings { return *change.Over(&s) })
		g.Awaited = g.Awaited || plan.partnerID() == ""
	}
}
