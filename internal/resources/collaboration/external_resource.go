package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*external)(nil)
	_ resource.ResourceWithImportState = (*external)(nil)
	_ resource.ResourceWithModifyPlan  = (*external)(nil)
	_ resource.ResourceWithIdentity    = (*external)(nil)
)

// external is multitenant_external_collaboration: the properties of a tenant's
// authorization policy about external users. Every tenant has exactly one policy, so
// it is never created or deleted.
type external struct{ tfkit.Resource }

func newExternal() resource.Resource { return &external{} }

func (r *external) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_external_collaboration"
}

func (r *external) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m externalModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	now, err := t.Graph.Collaboration(ctx)
	if err != nil {
		op.Fail(cannotCollaborate("read", t), err)
		return
	}
	managed, change := configured(m.settings()), changed(m.settings(), now)
	if err := set(ctx, t, change); err != nil {
		op.Fail(cannotCollaborate("set", t), err)
		return
	}
	// The former values are lost with the state, so that it is saved before the wait.
	refresh(m.settings(), change.Over(now))
	op.Save(ctx, tfkit.CollaborationName)
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, formerSettings{}.before(managed, now))...)
	if err := await(ctx, t, change); err != nil {
		// An error would taint the resource, and the next apply would change the settings
		// back and forth.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that the external collaboration settings of tenant %q are changed", t.Key),
			tfkit.Explain(t, err)+"\n\nThe next plan shows whether the change took effect.")
	}
}

func (r *external) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m externalModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.CollaborationName)
	now, err := t.Graph.Collaboration(ctx)
	if err != nil {
		op.Fail(cannotCollaborate("read", t), err)
		return
	}
	refresh(m.settings(), now)
	op.Save(ctx, tfkit.CollaborationName)
}

func (r *external) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state, config externalModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	now := configured(state.settings())
	change := changed(m.settings(), now)
	if err := set(ctx, t, change); err != nil {
		op.Fail(cannotCollaborate("update", t), err)
		return
	}
	refresh(m.settings(), change.Over(now))
	op.Save(ctx, tfkit.CollaborationName)
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, former.before(configured(config.settings()), now))...)
	if err := await(ctx, t, change); err != nil {
		op.Fail(cannotCollaborate("update", t), err)
	}
}

func (r *external) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m externalModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	change := former.change(configured(m.settings()))
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep || len(change) == 0 {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	err := set(ctx, t, change)
	if err == nil {
		err = await(ctx, t, change)
	}
	if err != nil {
		op.Fail(cannotCollaborate("restore", t), err)
	}
}

// set writes a change, unless it is empty.
func set(ctx context.Context, t *tenant.Tenant, change graph.Settings) error {
	if len(change) == 0 {
		return nil
	}
	return t.Graph.SetCollaboration(ctx, change)
}

// await waits until a change can be read, unless it is empty.
func await(ctx context.Context, t *tenant.Tenant, change graph.Settings) error {
	if len(change) == 0 {
		return nil
	}
	return t.Graph.AwaitCollaboration(ctx, change)
}

var externalImport = tfkit.ImportID{Noun: "external collaboration settings", Object: tfkit.CollaborationName, Example: tfkit.CollaborationName}

// ImportState finds the tenant; the read that follows sets the other attributes.
func (r *external) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if imported := r.BeginImport(ctx, externalImport, req, resp); imported != nil {
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": destroyRestore})
	}
}

func cannotCollaborate(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the external collaboration settings of tenant %q", verb, t.Key)
}
