package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*defaults)(nil)
	_ resource.ResourceWithImportState    = (*defaults)(nil)
	_ resource.ResourceWithModifyPlan     = (*defaults)(nil)
	_ resource.ResourceWithIdentity       = (*defaults)(nil)
	_ resource.ResourceWithValidateConfig = (*defaults)(nil)
)

// defaults is multitenant_cross_tenant_access_default: what holds for every
// tenant that is no partner. Every tenant has it once, so it is never made nor
// deleted.
type defaults struct{ tfkit.Resource }

func newDefaults() resource.Resource { return &defaults{} }

func (r *defaults) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_access_default"
}

func (r *defaults) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m defaultsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Create(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	before, err := t.Graph.ReadDefaultAccess(ctx)
	if err != nil {
		resp.Diagnostics.AddError(cannotDefault("read", t), tfkit.Explain(t, err))
		return
	}
	change := wanted(ctx, m.blocks())
	found, err := write(ctx, t, change, before)
	if err != nil {
		resp.Diagnostics.AddError(cannotDefault("set", t), tfkit.Explain(t, err))
		return
	}
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, formerSettings{}.before(change, before.AccessSettings))...)
	m.refresh(ctx, t, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, tfkit.DefaultAccessName))...)
}

func (r *defaults) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m defaultsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Read(ctx, tfkit.ReadTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, tfkit.DefaultAccessName))...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	now, err := t.Graph.ReadDefaultAccess(ctx)
	if err != nil {
		resp.Diagnostics.AddError(cannotDefault("read", t), tfkit.Explain(t, err))
		return
	}
	m.refresh(ctx, t, now)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (r *defaults) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state defaultsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := m.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	change := changed(ctx, m.blocks(), state.blocks())
	before := graph.AccessDefaults{AccessSettings: wanted(ctx, state.blocks()).Settings, ServiceDefault: state.IsServiceDefault.ValueBool()}
	found, err := write(ctx, t, change, before)
	if err != nil {
		resp.Diagnostics.AddError(cannotDefault("update", t), tfkit.Explain(t, err))
		return
	}
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, former.before(change, before.AccessSettings))...)
	m.refresh(ctx, t, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, tfkit.DefaultAccessName))...)
}

// write writes what is different, if anything is.
func write(ctx context.Context, t *tenant.Tenant, change graph.AccessChange, before graph.AccessDefaults) (graph.AccessDefaults, error) {
	if change.SeenIn(before.AccessSettings) {
		return before, nil
	}
	found, err := t.Graph.UpdateDefaultAccess(ctx, change)
	// The service notices only after a while that it is no longer its own.
	found.ServiceDefault = false
	return found, err
}

func (r *defaults) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m defaultsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	var err error
	switch m.OnDestroy.ValueString() {
	case destroyReset:
		err = t.Graph.ResetDefaultAccess(ctx)
	case destroyRestore:
		if change := former.change(); !change.SeenIn(wanted(ctx, m.blocks()).Settings) {
			_, err = t.Graph.UpdateDefaultAccess(ctx, change)
		}
	}
	if err != nil {
		resp.Diagnostics.AddError(cannotDefault(m.OnDestroy.ValueString(), t), tfkit.Explain(t, err))
	}
}

// ImportState finds the tenant; the read that follows fills in the rest.
func (r *defaults) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSingle(ctx, r.Tenants, tfkit.DefaultAccessName, destroyRestore, req, resp)
}

func cannotDefault(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the default cross-tenant access settings of tenant %q", verb, t.Key)
}
