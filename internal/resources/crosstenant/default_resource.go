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

// defaults is multitenant_cross_tenant_access_default: the settings for every
// tenant without a partner entry. Every tenant has exactly one default, so it is
// never created or deleted.
type defaults struct{ tfkit.Resource }

func newDefaults() resource.Resource { return &defaults{} }

func (r *defaults) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_access_default"
}

func (r *defaults) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m defaultsModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	before, err := t.Graph.ReadDefaultAccess(ctx)
	if err != nil {
		op.Fail(cannotDefault("read", t), err)
		return
	}
	change := wanted(ctx, m.blocks())
	found, err := write(ctx, t, change, before)
	if err != nil {
		op.Fail(cannotDefault("set", t), err)
		return
	}
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, formerSettings{}.before(change, before.AccessSettings))...)
	m.refresh(ctx, t, found)
	op.Save(ctx, tfkit.DefaultAccessName)
}

func (r *defaults) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m defaultsModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.DefaultAccessName)
	now, err := t.Graph.ReadDefaultAccess(ctx)
	if err != nil {
		op.Fail(cannotDefault("read", t), err)
		return
	}
	m.refresh(ctx, t, now)
	op.Save(ctx, tfkit.DefaultAccessName)
}

func (r *defaults) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state defaultsModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	change := changed(ctx, m.blocks(), state.blocks())
	before := graph.AccessDefaults{AccessSettings: wanted(ctx, state.blocks()).Settings, ServiceDefault: state.IsServiceDefault.ValueBool()}
	found, err := write(ctx, t, change, before)
	if err != nil {
		op.Fail(cannotDefault("update", t), err)
		return
	}
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, former.before(change, before.AccessSettings))...)
	m.refresh(ctx, t, found)
	op.Save(ctx, tfkit.DefaultAccessName)
}

// write writes the blocks that differ, if any.
func write(ctx context.Context, t *tenant.Tenant, change graph.AccessChange, before graph.AccessDefaults) (graph.AccessDefaults, error) {
	if change.SeenIn(before.AccessSettings) {
		return before, nil
	}
	found, err := t.Graph.UpdateDefaultAccess(ctx, change)
	// The service updates the flag for its own default with a delay.
	found.ServiceDefault = false
	return found, err
}

func (r *defaults) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m defaultsModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	former := formerRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
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
		op.Fail(cannotDefault(m.OnDestroy.ValueString(), t), err)
	}
}

var defaultsImport = tfkit.ImportID{Noun: "cross-tenant access settings", Object: tfkit.DefaultAccessName, Example: tfkit.DefaultAccessName}

// ImportState finds the tenant; the read that follows sets the other attributes.
func (r *defaults) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if imported := r.BeginImport(ctx, defaultsImport, req, resp); imported != nil {
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": destroyRestore})
	}
}

func cannotDefault(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the default cross-tenant access settings of tenant %q", verb, t.Key)
}
