package entitlement

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var atSources = path.Root("identity_sources")

// ModifyPlan sets values that the schema cannot compute, and checks the sources.
func (r *connected) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, state, config connectedModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	exists := !req.State.Raw.IsNull()
	if exists {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	changed := !exists || !plan.Sources.Equal(state.Sources)
	if exists && plan.settleWith(&state, &config, changed) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
	if len(resp.RequiresReplace) > 0 {
		return
	}
	if !exists && r.RefuseTenantType(ctx, t, rules.UseEntitlement, path.Root("tenant"), &resp.Diagnostics) {
		return
	}
	r.claim(ctx, t, &plan, &resp.Diagnostics)
	r.checkSources(ctx, t, &plan, &state, changed, &resp.Diagnostics)
	if !exists {
		r.checkLicense(ctx, t, &resp.Diagnostics)
	}
}

// settleWith keeps what a change does not touch: sponsors that are not configured, and
// what the service has made of unchanged sources. It reports whether it changed the
// plan.
func (m *connectedModel) settleWith(state, config *connectedModel, changed bool) bool {
	set := false
	configured, before := config.sponsors(), state.sponsors()
	for i, s := range m.sponsors() {
		if configured[i].set.IsNull() && s.set.IsUnknown() {
			*s.set, set = *before[i].set, true
		}
	}
	if !changed && m.Resolved.IsUnknown() {
		m.Resolved, set = state.Resolved, true
	}
	return set
}

// claim reserves the sources for this resource: MT034 if another one has one of them.
func (r *connected) claim(ctx context.Context, t *tenant.Tenant, plan *connectedModel, diags *diag.Diagnostics) {
	claimant := rules.Claimant{ID: plan.ID.ValueString(), Name: fmt.Sprintf("Connected organization %q of the state", plan.DisplayName.ValueString())}
	if plan.ID.IsUnknown() {
		claimant = rules.Claimant{ID: r.Notices.Unique(), Name: "A new connected organization of this plan"}
	}
	for _, s := range plan.sources(ctx) {
		if s.name() != "" {
			r.Report(rules.CheckConnectedClaim(r.Claims, inspect.TenantFacts(t), s.name(), claimant), at, diags)
		}
	}
}

func at(rules.Code) path.Path { return atSources }

// checkSources refuses the tenant itself, and checks whether the users of other tenants
// can be invited. The current access is read for changed sources only.
func (r *connected) checkSources(ctx context.Context, t *tenant.Tenant, plan, state *connectedModel, changed bool, diags *diag.Diagnostics) {
	for _, s := range plan.sources(ctx) {
		if !tfkit.Known(s.TenantID) {
			continue
		}
		if s.name() == t.ID {
			diags.AddAttributeError(atSources, "Tenant cannot be connected to itself", fmt.Sprintf(
				"%s is the tenant id of tenant %q itself. Its own users request access packages without a connected organization.", t.ID, t.Key))
			continue
		}
		if _, err := r.Tenants.ByID(s.name()); err != nil && changed && !state.resolves(s) {
			diags.AddAttributeError(atSources, "Domain needed", fmt.Sprintf("Tenant %s is not in the provider's tenants: %s.", s.name(), needsDomain))
			continue
		}
		r.PlannedAccess.ExpectConnected(t.ID, s.name())
		facts := rules.ConnectedFacts{Tenant: inspect.TenantFacts(t), Home: r.named(s.name()), Inbound: r.PlannedAccess.ConnectedInbound(t.ID, s.name())}
		if facts.Inbound.Verdict == rules.Undecided && changed {
			facts.Inbound = r.askInbound(ctx, t, s.name(), diags)
		}
		r.Report(rules.CheckConnected(facts), at, diags)
	}
}

// named is the key of a tenant of the provider, or else the id.
func (r *connected) named(tenantID string) string {
	if t, err := r.Tenants.ByID(tenantID); err == nil {
		return t.Key
	}
	return tenantID
}

// askInbound decides from the current settings. The cloud of a tenant that the provider
// does not have is not known; it counts as the same.
func (r *connected) askInbound(ctx context.Context, t *tenant.Tenant, homeID string, diags *diag.Diagnostics) rules.Ruling {
	var access rules.Access
	inquiry := r.Inspect.Plan()
	inspect.ConnectedPartner(homeID).Ask(ctx, inquiry, t, &access.Partner)
	inspect.ConnectedDefault.Ask(ctx, inquiry, t, &access.Default)
	r.ReportUnread(inquiry, atSources, diags)
	sameCloud := true
	if home, err := r.Tenants.ByID(homeID); err == nil {
		sameCloud = rules.SameCloud(t.Cloud.Name, home.Cloud.Name)
	}
	return access.Ruling(rules.CollaborationInbound, sameCloud, rules.Subject{Edge: true})
}

// checkLicense checks the license of a tenant with a new connected organization: MT024.
func (r *connected) checkLicense(ctx context.Context, t *tenant.Tenant, diags *diag.Diagnostics) {
	var licensed rules.Fact[bool]
	inquiry := r.Inspect.Plan()
	inspect.Entitlement.Ask(ctx, inquiry, t, &licensed)
	r.ReportUnread(inquiry, path.Root("tenant"), diags)
	r.Report(rules.CheckEntitlementLicense(inspect.TenantFacts(t), licensed), func(rules.Code) path.Path { return path.Root("tenant") }, diags)
}
