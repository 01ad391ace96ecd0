package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// check reports what the service would refuse about the blocks of a
// configuration. What is unknown is checked again when it is applied.
func check(ctx context.Context, s settings, diags *diag.Diagnostics) {
	for _, b := range s.blocks() {
		value := s.at(b.graph)
		if !known(ctx, *value) || !complete(b, *value, diags) {
			continue
		}
		block := decoded(b.graph, *value)
		setting := block.Setting(b.graph)
		if setting == nil {
			continue
		}
		inbound := b.graph == graph.CollaborationInbound || b.graph == graph.DirectInbound
		for _, p := range rules.CheckSetting(*setting, inbound && !s.inheritable(), tfkit.IsGUID) {
			diags.AddAttributeError(path.Root(b.name).AtName(string(p.Half)), "Conflicting access settings",
				fmt.Sprintf("Graph refuses %s as it is configured. %s", b.name, p.Reason))
		}
	}
}

// complete reports whether a block is either inherited or set as a whole.
func complete(b block, value types.Object, diags *diag.Diagnostics) bool {
	at := path.Root(b.name)
	a := value.Attributes()
	if inherit, ok := a["inherit"]; ok && !inherit.IsNull() {
		switch {
		case !boolOf(inherit):
			diags.AddAttributeError(at.AtName("inherit"), "Invalid value for inherit", fmt.Sprintf(
				"%s.inherit can only be true. To set the block, leave inherit out; to leave the block alone, leave the whole block out.", b.name))
			return false
		case given(a) > 1:
			diags.AddAttributeError(at.AtName("inherit"), "Conflicting configuration", fmt.Sprintf(
				"%s cannot be inherited from the default and set at the same time.", b.name))
			return false
		}
		return true
	}
	whole := true
	for _, half := range []rules.Half{rules.UsersAndGroups, rules.Applications} {
		if v, ok := a[string(half)]; ok && v.IsNull() {
			// Whether the service keeps a half that is not sent is not documented
			// (graph-cross-tenant §1.5).
			diags.AddAttributeError(at, "Incomplete configuration", fmt.Sprintf(
				"%s needs both halves, users_and_groups and applications; %s is missing.", b.name, half))
			whole = false
		}
	}
	if b.graph == graph.Trust && given(a) == 0 {
		diags.AddAttributeError(at, "Empty block", fmt.Sprintf(
			"%s says nothing. Set one of its booleans, or leave it out to leave it alone.", b.name))
	}
	return whole
}

// given counts the attributes that have a value.
func given(a map[string]attr.Value) int {
	n := 0
	for _, v := range a {
		if !v.IsNull() {
			n++
		}
	}
	return n
}

// checkCloud refuses what the tenant's cloud does not have.
func checkCloud(s settings, cloudName string, diags *diag.Diagnostics) {
	if value := s.at(graph.Restrictions); value != nil && !value.IsNull() {
		diags.AddAttributeError(path.Root("tenant_restrictions"), "Not available in this cloud", fmt.Sprintf(
			"Tenant restrictions exist in the public cloud only, and this tenant is in cloud %q. Leave tenant_restrictions out.", cloudName))
	}
}
