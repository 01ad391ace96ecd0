package crosstenant

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute.
func (r *policy) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan policyModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if t != nil {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, tfkit.AccessPolicyName))...)
	}
	if t != nil && len(resp.RequiresReplace) == 0 {
		singleton.Claim(&r.Data, t, "list of other clouds", plan.ID.ValueString(), req.State.Raw.IsNull(), &resp.Diagnostics)
	}
	var endpoints rules.Fact[[]string]
	if t != nil && tfkit.FullyKnown(ctx, plan.AllowedCloudEndpoints) {
		endpoints = rules.Known(tfkit.Strings(plan.AllowedCloudEndpoints))
		checkEndpoints(t, tfkit.Strings(plan.AllowedCloudEndpoints), &resp.Diagnostics)
	}
	if t != nil {
		r.PlannedAccess.ExpectClouds(t.ID, endpoints)
	}
	if req.State.Raw.IsNull() {
		r.warnOfRemoval(ctx, t, &plan, &resp.Diagnostics)
		return
	}
	var state policyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	changes := !plan.AllowedCloudEndpoints.IsUnknown() && !plan.AllowedCloudEndpoints.Equal(state.AllowedCloudEndpoints)
	former := state.FormerCloudEndpoints
	if former.IsNull() && changes {
		// An imported list is restored once this resource has changed it.
		former = state.AllowedCloudEndpoints
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("former_allowed_cloud_endpoints"), former)...)
}

// warnOfRemoval names the current clouds that the new list removes: without a
// state, the plan does not show them. It refuses a tenant without settings for clouds. If they cannot be read, the apply reports
// that before it writes.
func (r *policy) warnOfRemoval(ctx context.Context, t *tenant.Tenant, plan *policyModel, diags *diag.Diagnostics) {
	if t == nil || diags.HasError() || !tfkit.FullyKnown(ctx, plan.AllowedCloudEndpoints) {
		return
	}
	wanted := tfkit.Strings(plan.AllowedCloudEndpoints)
	if len(wanted) > 0 && r.RefuseTenantType(ctx, t, rules.UseClouds, path.Root("allowed_cloud_endpoints"), diags) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	now, err := t.Graph.ReadCloudEndpoints(ctx)
	if r.SignInRefused(t, err, diags) || err != nil {
		return
	}
	for _, e := range now {
		if !slices.Contains(wanted, e) {
			diags.AddAttributeWarning(path.Root("allowed_cloud_endpoints"), "Cloud will be removed from allowed_cloud_endpoints", fmt.Sprintf(
				"Tenant %q currently works with %s, which the list does not contain: users of its tenants can no longer be invited or sign in. To keep"+
					" it, add it to the list.", t.Key, e))
		}
	}
}

// checkEndpoints checks the list against the tenant's own cloud.
func checkEndpoints(t *tenant.Tenant, endpoints []string, diags *diag.Diagnostics) {
	at := path.Root("allowed_cloud_endpoints")
	own, public := rules.CloudEndpoint(t.Cloud.Name), rules.CloudEndpoint(cloud.Public)
	if slices.Contains(endpoints, own) {
		diags.AddAttributeError(at, "Cloud of the tenant itself", fmt.Sprintf(
			"Tenant %q is in cloud %q, which is %s itself. The list is for other clouds only; remove %s.", t.Key, t.Cloud.Name, own, own))
	}
	if own == public {
		return
	}
	for _, e := range endpoints {
		if e != own && e != public {
			diags.AddAttributeWarning(at, "Clouds that do not work together", fmt.Sprintf(
				"Cloud %q of tenant %q can work with %s only; %s has no effect.", t.Cloud.Name, t.Key, public, e))
		}
	}
}
