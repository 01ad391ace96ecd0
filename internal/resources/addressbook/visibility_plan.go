package addressbook

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and reports a difference
// between the services, which the refresh before the plan has read.
func (r *visibility) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		warnOfRestore(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan visibilityModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if t != nil && tfkit.Known(plan.UserID) && tfkit.Known(plan.Visible) {
		r.PlannedVisibility.Expect(t.ID, plan.userID(), plan.Visible.ValueBool())
	}
	// A replacement is planned again as a creation.
	if !req.State.Raw.IsNull() && !r.planChange(ctx, t, plan, req, resp) {
		return
	}
	if t != nil {
		r.checkPlan(ctx, t, &plan, &resp.Diagnostics)
		r.checkHidden(ctx, t, &plan, &resp.Diagnostics)
	}
}

// planChange plans the change of an existing resource, and reports whether it writes.
func (r *visibility) planChange(
	ctx context.Context, t *tenant.Tenant, plan visibilityModel, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) (writes bool) {
	var state visibilityModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return false
	}
	was := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("former_visible"), plan.formerAfter(state, was))...)
	if len(resp.RequiresReplace) > 0 || !plan.UserID.Same(state.UserID) {
		return false
	}
	if plan.same(state) {
		// Without a write the values stay.
		for name, value := range state.observed() {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
		}
	}
	if t != nil {
		r.check(t, &state, &resp.Diagnostics)
	}
	return !plan.same(state)
}

// warnOfRestore reports the effect of a destroy on the user, because a plan only
// shows that a resource is destroyed.
func warnOfRestore(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state visibilityModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	visible, restores := state.restores(formerRecord.Load(ctx, req.Private, &resp.Diagnostics))
	if !restores || visible != nil && *visible == state.Visible.ValueBool() {
		return
	}
	user, key := state.UserPrincipalName.ValueString(), state.Tenant.ValueString()
	if visible == nil {
		resp.Diagnostics.AddWarning("showInAddressList will be cleared", fmt.Sprintf(
			"%s of tenant %q had no value of showInAddressList before, and has none afterwards (on_destroy = %q).",
			user, key, state.OnDestroy.ValueString()))
		return
	}
	effect := "hidden"
	if *visible {
		effect = "visible"
	}
	resp.Diagnostics.AddWarning(fmt.Sprintf("User will be %s again", effect), fmt.Sprintf("%s becomes %s again in the address book of tenant %q (on_destroy = %q).",
		user, effect, key, state.OnDestroy.ValueString()))
}
