package crosstenant

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*partner)(nil)
	_ resource.ResourceWithImportState    = (*partner)(nil)
	_ resource.ResourceWithModifyPlan     = (*partner)(nil)
	_ resource.ResourceWithIdentity       = (*partner)(nil)
	_ resource.ResourceWithValidateConfig = (*partner)(nil)
)

// partner is multitenant_cross_tenant_access_partner: one tenant's entry about
// another.
type partner struct{ tfkit.Resource }

func newPartner() resource.Resource { return &partner{} }

func (r *partner) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_access_partner"
}

func (r *partner) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m partnerModel
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

	want := graph.PartnerSettings{Change: wanted(ctx, m.blocks()), Sync: m.sync(ctx)}
	from, err := add(ctx, t, m, want)
	if err != nil && from == made {
		resp.Diagnostics.AddError(m.cannot("create", t), explainExisting(t, m, err))
		return
	}
	var found graph.Partner
	if err == nil {
		found, err = finish(ctx, t, m, want.Change)
	}
	if err != nil && !m.leave(ctx, t, from, err, &resp.Diagnostics) {
		return
	}
	if err != nil {
		// What the first write said.
		found = graph.Partner{TenantID: m.partnerID(), AccessSettings: want.Change.Settings}
	}
	if m.OnDestroy.IsUnknown() {
		m.OnDestroy = types.StringValue(adoption{from == adopted}.onDestroy())
	}
	m.refresh(ctx, t, found)
	resp.Diagnostics.Append(adoptedRecord.Save(ctx, resp.Private, adoption{from == adopted})...)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.partnerID()))...)
}

func (r *partner) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m partnerModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Read(ctx, tfkit.ReadTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// Set on every way out, as the framework wants it.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.partnerID()))...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	found, err := t.Graph.RefreshPartner(ctx, m.partnerID(), m.sync(ctx) != nil)
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(m.cannot("read", t), tfkit.Explain(t, err))
		return
	}
	m.refresh(ctx, t, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (r *partner) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state partnerModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := m.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	change := changed(ctx, m.blocks(), state.blocks())
	err := t.Graph.UpdatePartner(ctx, m.partnerID(), change)
	if err != nil {
		resp.Diagnostics.AddError(m.cannot("update", t), tfkit.Explain(t, err))
		return
	}
	found, err := finish(ctx, t, m, change)
	if err != nil {
		resp.Diagnostics.AddError(m.cannot("update", t), tfkit.Explain(t, err))
		return
	}
	m.refresh(ctx, t, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.partnerID()))...)
}

func (r *partner) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m partnerModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := t.Graph.DeletePartner(ctx, m.partnerID(), m.sync(ctx) != nil); err != nil {
		resp.Diagnostics.AddError(m.cannot("delete", t), explainDeletion(t, m, err))
	}
}

func (m *partnerModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s cross-tenant access partner %s in tenant %q", verb, m.partnerID(), t.Key)
}
