package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and records the planned
// invitation policy for invitations that wait for it.
func (r *external) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	// An unreadable record stops the plan, and not the apply halfway.
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		sayRestored(ctx, req, former, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var config externalModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, tfkit.CollaborationName))...)
	switch from := config.AllowInvitesFrom; {
	case from.IsUnknown():
		r.PlannedAccess.ExpectInvitesFrom(t.ID, rules.Fact[string]{})
	case !from.IsNull():
		r.PlannedAccess.ExpectInvitesFrom(t.ID, rules.Known(from.ValueString()))
	}
}

// sayRestored reports the values that a destroy restores: a plan does not show them.
func sayRestored(ctx context.Context, req resource.ModifyPlanRequest, former formerSettings, resp *resource.ModifyPlanResponse) {
	var state externalModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	change := former.change(configured(state.settings()))
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() != destroyRestore || len(change) == 0 {
		return
	}
	resp.Diagnostics.AddWarning("External collaboration settings will be restored", fmt.Sprintf(
		"The settings of tenant %q get their former values (on_destroy = %q):\n\n%s",
		state.Tenant.ValueString(), destroyRestore, described(change, state.settings())))
}
