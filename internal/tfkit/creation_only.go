package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// CreationOnly is a plan modifier for settings that matter while an object is
// created and never after: once it exists, the state keeps what it was created
// with. A configuration that says something else gets a warning with the hint,
// if there is one.
type CreationOnly struct{ Hint string }

var (
	_ planmodifier.String = CreationOnly{}
	_ planmodifier.Bool   = CreationOnly{}
	_ planmodifier.Object = CreationOnly{}
)

// Description explains the modifier.
func (CreationOnly) Description(context.Context) string { return "Used at creation only." }

// MarkdownDescription explains the modifier.
func (CreationOnly) MarkdownDescription(context.Context) string { return "Used at creation only." }

// PlanModifyString keeps the value of the state.
func (m CreationOnly) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if m.keeps(req.Path, req.State.Raw.IsNull(), req.StateValue, req.ConfigValue, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// PlanModifyBool keeps the value of the state.
func (m CreationOnly) PlanModifyBool(_ context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	if m.keeps(req.Path, req.State.Raw.IsNull(), req.StateValue, req.ConfigValue, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// PlanModifyObject keeps the value of the state.
func (m CreationOnly) PlanModifyObject(_ context.Context, req planmodifier.ObjectRequest, resp *planmodifier.ObjectResponse) {
	if m.keeps(req.Path, req.State.Raw.IsNull(), req.StateValue, req.ConfigValue, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// keeps decides, and warns. Terraform lets a provider plan the prior value in
// place of the configured one, but only when there is a prior value.
func (m CreationOnly) keeps(p path.Path, creating bool, state, config attr.Value, diags *diag.Diagnostics) bool {
	if creating || state.IsNull() || state.IsUnknown() || config.IsUnknown() {
		return false
	}
	if m.Hint != "" && !config.IsNull() && !config.Equal(state) {
		diags.AddAttributeWarning(p, "Used at creation only", m.Hint)
	}
	return true
}
