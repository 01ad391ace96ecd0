package crosstenant

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// defaultsModel is the resource in Terraform's types.
type defaultsModel struct {
	tfkit.Model
	singleton.Attributes
	sharedModel

	Redemption       types.Object `tfsdk:"invitation_redemption_identity_provider_configuration"`
	IsServiceDefault types.Bool   `tfsdk:"is_service_default"`
}

func (m *defaultsModel) blocks() []block {
	return append(m.sharedModel.blocks(),
		blockOf("invitation_redemption_identity_provider_configuration", rules.Redemption, &m.Redemption, redemptionShape))
}

// newDefaultsModel is a model whose blocks are null.
func newDefaultsModel() singleton.Model {
	m, attributes := &defaultsModel{}, sharedAttributes(withoutMarker)
	maps.Copy(attributes, defaultAttributes())
	for _, b := range m.blocks() {
		if kind, is := attributes[b.name].GetType().(types.ObjectType); is {
			*b.value = types.ObjectNull(kind.AttrTypes)
		}
	}
	return m
}

func (m *defaultsModel) Parts() []singleton.Part {
	blocks := m.blocks()
	list := make([]singleton.Part, 0, len(blocks))
	for _, b := range blocks {
		list = append(list, b)
	}
	return list
}

// Read reads the values of the directory.
func (m *defaultsModel) Read(ctx context.Context, t *tenant.Tenant) (bool, error) {
	d, err := t.Graph.ReadDefaultAccess(ctx)
	if err == nil {
		m.IsServiceDefault = types.BoolValue(d.ServiceDefault)
		refresh(ctx, m.blocks(), d.AccessSettings, t.Cloud.HasTenantRestrictions)
	}
	return true, err
}

// Write writes the blocks that differ, if any.
func (m *defaultsModel) Write(ctx context.Context, t *tenant.Tenant, before singleton.Model) (func(context.Context) error, error) {
	there, _ := before.(*defaultsModel)
	var change graph.AccessChange
	present := there.blocks()
	for i, b := range m.blocks() {
		switch {
		case b.value.IsUnknown():
			*b.value = *present[i].value
		case !b.Equal(ctx, present[i]):
			change.Set(b.Block, b.decode(ctx))
		}
	}
	m.IsServiceDefault = there.IsServiceDefault
	if change.Empty() {
		return nil, nil
	}
	if err := t.Graph.SetDefaultAccess(ctx, change); err != nil {
		return nil, err
	}
	// The service updates the flag for its own default with a delay.
	m.IsServiceDefault = types.BoolValue(false)
	return func(ctx context.Context) error { return t.Graph.AwaitDefaultAccess(ctx, change) }, nil
}

// Check refuses settings that the service would refuse, as far as they are known.
func (m *defaultsModel) Check(ctx context.Context, diags *diag.Diagnostics) {
	check(ctx, m.blocks(), diags)
}
