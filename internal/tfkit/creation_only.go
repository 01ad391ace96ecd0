package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// CreationOnly is a plan modifier for settings that are used only when an object is
// created: afterwards the state keeps the original value. A changed configuration
// causes a warning with the hint, if there is one.
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
func (m CreationOnly) PlanModifyString(ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if m.keeps(ctx, setting{req.Path, req.Plan, req.StateValue, req.ConfigValue}, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// PlanModifyBool keeps the value of the state.
func (m CreationOnly) PlanModifyBool(ctx context.Context, req planmodifier.BoolRequest, resp *planmodifier.BoolResponse) {
	if m.keeps(ctx, setting{req.Path, req.Plan, req.StateValue, req.ConfigValue}, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

// PlanModifyObject keeps the value of the state.
func (m CreationOnly) PlanModifyObject(ctx context.Context, req planmodifier.ObjectRequest, resp *planmodifier.ObjectResponse) {
	if m.keeps(ctx, setting{req.Path, req.Plan, req.StateValue, req.ConfigValue}, &resp.Diagnostics) {
		resp.PlanValue = req.StateValue
	}
}

type setting struct {
	path          path.Path
	plan          tfsdk.Plan
	state, config attr.Value
}

// keeps decides, and warns. Terraform allows a provider to plan the prior value in
// place of a configured one, but not in place of none: a non-computed attribute
// that is removed from the configuration has to be removed from the state.
func (m CreationOnly) keeps(ctx context.Context, s setting, diags *diag.Diagnostics) bool {
	// The state is also null while an object is being created.
	if s.state.IsNull() || s.state.IsUnknown() || s.config.IsUnknown() {
		return false
	}
	if s.config.IsNull() {
		attribute, problems := s.plan.Schema.AttributeAtPath(ctx, s.path)
		diags.Append(problems...)
		return attribute != nil && attribute.IsComputed()
	}
	if m.Hint != "" && !s.config.Equal(s.state) {
		diags.AddAttributeWarning(s.path, "Used at creation only", m.Hint)
	}
	return true
}
