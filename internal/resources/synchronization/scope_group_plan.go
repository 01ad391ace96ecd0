package synchronization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and checks the group.
func (r *scopeGroup) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, config, state scopeGroupModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if isNew {
		plan.settleNew()
	} else {
		plan.settle(ctx, config, state, adoptionOf(ctx, req.Private, state, &resp.Diagnostics))
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	switch {
	case t == nil:
	case len(resp.RequiresReplace) > 0:
		r.Report(rules.CheckGroupMove(inspect.TenantFacts(t), plan.DisplayName.ValueString()), atCode, &resp.Diagnostics)
	case isNew:
		r.checkName(ctx, t, plan, &resp.Diagnostics)
		r.check(ctx, t, plan, state, &resp.Diagnostics)
	default:
		r.check(ctx, t, plan, state, &resp.Diagnostics)
		r.checkLoss(ctx, t, r.lossOf(ctx, t, plan, state, &resp.Diagnostics), &resp.Diagnostics)
		warnOfConversion(plan, state, &resp.Diagnostics)
	}
}

// settleNew plans the computed values of a new group.
func (m *scopeGroupModel) settleNew() {
	m.MemberCount, m.NestedGroups, m.Restricted = types.Int64Unknown(), tfkit.IDSetUnknown(), types.BoolUnknown()
	if m.RestrictedUnit.IsNull() && m.OnExisting.ValueString() != existingAdopt {
		m.Restricted = types.BoolValue(false)
	}
}

// settle plans a change of an existing group: what is not configured stays, and
// computed values stay unless the plan changes their subject.
func (m *scopeGroupModel) settle(ctx context.Context, config, state scopeGroupModel, record adoption) {
	if config.Owners.IsNull() {
		m.Owners = state.Owners
	}
	if config.Description.IsNull() {
		m.Description = state.Description
	}
	if config.OnDestroy.IsNull() {
		m.OnDestroy = types.StringValue(record.onDestroy())
	}
	m.keepSpelling(state)
	m.MemberCount, m.NestedGroups = types.Int64Unknown(), tfkit.IDSetUnknown()
	if m.Members.Equal(state.Members) && m.MembershipRule.Equal(state.MembershipRule) && m.ExclusiveMembers.Equal(state.ExclusiveMembers) {
		m.MemberCount, m.NestedGroups = state.MemberCount, state.NestedGroups
	}
	m.Restricted = state.Restricted
	m.settleUnit(ctx, state)
}

// keepSpelling plans no change of sets that differ from the state in case only.
func (m *scopeGroupModel) keepSpelling(state scopeGroupModel) {
	for _, s := range []struct {
		planned *tfkit.IDSet
		before  tfkit.IDSet
	}{{&m.Members, state.Members}, {&m.Owners, state.Owners}, {&m.Applications, state.Applications}} {
		if s.planned.SameIDs(s.before) {
			*s.planned = s.before
		}
	}
}

// settleUnit keeps the id of a unit that is configured by the same name.
func (m *scopeGroupModel) settleUnit(ctx context.Context, state scopeGroupModel) {
	u, planned := m.unit(ctx)
	before, existed := state.unit(ctx)
	switch {
	case !planned:
	case existed && !tfkit.Known(u.ID) && u.DisplayName.Equal(before.DisplayName):
		u.ID = before.ID
		m.setUnit(u)
	case !tfkit.Known(u.ID) || !existed || !u.ID.Equal(before.ID):
		m.Restricted = types.BoolUnknown()
	}
}

// planDestroy reports the effect of a destroy on the users in scope.
func (r *scopeGroup) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state scopeGroupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == destroyKeep {
		return
	}
	if r.ScopeGroups != nil {
		facts := rules.Tenant{Key: state.Tenant.ValueString(), ID: state.TenantID.ValueString()}
		r.Report(r.ScopeGroups.Delete(facts, state.DisplayName.ValueString()), atCode, &resp.Diagnostics)
		r.checkDestroy(ctx, state, &resp.Diagnostics)
	}
	if state.Applications.IsNull() || len(state.Applications.IDs()) == 0 {
		return
	}
	resp.Diagnostics.AddWarning("Users will leave the scope of synchronization", fmt.Sprintf(
		"Group %q of tenant %q is deleted. Its %d members leave the scope of the synchronizations that it is assigned to, and the next cycle deletes"+
			" them in the target tenants, unless another assignment covers them. To keep the group, set on_destroy = \"keep\" and apply first.",
		state.DisplayName.ValueString(), state.Tenant.ValueString(), state.MemberCount.ValueInt64()))
}

// warnOfConversion reports what becomes of the members when the kind of membership
// changes (graph-identity §7.2).
func warnOfConversion(plan, state scopeGroupModel, diags *diag.Diagnostics) {
	if state.MembershipRule.IsNull() && !plan.MembershipRule.IsNull() {
		diags.AddAttributeWarning(path.Root("membership_rule"), "Members will be removed and evaluated again", fmt.Sprintf(
			"Group %q becomes dynamic and keeps its id. Entra removes its %d assigned members, and then adds the users that match the rule, which takes"+
				" minutes, at times hours. A cycle of the synchronization in between takes the others for out of scope, and deletes them in the target"+
				" tenants. Pause the synchronization until the members are complete.",
			plan.DisplayName.ValueString(), state.MemberCount.ValueInt64()))
	}
}

// atCode is the attribute of a finding.
func atCode(code rules.Code) path.Path {
	name, known := map[rules.Code]string{
		rules.ManyOwners: "owners", rules.GroupUnrestricted: "restricted_unit", rules.GroupsNested: "members", rules.GroupReplaced: "display_name",
		rules.ScopeShrinks: "members",
	}[code]
	if !known {
		return path.Empty()
	}
	return path.Root(name)
}
