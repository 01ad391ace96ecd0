package crosstenant

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// capabilitiesModel is the resource in Terraform's types.
type capabilitiesModel struct {
	tfkit.Model

	PartnerTenantID tfkit.Folded `tfsdk:"partner_tenant_id"`
	Exclusive       types.Bool   `tfsdk:"exclusive"`
	Capabilities    types.Map    `tfsdk:"capabilities"`
	Former          types.String `tfsdk:"former"`
}

// capabilityModel is one capability. Without users and groups it concerns all users.
type capabilityModel struct {
	Allowed        types.Bool `tfsdk:"allowed"`
	Users          types.Set  `tfsdk:"users"`
	Groups         types.Set  `tfsdk:"groups"`
	ExcludedUsers  types.Set  `tfsdk:"excluded_users"`
	ExcludedGroups types.Set  `tfsdk:"excluded_groups"`
}

// ofDefault stands for all other tenants in place of the id of a partner.
const ofDefault = tfkit.DefaultAccessName

// holder is the tenant id of the partner in the directory's case, or "default".
func (m *capabilitiesModel) holder() string { return strings.ToLower(m.PartnerTenantID.ValueString()) }

// partnerID is the id as the client of Graph takes it: empty for the default.
func (m *capabilitiesModel) partnerID() string {
	if m.holder() == ofDefault {
		return ""
	}
	return m.holder()
}

// element is a capability of a map: its value, and whether it is completely known.
type element struct {
	rules.M365Capability
	known bool
}

// elements returns the capabilities of a map by name; none for a map that is null or
// unknown.
func elements(ctx context.Context, m types.Map) map[string]element {
	all := map[string]element{}
	if !tfkit.Known(m) {
		return all
	}
	var models map[string]capabilityModel
	must(m.ElementsAs(ctx, &models, true))
	for name, model := range models {
		all[name] = element{model.capability(name), tfkit.FullyKnown(ctx, m.Elements()[name])}
	}
	return all
}

// names returns the names of capabilities, sorted.
func names[V any](capabilities map[string]V) []string { return slices.Sorted(maps.Keys(capabilities)) }

func (m capabilityModel) capability(name string) rules.M365Capability {
	return rules.M365Capability{
		Name: name, Allowed: m.Allowed.ValueBool(),
		Scope: rules.M365Scope{
			AllUsers: m.Users.IsNull() && m.Groups.IsNull(),
			Users:    tfkit.Strings(m.Users), Groups: tfkit.Strings(m.Groups),
			ExcludedUsers: tfkit.Strings(m.ExcludedUsers), ExcludedGroups: tfkit.Strings(m.ExcludedGroups),
		},
	}
}

func encodeCapability(c rules.M365Capability) capabilityModel {
	m := capabilityModel{
		Allowed: types.BoolValue(c.Allowed), Users: idsOrNull(c.Scope.Users), Groups: idsOrNull(c.Scope.Groups),
		ExcludedUsers: idsOrNull(c.Scope.ExcludedUsers), ExcludedGroups: idsOrNull(c.Scope.ExcludedGroups),
	}
	if !c.Scope.AllUsers && m.Users.IsNull() && m.Groups.IsNull() && c.Allowed {
		// Null would include all users.
		m.Users = tfkit.Set(nil)
	}
	return m
}

func idsOrNull(ids []string) types.Set {
	if len(ids) == 0 {
		return types.SetNull(types.StringType)
	}
	unique := slices.Compact(slices.Sorted(slices.Values(ids)))
	return tfkit.Set(unique)
}

// refreshed returns the values of the directory for a map: all of them if the map is
// null or every is set, and otherwise those that the map names. An element that
// differs only in order or case is kept.
func refreshed(ctx context.Context, before types.Map, found rules.M365Capabilities, every bool) types.Map {
	kept := elements(ctx, before)
	values := map[string]attr.Value{}
	of := before.ElementType(ctx)
	for _, c := range found.All {
		old, named := kept[c.Name]
		switch {
		case named && old.known && old.Same(c):
			values[c.Name] = before.Elements()[c.Name]
		case named || every || before.IsNull():
			values[c.Name] = objectOf(ctx, of, encodeCapability(c))
		}
	}
	return types.MapValueMust(of, values)
}

func objectOf(ctx context.Context, of attr.Type, m capabilityModel) attr.Value {
	kind, _ := of.(attr.TypeWithAttributeTypes)
	o, diags := types.ObjectValueFrom(ctx, kind.AttributeTypes(), m)
	must(diags)
	return o
}

// settled replaces planned capabilities that differ from the state only in order or
// case by those of the state.
func settled(ctx context.Context, plan, state types.Map) types.Map {
	if !tfkit.Known(plan) || !tfkit.Known(state) {
		return plan
	}
	values, before := plan.Elements(), elements(ctx, state)
	for name, planned := range elements(ctx, plan) {
		if old, has := before[name]; has && planned.known && planned.Same(old.M365Capability) {
			values[name] = state.Elements()[name]
		}
	}
	return types.MapValueMust(plan.ElementType(ctx), values)
}
