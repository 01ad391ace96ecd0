package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
)

// ValidateConfig refuses settings that the service would refuse, as far as they are
// known.
func (r *defaults) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m defaultsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		m.Check(ctx, &resp.Diagnostics)
	}
}

// ModifyPlan also reports the effects of a reset.
func (r *defaults) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Resource.ModifyPlan(ctx, req, resp); req.Plan.Raw.IsNull() {
		warnOfReset(ctx, req, &resp.Diagnostics)
	}
}

// planDefaults sets values that the schema cannot compute.
func planDefaults(ctx context.Context, p *singleton.Plan) {
	plan, _ := p.Planned.(*defaultsModel)
	config, _ := p.Config.(*defaultsModel)
	// The state is empty until the settings are adopted.
	state, exists := p.State.(*defaultsModel)
	if !exists {
		state = &defaultsModel{}
	}
	settle(ctx, plan.blocks(), state.blocks())
	if exists && changed(ctx, plan.blocks(), state.blocks()).Empty() {
		plan.IsServiceDefault = state.IsServiceDefault
	}
	plan.forCloud(ctx, config.sharedModel, p.Tenant, p.Diags)
	p.PlannedAccess.ExpectDefault(p.Tenant.ID, foreseen(ctx, plan.blocks(), config.blocks()))
	checkDefaultGuests(ctx, p, plan, config, state)
	checkLicense(ctx, p.Data, p.Tenant, licensedBlocks(ctx, plan.blocks(), state.blocks()), p.Diags)
}

// warnOfReset reports the effects of a reset beyond the configured blocks.
func warnOfReset(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var state defaultsModel
	diags.Append(req.State.Get(ctx, &state)...)
	if state.OnDestroy.ValueString() == destroyReset {
		diags.AddWarning("All default access settings will be reset", fmt.Sprintf("All blocks of the default cross-tenant access settings of tenant %q get the"+
			" values of a new tenant, including those that were never configured (on_destroy = %q).", state.Tenant.ValueString(), destroyReset))
	}
}
