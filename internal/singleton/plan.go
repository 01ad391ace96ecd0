package singleton

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and refuses a second resource
// for the same settings. An unreadable record stops the plan, and not the apply
// halfway.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state Model
	var former Former
	if !req.State.Raw.IsNull() {
		state = r.Kind.New()
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
		former = r.Kind.former(ctx, state, req.Private, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		r.sayRestored(ctx, req, former, state, &resp.Diagnostics)
		return
	}
	p := &Plan{Data: &r.Data, Tenant: r.PlanTenant(ctx, req, resp), Diags: &resp.Diagnostics, Planned: r.Kind.New(), Config: r.Kind.New(), State: state}
	// A replacement is planned again as a creation.
	if p.Tenant == nil || resp.Diagnostics.HasError() || len(resp.RequiresReplace) > 0 {
		return
	}
	id := tfkit.ID(p.Tenant.ID, r.Kind.Object)
	Claim(&r.Data, p.Tenant, r.Kind.Noun, id, state == nil, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, p.Planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, p.Config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if r.Kind.Plan != nil {
		r.Kind.Plan(ctx, p)
	}
	if state != nil {
		p.Planned.attributes().Former = r.Kind.next(ctx, former, p.Config, p.Planned, state, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, p.Planned)...)
}

// Claim reserves the settings for a resource: MT028 if another one has them.
func Claim(data *tfkit.Data, t *tenant.Tenant, noun, id string, isNew bool, diags *diag.Diagnostics) {
	by := rules.Claimant{ID: id, Name: "A resource of the state"}
	if isNew {
		by = rules.Claimant{ID: data.Notices.Unique(), Name: "A new resource of this plan"}
	}
	data.Report(rules.CheckSettingsClaim(data.Claims, inspect.TenantFacts(t), noun, by), func(rules.Code) path.Path { return path.Root("tenant") }, diags)
}

// sayRestored reports the values that a destroy restores: a plan does not show them.
func (r *Resource) sayRestored(ctx context.Context, req resource.ModifyPlanRequest, former Former, state Model, diags *diag.Diagnostics) {
	var key types.String
	diags.Append(req.State.GetAttribute(ctx, path.Root("tenant"), &key)...)
	differing := r.Kind.differing(ctx, former, state)
	if diags.HasError() || state.attributes().OnDestroy.ValueString() != Restore || len(differing) == 0 {
		return
	}
	lines := make([]string, 0, len(differing))
	for _, p := range differing {
		lines = append(lines, "  "+p.Describe())
	}
	diags.AddWarning(r.Kind.title()+" will be restored", fmt.Sprintf("Tenant %q gets the former values (on_destroy = %q):\n\n%s",
		key.ValueString(), Restore, strings.Join(lines, "\n")))
}
