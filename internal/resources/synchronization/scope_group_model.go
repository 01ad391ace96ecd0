package synchronization

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// scopeGroupModel is the resource in Terraform's types.
type scopeGroupModel struct {
	tfkit.Model

	DisplayName      types.String `tfsdk:"display_name"`
	MailNickname     types.String `tfsdk:"mail_nickname"`
	Description      types.String `tfsdk:"description"`
	Members          tfkit.IDSet  `tfsdk:"members"`
	ExclusiveMembers types.Bool   `tfsdk:"exclusive_members"`
	MembershipRule   types.String `tfsdk:"membership_rule"`
	Owners           tfkit.IDSet  `tfsdk:"owners"`
	Applications     tfkit.IDSet  `tfsdk:"service_principal_ids"`
	RestrictedUnit   types.Object `tfsdk:"restricted_unit"`
	OnExisting       types.String `tfsdk:"on_existing"`
	OnDestroy        types.String `tfsdk:"on_destroy"`

	GroupID      types.String `tfsdk:"group_id"`
	MemberCount  types.Int64  `tfsdk:"member_count"`
	NestedGroups tfkit.IDSet  `tfsdk:"nested_groups"`
	Restricted   types.Bool   `tfsdk:"is_management_restricted"`
}

// unitModel is restricted_unit.
type unitModel struct {
	ID          types.String `tfsdk:"id"`
	DisplayName types.String `tfsdk:"display_name"`
	GrantRole   types.Bool   `tfsdk:"grant_role"`
}

var unitTypes = map[string]attr.Type{"id": types.StringType, "display_name": types.StringType, "grant_role": types.BoolType}

// unit returns restricted_unit, and false if it is absent or not known.
func (m *scopeGroupModel) unit(ctx context.Context) (u unitModel, there bool) {
	if !tfkit.Known(m.RestrictedUnit) {
		return unitModel{}, false
	}
	diags := m.RestrictedUnit.As(ctx, &u, basetypes.ObjectAsOptions{})
	return u, !diags.HasError()
}

func (m *scopeGroupModel) setUnit(u unitModel) {
	m.RestrictedUnit = types.ObjectValueMust(unitTypes, map[string]attr.Value{"id": u.ID, "display_name": u.DisplayName, "grant_role": u.GrantRole})
}

// additive reports whether members that are not configured remain.
func (m *scopeGroupModel) additive() bool {
	return tfkit.Known(m.ExclusiveMembers) && !m.ExclusiveMembers.ValueBool()
}

// imported reports whether the state is that of an import, before its first read: it
// lacks what every other state has.
func (m *scopeGroupModel) imported() bool { return m.ExclusiveMembers.IsNull() }

// parts are the parts of the group that a read needs.
func (m *scopeGroupModel) parts() graph.ScopeParts {
	return graph.ScopeParts{
		Members: !m.Members.IsNull() || m.imported(), Units: !m.RestrictedUnit.IsNull(), Applications: m.Applications.IDs(),
	}
}

// refresh reads the values of the directory. What the state does not have was not
// configured, and stays away.
func (m *scopeGroupModel) refresh(ctx context.Context, g graph.Group, s graph.Scope) {
	m.GroupID = types.StringValue(strings.ToLower(g.ID))
	m.DisplayName, m.MailNickname = types.StringValue(g.DisplayName), tfkit.StringOrNull(g.MailNickname)
	if g.Description != m.Description.ValueString() {
		m.Description = tfkit.StringOrNull(g.Description)
	}
	m.refreshMembers(g, s)
	m.Owners = m.Owners.Spelled(s.Owners)
	if !m.Applications.IsNull() {
		m.Applications = m.Applications.Spelled(s.Assigned)
	}
	if u, there := m.unit(ctx); there && !slices.ContainsFunc(s.Units, func(x graph.AdministrativeUnit) bool { return strings.EqualFold(x.ID, u.ID.ValueString()) }) {
		m.RestrictedUnit = types.ObjectNull(unitTypes)
	}
	m.Restricted = types.BoolValue(g.InRestrictedUnit())
}

func (m *scopeGroupModel) refreshMembers(g graph.Group, s graph.Scope) {
	if m.imported() {
		m.ExclusiveMembers = types.BoolValue(true)
		if !g.Dynamic() {
			m.Members = tfkit.NewIDSet(nil)
		}
		m.MembershipRule = tfkit.StringOrNull(g.Rule())
	}
	if !m.Members.IsNull() || !m.MembershipRule.IsNull() {
		m.MembershipRule = tfkit.StringOrNull(g.Rule())
	}
	if !m.Members.IsNull() {
		present := s.Members.All()
		if m.additive() {
			present = common(m.Members.IDs(), present)
		}
		m.Members = m.Members.Spelled(present)
	}
	m.MemberCount = types.Int64Value(int64(s.Count))
	m.NestedGroups = tfkit.NewIDSet(s.Members.Groups)
}

// others returns owners, in lower case, without the principal that the provider signs
// in with, unless the resource lists it: Graph may make the principal that creates a
// group its owner, and keeps the last one (graph-identity §7.1).
func (m *scopeGroupModel) others(owners []string, own string) []string {
	return slices.DeleteFunc(owners, func(id string) bool { return id == own && !contains(m.Owners.IDs(), id) })
}

// current is the group as the state has it.
func (m *scopeGroupModel) current() graph.Group {
	g := graph.Group{
		ID: m.GroupID.ValueString(), DisplayName: m.DisplayName.ValueString(), MailNickname: m.MailNickname.ValueString(),
		Description: m.Description.ValueString(), Restricted: m.Restricted.ValueBoolPointer(),
	}
	if !m.MembershipRule.IsNull() {
		g.GroupTypes, g.MembershipRule = []string{"DynamicMembership"}, m.MembershipRule.ValueString()
	}
	return g
}

// change returns the configured properties in which a group differs.
func (m *scopeGroupModel) change(g graph.Group) (c graph.GroupChange) {
	if m.DisplayName.ValueString() != g.DisplayName {
		c.DisplayName = m.DisplayName.ValueString()
	}
	if tfkit.Known(m.MailNickname) && m.MailNickname.ValueString() != g.MailNickname {
		c.MailNickname = m.MailNickname.ValueString()
	}
	if description := m.Description.ValueString(); !m.Description.IsNull() && !m.Description.IsUnknown() && description != g.Description {
		c.Description = &description
	}
	rule := m.MembershipRule.ValueString()
	if rule != g.Rule() && (rule != "" || !m.Members.IsNull()) {
		c.Rule = &rule
	}
	return c
}

// notInNickname are the characters that a derived nickname omits.
var notInNickname = regexp.MustCompile(`[^0-9A-Za-z_-]+`)

// first returns the properties of a new group.
func (m *scopeGroupModel) first() graph.GroupChange {
	c := m.change(graph.Group{})
	if c.MailNickname == "" {
		name := strings.Trim(notInNickname.ReplaceAllString(m.DisplayName.ValueString(), "-"), "-")
		if name == "" {
			name = "sync-scope"
		}
		c.MailNickname = name[:min(len(name), longestNickname)]
	}
	return c
}

// common returns the elements of both sorted lists.
func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return !contains(b, id) })
}

// without returns the elements of a that are not in the sorted list b.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(id string) bool { return contains(b, id) })
}

func contains(sorted []string, id string) bool {
	_, found := slices.BinarySearch(sorted, id)
	return found
}
