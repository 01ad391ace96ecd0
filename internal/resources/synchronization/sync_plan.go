package synchronization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ends are the tenants of an edge; nil while they are not known, or wrong.
type ends struct{ source, target *tenant.Tenant }

// known reports whether both ends are known.
func (e ends) known() bool { return e.source != nil && e.target != nil }

// ModifyPlan sets values that the schema cannot compute, and checks the edge.
func (r *crossTenantSync) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, config, state syncModel
	isNew := req.State.Raw.IsNull()
	if !isNew {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		state.warnOfDestroy(&resp.Diagnostics)
		return
	}
	notes := syncRecord.Load(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || r.Tenants == nil {
		return
	}
	e := r.planEnds(config, &plan, &resp.Diagnostics)
	if at := plan.replaces(state); !isNew && at != "" {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root(at))
	}
	if isNew {
		plan.settleNewSync(config, e)
	} else {
		plan.settleSync(ctx, config, state, notes)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if !isNew && !resp.Plan.Raw.Equal(req.State.Raw) {
		plan.State, plan.Quarantine = types.StringUnknown(), types.ObjectUnknown(quarantineTypes)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	}
	if len(resp.RequiresReplace) > 0 {
		state.warnOfReplacement(&resp.Diagnostics)
		return
	}
	r.checkSync(ctx, e, plan, state, notes, &resp.Diagnostics)
}

// planEnds finds the tenants of the configuration, and sets the attributes that name
// them.
func (r *crossTenantSync) planEnds(config syncModel, plan *syncModel, diags *diag.Diagnostics) ends {
	find := func(at string, key types.String, id *types.String) *tenant.Tenant {
		*id = types.StringUnknown()
		if key.IsUnknown() {
			return nil
		}
		t, err := r.Tenants.Get(key.ValueString())
		if err != nil {
			r.UnknownTenant(path.Root(at), key.ValueString(), err, diags)
			return nil
		}
		*id = types.StringValue(t.ID)
		return t
	}
	e := ends{find("source", config.Source, &plan.TenantID), find("target", config.Target, &plan.TargetTenantID)}
	plan.Tenant, plan.SynchronizedTenantID = plan.Source, plan.TargetTenantID
	if e.known() && e.source == e.target {
		diags.AddAttributeError(path.Root("target"), "Not an edge", fmt.Sprintf("The source and the target are the same tenant %q.", e.source.Key))
	}
	return e
}

// replaces returns the attribute whose change makes a plan one for another application
// than that of the state.
func (m *syncModel) replaces(state syncModel) string {
	switch {
	case state.Status.ValueString() == statusDeleted:
		m.ServicePrincipalID = types.StringUnknown()
		return "service_principal_id"
	case !m.TenantID.IsUnknown() && !m.TenantID.Equal(state.TenantID):
		return "tenant_id"
	case !m.TargetTenantID.IsUnknown() && !state.TargetTenantID.IsNull() && !m.TargetTenantID.Equal(state.TargetTenantID):
		return "target_tenant_id"
	}
	return ""
}

// settleNewSync plans the values of a new configuration.
func (m *syncModel) settleNewSync(config syncModel, e ends) {
	if config.DisplayName.IsNull() && e.target != nil {
		m.DisplayName = types.StringValue("Synchronization to " + e.target.Key)
	}
	if m.OnExisting.ValueString() == existingAdopt {
		if config.DisplayName.IsNull() {
			m.DisplayName = types.StringUnknown()
		}
		return
	}
	if config.Scope.IsNull() {
		m.Scope = types.StringValue(scopeAssigned)
	}
}

// settleSync plans a change of an existing configuration.
func (m *syncModel) settleSync(ctx context.Context, config, state syncModel, notes syncNotes) {
	if config.OnDestroy.IsNull() {
		m.OnDestroy = types.StringValue(notes.onDestroy())
	}
	if state.JobID.IsNull() {
		m.JobID = types.StringUnknown()
	}
	if m.held(ctx, state) {
		m.Status = state.Status
	}
	m.State, m.Quarantine = state.State, state.Quarantine
}

// held reports whether the plan leaves a job in a quarantine that holds deletions back:
// it does not end without a decision.
func (m *syncModel) held(ctx context.Context, state syncModel) bool {
	return m.Status.ValueString() == statusStarted && state.Status.ValueString() == statusQuarantined &&
		state.quarantineReason() == graph.TooManyDeletes && m.restarts(ctx, state) == nil
}

// restarts returns the scopes of the restart that a plan asks for; nil without one.
func (m *syncModel) restarts(ctx context.Context, state syncModel) []string {
	before, _ := state.restart(ctx)
	if now, scopes := m.restart(ctx); tfkit.FullyKnown(ctx, m.Restart) && before != "" && now != before {
		return scopes
	}
	return nil
}

// warnOfDestroy reports what a destroy leaves.
func (m *syncModel) warnOfDestroy(diags *diag.Diagnostics) {
	if m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	diags.AddWarning("Synchronized users will remain in the target", fmt.Sprintf(
		"The application %q of tenant %q is deleted with its job. Users that it has synchronized remain in tenant %q and are no longer updated. To"+
			" delete them first, remove all assignments, wait for a cycle of the job (40 minutes), and destroy the synchronization after that. To keep the"+
			" application, set on_destroy = \"keep\" and apply first.",
		m.DisplayName.ValueString(), m.Tenant.ValueString(), m.Target.ValueString()))
}

// warnOfReplacement reports what a replacement means for users.
func (m *syncModel) warnOfReplacement(diags *diag.Diagnostics) {
	if m.Status.ValueString() == statusDeleted {
		diags.AddWarning("Service principal was deleted", fmt.Sprintf(
			"The service principal %s of synchronization %q in tenant %q was deleted outside of Terraform. The apply deletes the remaining application, and"+
				" creates a new one. Assignments of users and groups are gone with it: a multitenant_sync_scope_group that refers to this resource writes its"+
				" own again. Synchronized users remain, and are matched.", m.principalID(), m.DisplayName.ValueString(), m.Tenant.ValueString()))
		return
	}
	diags.AddWarning("Synchronization will be replaced", fmt.Sprintf(
		"Another source or target is another synchronization. Users that synchronization %q has created in tenant %q remain there and are no longer updated.",
		m.DisplayName.ValueString(), m.Target.ValueString()))
}
