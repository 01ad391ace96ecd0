package synchronization

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*crossTenantSync)(nil)
	_ resource.ResourceWithImportState    = (*crossTenantSync)(nil)
	_ resource.ResourceWithModifyPlan     = (*crossTenantSync)(nil)
	_ resource.ResourceWithIdentity       = (*crossTenantSync)(nil)
	_ resource.ResourceWithValidateConfig = (*crossTenantSync)(nil)
)

// syncTimeout covers the minutes that the synchronization service needs to know a new
// service principal.
const syncTimeout = 20 * time.Minute

// crossTenantSync is multitenant_cross_tenant_sync: the source side of an edge of
// cross-tenant synchronization.
type crossTenantSync struct{ tfkit.Resource }

func newCrossTenantSync() resource.Resource {
	return &crossTenantSync{tfkit.Resource{Timeout: syncTimeout}}
}

func (r *crossTenantSync) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_sync"
}

func (r *crossTenantSync) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m syncModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	target := r.targetOf(&m, &resp.Diagnostics)
	if t == nil || target == nil {
		return
	}
	from, err := r.begin(ctx, t, target, &m)
	if err != nil && (from != made || m.ServicePrincipalID.IsUnknown()) {
		op.Fail(m.cannot("create", t), err)
		return
	}
	notes := syncNotes{Adopted: from == adopted}
	if err == nil {
		err = m.fill(ctx, t, target, &notes)
	}
	switch {
	case err == nil:
	case from != made:
		resp.Diagnostics.AddError(m.cannot("finish", t), tfkit.Explain(t, err)+fmt.Sprintf(
			"\n\nThe configuration %s existed before, and remains. Apply again to continue.", m.principalID()))
		return
	default:
		resp.Diagnostics.AddError(m.cannot("finish", t), tfkit.Explain(t, err)+fmt.Sprintf(
			"\n\nThe application exists as service principal %s and is in the state, without a running job. Fix the cause and apply again:"+
				" Terraform replaces it, which affects no user.", m.principalID()))
	}
	if m.OnDestroy.IsUnknown() {
		m.OnDestroy = types.StringValue(notes.onDestroy())
	}
	m.settleUnknown()
	resp.Diagnostics.Append(syncRecord.Save(ctx, resp.Private, notes)...)
	op.Save(ctx, m.principalID())
}

func (r *crossTenantSync) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m syncModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.principalID())
	a, err := t.Graph.RefreshSyncApplication(ctx, m.principalID())
	if err == nil {
		err = r.refresh(ctx, t, &m, a)
	}
	gone := errors.Is(err, service.ErrNotFound) && (a.PrincipalID == "" || t.Graph.SyncApplicationGone(ctx, m.principalID()))
	if gone {
		gone, err = m.orphaned(ctx, t)
	}
	if err != nil {
		op.Fail(m.cannot("read", t), err)
		return
	}
	if gone {
		resp.State.RemoveResource(ctx)
		return
	}
	m.Source = types.StringValue(t.Key)
	op.Save(ctx, m.principalID())
}

func (r *crossTenantSync) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state syncModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	notes := syncRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	target := r.targetOf(&m, &resp.Diagnostics)
	if t == nil || target == nil || resp.Diagnostics.HasError() {
		return
	}
	err := m.update(ctx, t, target, &state, &notes)
	resp.Diagnostics.Append(syncRecord.Save(ctx, resp.Private, notes)...)
	if err != nil {
		op.Fail(m.cannot("update", t), err)
		return
	}
	m.settleUnknown()
	op.Save(ctx, m.principalID())
}

func (r *crossTenantSync) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m syncModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := m.delete(ctx, t); err != nil {
		op.Fail(m.cannot("delete", t), err)
	}
}

// delete deletes the job first, so that it ends even if the application cannot be
// deleted.
func (m *syncModel) delete(ctx context.Context, t *tenant.Tenant) error {
	if m.jobID() != "" {
		if err := t.Graph.DeleteSyncJob(ctx, m.principalID(), m.jobID()); err != nil {
			return err
		}
	}
	return t.Graph.DeleteSyncApplication(ctx, m.principalID(), m.ApplicationObjectID.ValueString())
}

func (m *syncModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s synchronization %q from tenant %q to tenant %q", verb, m.DisplayName.ValueString(), t.Key, m.Target.ValueString())
}
