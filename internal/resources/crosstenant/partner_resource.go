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

// partner is multitenant_cross_tenant_access_partner: one tenant's entry for
// another.
type partner struct{ tfkit.Resource }

func newPartner() resource.Resource { return &partner{} }

func (r *partner) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_access_partner"
}

func (r *partner) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m partnerModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	want := graph.PartnerSettings{Change: wanted(ctx, m.blocks()), Sync: m.sync(ctx)}
	from, err := add(ctx, t, m, want)
	if err != nil && from == made {
		resp.Diagnostics.AddError(m.cannot("create", t), explainExisting(t, m, err))
		return
	}
	var found graph.Partner
	var allowedGroups bool
	if err == nil {
		found, allowedGroups, err = finish(ctx, t, m, want.Change, want.Sync)
	}
	if err != nil {
		if !m.leave(ctx, t, from, err, &resp.Diagnostics) {
			return
		}
		// The result of the first write.
		found = graph.Partner{TenantID: m.partnerID(), AccessSettings: want.Change.Settings}
	}
	if m.OnDestroy.IsUnknown() {
		m.OnDestroy = types.StringValue(adoption{from == adopted}.onDestroy())
	}
	m.refresh(ctx, t, found)
	resp.Diagnostics.Append(adoptedRecord.Save(ctx, resp.Private, adoption{from == adopted})...)
	if want.Sync.SaysGroups() {
		resp.Diagnostics.Append(groupSyncRecord.Save(ctx, resp.Private, groupSync{Configured: true, Former: from == adopted && allowedGroups})...)
	}
	op.Save(ctx, m.partnerID())
}

func (r *partner) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m partnerModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.partnerID())
	was := m.sync(ctx)
	found, err := t.Graph.RefreshPartner(ctx, m.partnerID(), was != nil, func(p graph.Partner) bool { return m.shows(ctx, t, p) })
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	// An import has no block yet, and of an empty policy only beta tells whether it is one.
	if err == nil && (was.SaysGroups() || m.Sync.IsNull() || was == nil && found.IdentitySync.Empty()) {
		found, err = t.Graph.WithGroupSync(ctx, found)
	}
	if err == nil && was.SaysGroups() && found.IdentitySync != nil && !found.IdentitySync.SaysGroups() {
		found.IdentitySync.GroupSyncAllowed = new(false)
	}
	if err != nil {
		op.Fail(m.cannot("read", t), err)
		return
	}
	m.refresh(ctx, t, found)
	op.Save(ctx, m.partnerID())
}

func (r *partner) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state partnerModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	check(ctx, m.blocks(), &resp.Diagnostics)
	record := groupSyncRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	change := changed(ctx, m.blocks(), state.blocks())
	err := t.Graph.UpdatePartner(ctx, m.partnerID(), change)
	var found graph.Partner
	var allowedGroups bool
	if err == nil {
		found, allowedGroups, err = finish(ctx, t, m, change, record.restored(m.sync(ctx)))
	}
	if err != nil {
		op.Fail(m.cannot("update", t), err)
		return
	}
	if next := record.next(m.sync(ctx), allowedGroups); next != record {
		resp.Diagnostics.Append(groupSyncRecord.Save(ctx, resp.Private, next)...)
	}
	m.refresh(ctx, t, found)
	op.Save(ctx, m.partnerID())
}

func (r *partner) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m partnerModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Graph.DeletePartner(ctx, m.partnerID(), m.sync(ctx)); err != nil {
		resp.Diagnostics.AddError(m.cannot("delete", t), explainDeletion(t, m, err))
	}
}

func (m *partnerModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s cross-tenant access partner %s in tenant %q", verb, m.partnerID(), t.Key)
}
