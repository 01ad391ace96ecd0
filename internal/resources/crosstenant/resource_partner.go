package crosstenant

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
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
	check(ctx, &m, &resp.Diagnostics)
	t := find(r.Tenants, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	change := wanted(&m)
	adopted, err := add(ctx, t, m, change)
	if err != nil {
		resp.Diagnostics.AddError(m.cannot("create", t), explainExisting(t, m, err))
		return
	}
	if m.OnDestroy.IsUnknown() {
		m.OnDestroy = types.StringValue(destroyOf(adopted))
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, adoptedKey, flag(adopted))...)
	// The entry exists: whatever fails from here on must not lose it.
	saved := m
	saved.refresh(t, graph.Partner{TenantID: m.partnerID(), AccessSettings: change.Settings, Sync: decodeSync(m.Sync)})
	resp.Diagnostics.Append(resp.State.Set(ctx, saved)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.partnerID()))...)

	found, err := finish(ctx, t, m, change)
	if err != nil {
		resp.Diagnostics.AddError(m.cannot("finish", t), tfkit.Explain(t, err))
		return
	}
	m.refresh(t, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// add makes the entry, or takes over the one that is there.
func add(ctx context.Context, t *tenant.Tenant, m partnerModel, change graph.AccessChange) (adopted bool, err error) {
	if m.OnExisting.ValueString() == existingAdopt {
		return t.Graph.AdoptPartner(ctx, m.partnerID(), change)
	}
	return false, t.Graph.AddPartner(ctx, m.partnerID(), change)
}

// finish waits for the entry, and says in it what may be synchronized.
func finish(ctx context.Context, t *tenant.Tenant, m partnerModel, change graph.AccessChange) (graph.Partner, error) {
	found, err := t.Graph.AwaitPartner(ctx, m.partnerID(), change)
	if err != nil || m.Sync.IsNull() || m.Sync.IsUnknown() || syncSeen(m.Sync, found.Sync) {
		return found, err
	}
	if want := decodeSync(m.Sync); want != nil {
		return t.Graph.SetIdentitySync(ctx, found, *want)
	}
	found.Sync = nil
	return found, t.Graph.RemoveIdentitySync(ctx, m.partnerID())
}

func (r *partner) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m partnerModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	t := find(r.Tenants, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// Set on every way out, as the framework wants it.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.partnerID()))...)
	found, err := t.Graph.Partner(ctx, m.partnerID())
	if errors.Is(err, graph.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(m.cannot("read", t), tfkit.Explain(t, err))
		return
	}
	m.refresh(t, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (r *partner) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state partnerModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := m.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	check(ctx, &m, &resp.Diagnostics)
	t := find(r.Tenants, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	change := changed(&m, &state)
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
	m.refresh(t, found)
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
	t := find(r.Tenants, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := t.Graph.DeletePartner(ctx, m.partnerID()); err != nil {
		resp.Diagnostics.AddError(m.cannot("delete", t), tfkit.Explain(t, err))
	}
}

func (m *partnerModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s cross-tenant access partner %s in tenant %q", verb, m.partnerID(), t.Key)
}

// explainExisting adds to a conflict what can be done about it.
func explainExisting(t *tenant.Tenant, m partnerModel, err error) string {
	text := tfkit.Explain(t, err)
	if !errors.Is(err, graph.ErrConflict) {
		return text
	}
	return text + fmt.Sprintf("\n\nThe tenant has an entry about this partner already. Set on_existing = \"adopt\" to take it over, or"+
		" import it:\n\nimport {\n  to = multitenant_cross_tenant_access_partner.<name>\n  id = %q\n}", t.Key+"/"+m.partnerID())
}

// find finds the tenant by id, because its key may have been renamed.
func find(tenants *tenant.Registry, id types.String, diags *diag.Diagnostics) *tenant.Tenant {
	if diags.HasError() {
		return nil
	}
	t, err := tenants.ByID(id.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("tenant"), "Tenant is gone from the provider", fmt.Sprintf(
			"The state says that these settings belong to that tenant, but %v. Put the tenant back into the provider's tenants, or remove"+
				" this resource first.", err))
	}
	return t
}
