package crosstenant

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*capabilities)(nil)
	_ resource.ResourceWithImportState    = (*capabilities)(nil)
	_ resource.ResourceWithModifyPlan     = (*capabilities)(nil)
	_ resource.ResourceWithIdentity       = (*capabilities)(nil)
	_ resource.ResourceWithValidateConfig = (*capabilities)(nil)
)

// capabilities is multitenant_m365_capabilities: the Microsoft 365 capabilities of
// one partner, or of the default.
type capabilities struct{ tfkit.Resource }

func newCapabilities() resource.Resource { return &capabilities{} }

func (r *capabilities) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_m365_capabilities"
}

func (r *capabilities) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m capabilitiesModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	m.check(ctx, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	found := m.find(ctx, t, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	record := formerCapabilities{}.complete(found)
	record.Managed = names(m.Capabilities.Elements())
	done, err := writeCapabilities(ctx, t, m.partnerID(), found, m.change(ctx, found))
	if err != nil && !m.takeBack(ctx, t, found, done, err, &resp.Diagnostics) {
		return
	}
	m.Former = capabilitiesRecord.Text(record, &resp.Diagnostics)
	op.Save(ctx, m.holder())
	if err == nil {
		m.await(ctx, t, done, &resp.Diagnostics)
	}
}

func (r *capabilities) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m capabilitiesModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.holder())
	found, err := t.Graph.RefreshM365Capabilities(ctx, m.partnerID(), names(m.Capabilities.Elements()))
	switch {
	case err != nil:
		resp.Diagnostics.AddError(m.cannot("read", t), explainCapability(t, &m, err))
		return
	case found.NotRolledOut:
		resp.Diagnostics.AddError(m.cannot("read", t), notRolledOut(t))
		return
	case found.NoEntry:
		resp.State.RemoveResource(ctx)
		return
	}
	if m.Former.IsNull() {
		m.Former = capabilitiesRecord.Text(capabilitiesRecord.Load(ctx, req.Private, &resp.Diagnostics).complete(found), &resp.Diagnostics)
	}
	m.Exclusive = types.BoolValue(m.Exclusive.ValueBool())
	m.Capabilities = refreshed(ctx, m.Capabilities, found, m.Exclusive.ValueBool())
	op.Save(ctx, m.holder())
}

func (r *capabilities) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state capabilitiesModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	record := capabilitiesRecord.Of(ctx, state.Former, req.Private, &resp.Diagnostics)
	m.check(ctx, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	found := m.find(ctx, t, &resp.Diagnostics)
	m.refuseUnplanned(ctx, t, state, found, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	dropped := m.dropped(state)
	change := m.change(ctx, found)
	if !m.Exclusive.ValueBool() {
		restored := record.restoring(dropped)
		change.set, change.remove = append(change.set, restored.set...), append(change.remove, restored.remove...)
	}
	done, err := writeCapabilities(ctx, t, m.partnerID(), found, change)
	if err != nil {
		resp.Diagnostics.AddError(m.cannotWrite(t, err), explainCapability(t, &m, err))
		m.keepDone(ctx, state, done)
	}
	record.Managed = names(m.Capabilities.Elements())
	m.Former = capabilitiesRecord.Text(record, &resp.Diagnostics)
	op.Save(ctx, m.holder())
	if err == nil {
		m.await(ctx, t, done, &resp.Diagnostics)
	}
}

func (r *capabilities) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m capabilitiesModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	record := capabilitiesRecord.Of(ctx, m.Former, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	change := record.restoring(record.Managed)
	if len(change.set)+len(change.remove) == 0 {
		return
	}
	found, err := t.Graph.ReadM365Capabilities(ctx, m.partnerID())
	if err == nil && !found.NoEntry && !found.NotRolledOut {
		var done capabilityChange
		if done, err = writeCapabilities(ctx, t, m.partnerID(), found, change); err == nil {
			_, err = t.Graph.AwaitM365Capabilities(ctx, m.partnerID(), done.set)
		}
	}
	if err != nil {
		resp.Diagnostics.AddError(m.cannotWrite(t, err), explainCapability(t, &m, err))
	}
}

// change is the change to the planned capabilities. An exclusive resource deletes
// all others.
func (m *capabilitiesModel) change(ctx context.Context, found rules.M365Capabilities) capabilityChange {
	var change capabilityChange
	wanted := elements(ctx, m.Capabilities)
	for _, name := range names(wanted) {
		change.set = append(change.set, wanted[name].M365Capability)
	}
	if m.Exclusive.ValueBool() {
		change.remove = others(found, wanted)
	}
	return change
}

// others lists the existing capabilities that are not wanted.
func others(found rules.M365Capabilities, wanted map[string]element) []string {
	var list []string
	for _, c := range found.All {
		if _, is := wanted[c.Name]; !is {
			list = append(list, c.Name)
		}
	}
	slices.Sort(list)
	return list
}

// dropped lists the capabilities of the state that the plan no longer has.
func (m *capabilitiesModel) dropped(state capabilitiesModel) []string {
	planned := m.Capabilities.Elements()
	return slices.DeleteFunc(names(state.Capabilities.Elements()), func(name string) bool {
		_, is := planned[name]
		return is
	})
}

// keepDone changes the model from the plan to the state with the finished part of an
// update.
func (m *capabilitiesModel) keepDone(ctx context.Context, state capabilitiesModel, done capabilityChange) {
	planned, values := m.Capabilities.Elements(), map[string]attr.Value{}
	for name, value := range state.Capabilities.Elements() {
		values[name] = value
	}
	for _, c := range done.set {
		delete(values, c.Name)
		if value, is := planned[c.Name]; is {
			values[c.Name] = value
		}
	}
	for _, name := range done.remove {
		delete(values, name)
	}
	m.Capabilities = types.MapValueMust(m.Capabilities.ElementType(ctx), values)
	m.Exclusive = state.Exclusive
}

// await waits until the change can be read. An error would taint a new resource, and
// the next apply would delete and create its capabilities again.
func (m *capabilitiesModel) await(ctx context.Context, t *tenant.Tenant, done capabilityChange, diags *diag.Diagnostics) {
	if _, err := t.Graph.AwaitM365Capabilities(ctx, m.partnerID(), done.set); err != nil {
		diags.AddWarning(m.cannot("see the change of", t), tfkit.Explain(t, err)+
			"\n\nGraph has accepted the change; the next plan shows whether it took effect.")
	}
}
