package entitlement

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*connected)(nil)
	_ resource.ResourceWithImportState = (*connected)(nil)
	_ resource.ResourceWithModifyPlan  = (*connected)(nil)
	_ resource.ResourceWithIdentity    = (*connected)(nil)
)

// connected is multitenant_connected_organization.
type connected struct{ tfkit.Resource }

func newConnected() resource.Resource { return &connected{} }

func (r *connected) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_connected_organization"
}

func (r *connected) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m connectedModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	want, err := r.wanted(ctx, &m, nil)
	if err == nil {
		want.ID, err = create(ctx, t, want)
	}
	if err != nil {
		op.Fail(m.cannot("create", t), err)
		return
	}
	m.settle()
	m.written(want)
	op.Save(ctx, want.ID)
	if err := m.complete(ctx, t, want); err != nil {
		op.Fail(m.cannot("set the identity sources and sponsors of", t), err)
		return
	}
	op.Save(ctx, want.ID)
}

// complete writes what a creation does not take, and reads the result: further sources,
// and the sponsors that are configured.
func (m *connectedModel) complete(ctx context.Context, t *tenant.Tenant, want graph.ConnectedOrganization) error {
	if len(want.Sources) > 1 {
		if err := t.Graph.UpdateConnectedOrganization(ctx, want.ID, map[string]any{"identitySources": want.Sources}); err != nil {
			return err
		}
	}
	return m.await(ctx, t, want)
}

// await waits for what was written, and writes the sponsors that are configured.
func (m *connectedModel) await(ctx context.Context, t *tenant.Tenant, want graph.ConnectedOrganization) error {
	found, err := t.Graph.AwaitConnectedOrganization(ctx, want)
	if err != nil {
		return err
	}
	m.written(found)
	for _, s := range m.sponsors() {
		if s.set.IsNull() {
			continue
		}
		if err := t.Graph.SetConnectedSponsors(ctx, want.ID, s.list, tfkit.FoldedStrings(*s.set)); err != nil {
			return err
		}
	}
	return nil
}

func (r *connected) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m connectedModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.objectID())
	found, err := t.Graph.RefreshConnectedOrganization(ctx, m.objectID())
	if err == nil {
		sayChanged(t, &m, found, &resp.Diagnostics)
		imported := m.DisplayName.IsNull()
		m.refresh(found)
		err = m.refreshSponsors(ctx, t, imported)
	}
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		op.Fail(m.cannot("read", t), err)
		return
	}
	op.Save(ctx, m.objectID())
}

// refreshSponsors reads the lists that are configured; all after an import.
func (m *connectedModel) refreshSponsors(ctx context.Context, t *tenant.Tenant, imported bool) error {
	for _, s := range m.sponsors() {
		if s.set.IsNull() && !imported {
			continue
		}
		ids, err := t.Graph.ConnectedSponsors(ctx, m.objectID(), s.list)
		if err != nil {
			return err
		}
		if imported || !tfkit.SameStrings(ids, tfkit.FoldedStrings(*s.set)) {
			*s.set = tfkit.Set(ids)
		}
	}
	return nil
}

// sayChanged reports a state that was changed elsewhere, which decides about policies
// that do not name the organization.
func sayChanged(t *tenant.Tenant, m *connectedModel, now graph.ConnectedOrganization, diags *diag.Diagnostics) {
	if before := m.State.ValueString(); before != "" && before != now.State {
		diags.AddWarning(fmt.Sprintf("State of connected organization %q of tenant %q has changed", now.DisplayName, t.Key), fmt.Sprintf(
			"It was %q, and is %q now, by a change outside of this configuration. Policies for all configured connected organizations reach only the configured ones."+
				" The plan restores the state if it is configured.", before, now.State))
	}
}

func (r *connected) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state connectedModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	now, err := t.Graph.ConnectedOrganization(ctx, state.objectID())
	if err == nil {
		err = r.change(ctx, t, &m, &state, now)
	}
	if err != nil {
		op.Fail(m.cannot("update", t), err)
		return
	}
	op.Save(ctx, state.objectID())
}

// change writes what differs from what the tenant has.
func (r *connected) change(ctx context.Context, t *tenant.Tenant, m, state *connectedModel, now graph.ConnectedOrganization) error {
	want, err := r.wanted(ctx, m, now.Sources)
	if err != nil {
		return err
	}
	want.ID = now.ID
	if m.Sources.Equal(state.Sources) {
		want.Sources = now.Sources
	}
	if !tfkit.Known(m.Description) {
		want.Description = now.Description
	}
	if change := difference(want, now); len(change) > 0 {
		if err := t.Graph.UpdateConnectedOrganization(ctx, now.ID, change); err != nil {
			return err
		}
	}
	m.settle()
	return m.await(ctx, t, want)
}

func (r *connected) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m connectedModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Graph.DeleteConnectedOrganization(ctx, m.objectID()); err != nil {
		op.Fail(m.cannot("delete", t), err)
	}
}

func (m *connectedModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s connected organization %q in tenant %q", verb, cmp.Or(m.DisplayName.ValueString(), m.objectID()), t.Key)
}
