package guestsync

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ValidateConfig checks attributes that depend on each other.
func (r *guestSync) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.validate(ctx, &resp.Diagnostics)
}

// validate checks settings that depend on each other.
func (m *settingsModel) validate(ctx context.Context, diags *diag.Diagnostics) {
	m.validateScope(ctx, diags)
	m.validateAttributes(ctx, diags)
	m.validateLeave(ctx, diags)
	if tfkit.Known(m.Existing) && m.Existing.ValueString() != string(reconcile.Adopt) && m.SourceAnchor.IsNull() {
		diags.AddAttributeError(path.Root("existing"), "Incomplete configuration",
			"existing = \"leave\" and \"error\" need source_anchor: after an interruption or a lost state it tells the users of this sync from others.")
	}
}

func (m *settingsModel) validateScope(ctx context.Context, diags *diag.Diagnostics) {
	if !known(ctx, m.Scope) {
		return
	}
	var s scopeModel
	diags.Append(m.Scope.As(ctx, &s, basetypes.ObjectAsOptions{})...)
	set := 0
	for _, is := range []bool{!s.GroupIDs.IsNull(), !s.Filter.IsNull(), s.AllUsers.ValueBool()} {
		if is {
			set++
		}
	}
	if set != 1 {
		diags.AddAttributeError(path.Root("scope"), "Conflicting configuration", "Set exactly one of group_ids, filter and all_users = true.")
	}
}

func (m *settingsModel) validateAttributes(ctx context.Context, diags *diag.Diagnostics) {
	if !known(ctx, m.Attributes) {
		return
	}
	configured := map[string]attributeModel{}
	diags.Append(m.Attributes.ElementsAs(ctx, &configured, false)...)
	for _, name := range slices.Sorted(maps.Keys(configured)) {
		a, at := configured[name], path.Root("attributes").AtMapKey(name)
		switch value := a.Value.ValueString(); {
		case a.From.IsNull() == a.Value.IsNull():
			diags.AddAttributeError(at, "Conflicting configuration", "Set exactly one of from and value.")
		case a.From.IsNull() && (!a.Prefix.IsNull() || !a.Suffix.IsNull()):
			diags.AddAttributeError(at, "Conflicting configuration", "prefix and suffix belong to from, not to value.")
		case name == visibleAttribute && value != reconcile.True && value != reconcile.False:
			diags.AddAttributeError(at, "Invalid value for show_in_address_list", "Set value to true or false.")
		case m.SourceAnchor.ValueString() == written[name]:
			diags.AddAttributeError(at, "Conflicting configuration", "The extension attribute is the source_anchor.")
		}
	}
}

func (m *settingsModel) validateLeave(ctx context.Context, diags *diag.Diagnostics) {
	if !known(ctx, m.OnLeave) {
		return
	}
	var l leaveModel
	diags.Append(m.OnLeave.As(ctx, &l, basetypes.ObjectAsOptions{})...)
	if !l.First.IsNull() && l.AfterDays.ValueInt64() == 0 {
		diags.AddAttributeError(path.Root("on_leave").AtName("first"), "Incomplete configuration",
			"first needs after_days of 1 or more: without it the action is carried out at once.")
	}
}

// known reports whether a value contains nothing unknown; null is known.
func known(ctx context.Context, v attr.Value) bool { return v.IsNull() || tfkit.FullyKnown(ctx, v) }
