package crosstenant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ValidateConfig refuses settings that the service would refuse, as far as they are
// known.
func (r *partner) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m partnerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		check(ctx, m.blocks(), &resp.Diagnostics)
	}
}

// ModifyPlan sets values that the schema cannot compute.
func (r *partner) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	record := adoptedRecord.Load(ctx, req.Private, &resp.Diagnostics)
	groups := groupSyncRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	// The state of a new entry is empty.
	var plan, config, state partnerModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !req.State.Raw.IsNull() {
		if !adoptedRecord.Kept(ctx, req.Private) {
			record = adoption{state.OnDestroy.ValueString() == destroyKeep}
		}
		planChange(ctx, &plan, &state, config, record, groups)
	}
	if t != nil {
		r.locate(ctx, t, &plan, config, state, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if t == nil {
		return
	}
	r.checkOthers(ctx, t, &plan, &config, &state, &resp.Diagnostics)
	if !resp.Plan.Raw.Equal(req.State.Raw) {
		r.checkChange(ctx, t, &plan, &config, &state, &resp.Diagnostics)
	}
}

// checkChange checks the facts of the tenant for a planned change.
func (r *partner) checkChange(ctx context.Context, t *tenant.Tenant, plan, config, state *partnerModel, diags *diag.Diagnostics) {
	if state.ID.IsNull() && !plan.PartnerTenantID.IsUnknown() {
		r.checkEntry(ctx, t, plan, config, diags)
	}
	if now, before := plan.sync(ctx), state.sync(ctx); tfkit.FullyKnown(ctx, plan.Sync) &&
		(now.AllowsUsers() && !before.AllowsUsers() || now.AllowsGroups() && !before.AllowsGroups()) {
		r.RefuseTenantType(ctx, t, rules.UseSynchronization, path.Root("identity_synchronization"), diags)
	}
	if !plan.replaces(state) {
		checkLicense(ctx, &r.Data, t, licensedBlocks(ctx, plan.blocks(), state.blocks()), diags)
	}
}

// locate sets the tenant attributes of the plan.
func (r *partner) locate(ctx context.Context, t *tenant.Tenant, plan *partnerModel, config, state partnerModel, diags *diag.Diagnostics) {
	if strings.EqualFold(plan.PartnerTenantID.ValueString(), t.ID) {
		diags.AddAttributeError(path.Root("partner_tenant_id"), "Tenant cannot be its own partner", fmt.Sprintf(
			"%s is the tenant id of tenant %q itself.", t.ID, t.Key))
	}
	plan.forCloud(ctx, config.sharedModel, t, diags)
	r.checkGroupSync(ctx, t, plan, diags)
	if !plan.PartnerTenantID.IsUnknown() && !plan.replaces(&state) {
		r.claim(t, plan, diags)
		// The id is known in the plan, so that other resources can refer to a new
		// entry.
		plan.ID = types.StringValue(tfkit.ID(t.ID, plan.partnerID()))
	}
}

// checkGroupSync refuses the synchronization of groups from another cloud, which no
// pair of clouds has (graph-cross-tenant §4.9). The cloud of a tenant that the provider
// does not have is not known.
func (r *partner) checkGroupSync(ctx context.Context, t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	if !plan.sync(ctx).AllowsGroups() || plan.PartnerTenantID.IsUnknown() {
		return
	}
	other, err := r.Tenants.ByID(plan.partnerID())
	if err != nil || rules.SameCloud(t.Cloud.Name, other.Cloud.Name) {
		return
	}
	diags.AddAttributeError(path.Root("identity_synchronization").AtName("group_sync_allowed"), "Groups cannot be synchronized across clouds", fmt.Sprintf(
		"Tenant %q is in the %s cloud, and tenant %q in the %s cloud: only users can be synchronized between them. Remove group_sync_allowed, or set it to false.",
		other.Key, other.Cloud.Name, t.Key, t.Cloud.Name))
}

// replaces reports whether the plan is for another entry than the state. A
// replacement is planned again as a creation.
func (m *partnerModel) replaces(state *partnerModel) bool {
	return !state.ID.IsNull() &&
		(!m.TenantID.Equal(state.TenantID) || !m.PartnerTenantID.IsUnknown() && m.partnerID() != state.partnerID())
}

// expect records the planned settings, so that an invitation that refers to this
// entry, and a synchronization, are checked against them and not against the current
// ones.
func (r *partner) expect(ctx context.Context, t *tenant.Tenant, plan, config *partnerModel) {
	if plan.PartnerTenantID.IsUnknown() {
		return
	}
	r.PlannedAccess.ExpectPartner(t.ID, plan.partnerID(), foreseen(ctx, plan.blocks(), config.blocks()))
	switch {
	case tfkit.FullyKnown(ctx, plan.Sync):
		r.PlannedAccess.ExpectSync(t.ID, plan.partnerID(), rules.Known(plan.sync(ctx)))
	case !plan.Sync.IsNull():
		r.PlannedAccess.ExpectSync(t.ID, plan.partnerID(), rules.Fact[*rules.IdentitySync]{})
	}
}

// checkOthers records the planned settings for other resources of the plan, and checks
// those that were planned before.
func (r *partner) checkOthers(ctx context.Context, t *tenant.Tenant, plan, config, state *partnerModel, diags *diag.Diagnostics) {
	r.expect(ctx, t, plan, config)
	r.checkGuests(ctx, t, plan, config, state, diags)
	r.checkConnected(t, plan, diags)
}

// planChange plans a change of an existing entry.
func planChange(ctx context.Context, plan, state *partnerModel, config partnerModel, record adoption, groups groupSync) {
	settle(ctx, plan.blocks(), state.blocks())
	if tfkit.FullyKnown(ctx, plan.Sync) && !state.Sync.IsNull() && groups.seenIn(plan.sync(ctx), state.sync(ctx)) {
		plan.Sync = state.Sync
	}
	if config.OnDestroy.IsNull() {
		plan.OnDestroy = types.StringValue(record.onDestroy())
	}
}
