package guestsync

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*guestSync)(nil)
	_ resource.ResourceWithModifyPlan     = (*guestSync)(nil)
	_ resource.ResourceWithValidateConfig = (*guestSync)(nil)
	_ resource.ResourceWithIdentity       = (*guestSync)(nil)
	_ resource.ResourceWithImportState    = (*guestSync)(nil)
)

const (
	// writeTimeout allows 300,000 users at two writes each within the write quota
	// (graph-identity §5).
	writeTimeout = 24 * time.Hour
	readTimeout  = time.Hour
)

// guestSync is multitenant_guest_sync: one directed edge, with any number of users.
type guestSync struct{ tfkit.Resource }

func newGuestSync() resource.Resource {
	return &guestSync{tfkit.Resource{Timeout: writeTimeout, ReadTimeout: readTimeout}}
}

func (r *guestSync) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guest_sync"
}

// ImportState refuses: no tenant has an object that could be found, and an import of an
// edge that never existed would succeed. A new resource does what an import would do.
func (r *guestSync) ImportState(_ context.Context, _ resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resp.Diagnostics.AddError("Guest syncs are not imported",
		"A guest sync is no object of a tenant. Create it with the same settings instead: a new one finds the users that exist, by the mark of"+
			" source_anchor and by address, invites none of them again, and removes none in its first run.")
}

// edge prepares a sync between the tenants of a model.
func (r *guestSync) edge(ctx context.Context, target *tenant.Tenant, m *model, diags *diag.Diagnostics) *edge {
	source, err := r.Tenants.ByID(m.SourceTenantID.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("source"), "Tenant not configured", fmt.Sprintf(
			"The home tenant of this guest sync is not among the tenants of the provider: %v.", err))
		return nil
	}
	e := &edge{source: source, target: target, settings: m.settings(ctx, diags)}
	if e.fingerprint, err = e.settings.fingerprint(); err != nil {
		diags.AddError("Cannot identify the settings", err.Error())
	}
	return e
}

func (r *guestSync) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	e := r.edge(ctx, t, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if e.place = m.place(ctx, &model{}, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	f, err := r.run(ctx, e, record{}, unplanned(), &resp.Diagnostics)
	if err == nil && f != nil && f.denied() {
		err = f.failure
	}
	e.fail(err, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// The ledger precedes anything that could fail: a resource without it would match
	// all users again.
	resp.Diagnostics.Append(private.Save(ctx, resp.Private, f.record)...)
	m.finish(f)
	m.Run = types.Int64Value(1)
	op.Save(ctx, e.source.ID)
	f.tell(e, resp.Diagnostics.AddWarning, &resp.Diagnostics)
}

// finish sets the results of a run.
func (m *model) finish(f *finished) {
	m.settle(f.ledger)
	if m.Changes.IsUnknown() {
		m.Changes = changesOf(f.done)
	}
	if m.EvidenceHead.IsUnknown() {
		m.EvidenceHead = types.StringNull()
		if f.head != "" {
			m.EvidenceHead = types.StringValue(f.head)
		}
	}
}

// fail reports an error that stops a run.
func (e *edge) fail(err error, diags *diag.Diagnostics) {
	var missing *evidenceError
	switch {
	case errors.As(err, &missing):
		missing.fail(diags)
	case err != nil:
		diags.AddError(cannotSync(e), e.explain(err))
	}
}

func cannotSync(e *edge) string {
	return fmt.Sprintf("Cannot sync guests of tenant %q to tenant %q", e.source.Key, e.target.Key)
}

// Read decides what is to do, for the plan that follows. It changes no attribute.
func (r *guestSync) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.SourceTenantID.ValueString())
	rec := private.Load(ctx, req.Private, &resp.Diagnostics)
	if rec.Fingerprint == "" || resp.Diagnostics.HasError() {
		// An imported resource has no settings yet.
		return
	}
	e := r.edge(ctx, t, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	next, coming, err := e.refresh(ctx, rec)
	switch {
	case err == nil:
		r.Writers.Found(e.key(), e.synced(next, coming))
	case m.OnDestroy.ValueString() == destroyRemove && !errors.Is(err, service.ErrNotFound) || ctx.Err() != nil:
		resp.Diagnostics.AddError(cannotSync(e), e.unread(err))
		return
	default:
		// A destroy that leaves the users needs no tenant, and new settings may have another
		// scope. Only the plan knows what follows.
		next = rec
		next.Pending = pending{Failure: e.unread(err)}
		resp.Diagnostics.AddWarning(fmt.Sprintf("Guest sync of %q to %q was not refreshed", e.source.Key, e.target.Key), next.Pending.Failure)
	}
	resp.Diagnostics.Append(private.Save(ctx, resp.Private, next)...)
	op.Save(ctx, e.source.ID)
}

// refresh is the record with what is to do, and who is to come. If nothing is to do,
// the links advance.
func (e *edge) refresh(ctx context.Context, rec record) (record, reconcile.Coming, error) {
	v, decided, err := e.survey(ctx, rec)
	if err != nil {
		return record{}, reconcile.Coming{}, err
	}
	rec.Pending = pendingOf(&decided)
	coming := decided.Coming(v.Input)
	if len(decided.Steps) > 0 || len(decided.Violations) > 0 {
		return rec, coming, nil
	}
	rec.SourceLink, rec.TargetLink = v.sourceLink, v.targetLink
	if decided.Settles() {
		decided.Settle(v.Ledger)
		rec.Ledger, err = v.Ledger.Encode()
	}
	return rec, coming, err
}

func (r *guestSync) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state model
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	rec := private.Load(ctx, req.Private, &resp.Diagnostics)
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	e := r.edge(ctx, t, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if e.place = m.place(ctx, &state, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	e.lost = rec.Fingerprint == ""
	planned := unplanned()
	if !m.Changes.IsUnknown() {
		planned = m.planned(state)
	}
	f, err := r.run(ctx, e, rec, planned, &resp.Diagnostics)
	e.fail(err, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(private.Save(ctx, resp.Private, f.record)...)
	m.finish(f)
	op.Save(ctx, e.source.ID)
	f.tell(e, resp.Diagnostics.AddError, &resp.Diagnostics)
}

// planned are the numbers that the plan has shown: none, if it is about the settings
// only.
func (m *model) planned(state model) reconcile.Counts {
	if m.Run.Equal(state.Run) {
		return reconcile.Counts{}
	}
	return countsOf(m.Changes)
}

// Delete leaves all users as they are, unless on_destroy says otherwise.
func (r *guestSync) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if m.OnDestroy.ValueString() != destroyRemove {
		return
	}
	t := op.FindTenant()
	rec := private.Load(ctx, req.Private, &resp.Diagnostics)
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	e := r.edge(ctx, t, &m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if e.place = m.place(ctx, &m, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	f, err := e.removeAll(ctx, rec)
	e.fail(err, &resp.Diagnostics)
	if err != nil {
		return
	}
	resp.Diagnostics.Append(private.Save(ctx, resp.Private, f.record)...)
	f.tell(e, resp.Diagnostics.AddError, &resp.Diagnostics)
}
