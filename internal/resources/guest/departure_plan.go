package guest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// refreshed is the time of the tenant at the last refresh. Terraform plans a resource
// again during the apply and refuses another plan, so that the stage that is due
// follows from a time that both plans know.
type refreshed struct {
	At time.Time `json:"at"`
}

var refreshedRecord = tfkit.Record[refreshed]{Key: "refreshed", Version: 1}

// ModifyPlan plans the stage that is due.
func (r *departure) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		warnOfReturn(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, state departureModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	known := refreshedRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() || plan.HideAfterDays.IsUnknown() || plan.DeleteAfterDays.IsUnknown() {
		return
	}
	stage := types.StringUnknown()
	if state.Stage.IsNull() || len(resp.RequiresReplace) > 0 {
		if t != nil && !plan.UserID.IsUnknown() {
			stage = plan.first(ctx, t, &resp.Diagnostics)
		}
	} else {
		stage = types.StringValue(string(plan.schedule().NextStage(state.stage(), state.days(known.At))))
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("stage"), stage)...)
	if stage.ValueString() == string(rules.DepartureDeleted) && !state.Stage.IsNull() && !stage.Equal(state.Stage) {
		state.sayDeleted(plan.DeleteAfterDays.ValueInt64(), state.days(known.At), &resp.Diagnostics)
	}
}

// first is the first stage of a departure. It is unknown if the user cannot be read;
// then the apply finds what the plan would have found.
func (m *departureModel) first(ctx context.Context, t *tenant.Tenant, diags *diag.Diagnostics) types.String {
	ctx, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	u, err := m.find(ctx, t)
	switch {
	case errors.Is(err, service.ErrNotFound):
		diags.AddAttributeError(path.Root("user_id"), m.cannot(t, "find"), tfkit.Explain(t, err))
	case err != nil:
		return types.StringUnknown()
	case !u.External():
		diags.AddAttributeError(path.Root("user_id"), m.cannot(t, "disable"), internalUser(u))
	case !m.Stage.IsNull() && m.stage() == rules.DepartureDeleted:
		return m.Stage
	}
	return types.StringValue(string(m.schedule().Due(0)))
}

// sayDeleted reports a deletion that is due. Terraform shows only the first of several
// warnings with one summary.
func (m *departureModel) sayDeleted(after int64, days int, diags *diag.Diagnostics) {
	name := m.UserPrincipalName.ValueString()
	diags.AddAttributeWarning(path.Root("delete_after_days"), "User "+name+" will be deleted", fmt.Sprintf(
		"The departure of user %s (%s) in tenant %q began at %s, %d days ago: delete_after_days = %d. Access and memberships end. The user can be restored for"+
			" 30 days: remove this resource, with on_destroy = %q.", name, m.userID(), m.Tenant.ValueString(), m.Since.ValueString(), days, after, destroyRestore))
}

// warnOfReturn reports the effect of a destroy on the user, because a plan only shows
// that a resource is destroyed.
func warnOfReturn(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state departureModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.OnDestroy.ValueString() != destroyRestore || state.stage() == rules.DepartureEnabled {
		return
	}
	effect := "can sign in again"
	if !state.FormerEnabled.ValueBool() {
		effect = "stays disabled, as before"
	}
	if state.stage() == rules.DepartureDeleted {
		effect = "is restored from the recycle bin, unless 30 days have passed, and " + effect
	}
	resp.Diagnostics.AddWarning("Departure of user "+state.UserPrincipalName.ValueString()+" will end", fmt.Sprintf("User %s of tenant %q %s (on_destroy = %q).",
		state.UserPrincipalName.ValueString(), state.Tenant.ValueString(), effect, destroyRestore))
}
