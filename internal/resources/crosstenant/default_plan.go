package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ValidateConfig refuses settings that the service would refuse, as far as they are
// known.
func (r *defaults) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m defaultsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		check(ctx, m.blocks(), &resp.Diagnostics)
	}
}

// ModifyPlan sets values that the schema cannot compute.
func (r *defaults) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	// An unreadable record stops the plan, and not the apply halfway.
	formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		r.warnOfReset(ctx, req, &resp.Diagnostics)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	// The state is empty until the settings are adopted.
	var plan, config, state defaultsModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	settle(ctx, plan.blocks(), state.blocks())
	if !req.State.Raw.IsNull() && changed(ctx, plan.blocks(), state.blocks()).Empty() {
		plan.IsServiceDefault = state.IsServiceDefault
	}
	if t != nil {
		plan.forCloud(ctx, config.sharedModel, t, &resp.Diagnostics)
		plan.ID = types.StringValue(tfkit.ID(t.ID, tfkit.DefaultAccessName))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if t == nil {
		return
	}
	r.PlannedAccess.ExpectDefault(t.ID, foreseen(ctx, plan.blocks(), config.blocks()))
	if !resp.Plan.Raw.Equal(req.State.Raw) && len(resp.RequiresReplace) == 0 {
		checkLicense(ctx, &r.Data, t, licensedBlocks(ctx, plan.blocks(), state.blocks()), &resp.Diagnostics)
	}
}

// warnOfReset reports the effects of a reset beyond the configured blocks.
func (r *defaults) warnOfReset(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var state defaultsModel
	diags.Append(req.State.Get(ctx, &state)...)
	if state.OnDestroy.ValueString() == destroyReset {
		diags.AddWarning("All default access settings will be reset", fmt.Sprintf("All blocks of the default cross-tenant access settings of tenant %q get the"+
			" values of a new tenant, including those that were never configured (on_destroy = %q).", state.Tenant.ValueString(), destroyReset))
	}
}
