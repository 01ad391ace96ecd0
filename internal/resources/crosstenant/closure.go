package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// What a configuration has in an attribute, before its name.
const (
	blocks   = "a block for all users or all applications in "
	inherits = "a default that blocks all users or all applications, by inherit in "
)

var atInbound = path.Root("b2b_collaboration_inbound")

// checkGuests reports the guests of the plan that the entry blocks, or leaves to a
// default that blocks them.
func (r *partner) checkGuests(ctx context.Context, t *tenant.Tenant, plan, config, state *partnerModel, diags *diag.Diagnostics) {
	if plan.PartnerTenantID.IsUnknown() {
		return
	}
	r.CheckInheriting(ctx, t, plan.partnerID(), atInbound, diags)
	if config.CollaborationInbound.IsNull() {
		return
	}
	closure := rules.PlannedClosure{
		Code: rules.InvitationsClosed, Scope: rules.OfPartner, HomeID: plan.partnerID(), Before: rules.Closure{Inbound: inbound(ctx, state.blocks())},
		Setting: "b2b_collaboration_inbound of the cross-tenant access partner " + plan.partnerID(),
	}
	now := inbound(ctx, plan.blocks())
	switch known := tfkit.FullyKnown(ctx, plan.CollaborationInbound); {
	case known && now == nil && closure.Before.Inbound != nil:
		closure.Setting = inherits + closure.Setting
		closure.Now = rules.Derived(r.inheritedInbound(ctx, t, plan, diags), func(s *rules.B2BSetting) rules.Closure { return rules.Closure{Inbound: s} })
	case known:
		closure.Setting = blocks + closure.Setting
		closure.Now = rules.Known(rules.Closure{Inbound: now})
	}
	r.CheckClosure(ctx, t, closure, atInbound, diags)
}

// inbound is b2bCollaborationInbound of blocks, nil if they leave it to the default.
func inbound(ctx context.Context, blocks []block) *rules.B2BSetting {
	return rules.CollaborationInbound.Of(*foreseen(ctx, blocks, blocks).Over(nil))
}

// inheritedInbound is the default that an entry will inherit: the planned one, if the
// default is planned already, or else the present one. The default does not apply to a
// tenant of another cloud (graph-cross-tenant §1.5).
func (r *partner) inheritedInbound(ctx context.Context, t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) rules.Fact[*rules.B2BSetting] {
	if other, err := r.Tenants.ByID(plan.partnerID()); err == nil && !rules.SameCloud(t.Cloud.Name, other.Cloud.Name) {
		return rules.Known[*rules.B2BSetting](nil)
	}
	var present rules.Fact[rules.AccessSettings]
	inquiry := r.Inspect.Plan()
	inspect.InheritedAccess.Ask(ctx, inquiry, t, &present)
	r.ReportUnread(inquiry, atInbound, diags)
	return rules.Derived(present, func(now rules.AccessSettings) *rules.B2BSetting {
		if change, planned := r.PlannedAccess.Default(t.ID); planned {
			now = *change.Over(&now)
		}
		return now.B2BCollaborationInbound
	})
}

// checkDefaultGuests reports the guests of the plan that the default blocks.
func checkDefaultGuests(ctx context.Context, p *singleton.Plan, plan, config, state *defaultsModel) {
	if config.CollaborationInbound.IsNull() {
		return
	}
	closure := rules.PlannedClosure{
		Code: rules.InvitationsClosed, Scope: rules.OfDefault, Before: rules.Closure{Inbound: inbound(ctx, state.blocks())},
		Setting: "b2b_collaboration_inbound of the default cross-tenant access settings",
	}
	if tfkit.FullyKnown(ctx, plan.CollaborationInbound) {
		closure.Setting = blocks + closure.Setting
		closure.Now = rules.Known(rules.Closure{Inbound: inbound(ctx, plan.blocks())})
	}
	p.CheckClosure(ctx, p.Tenant, closure, atInbound, p.Diags)
}
