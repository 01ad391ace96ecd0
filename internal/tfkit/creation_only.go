package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
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

// keeps decides, and warns. Terraform lets a provider plan the prior value in
// place of the configured one, but not in place of none: unless an attribute is
// computed, what leaves the configuration has to leave the state.
func (m CreationOnly) keeps(ctx context.Context, s setting, diags *diag.Diagnostics) bool {
	// A null state is also that of an object which is being created.
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
