package guest

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// userTypeModel is the resource in Terraform's types.
type userTypeModel struct {
	tfkit.Model

	UserID    tfkit.Folded `tfsdk:"user_id"`
	UserType  types.String `tfsdk:"user_type"`
	OnDestroy types.String `tfsdk:"on_destroy"`

	FormerUserType    types.String `tfsdk:"former_user_type"`
	UserPrincipalName tfkit.Folded `tfsdk:"user_principal_name"`
	External          types.Bool   `tfsdk:"external"`
}

// userID is the object id in the directory's case; a configuration may use capital
// letters.
func (m *userTypeModel) userID() string { return strings.ToLower(m.UserID.ValueString()) }

// change is the configured change of the user.
func (m *userTypeModel) change() graph.UserChange {
	return graph.UserChange{UserType: m.UserType.ValueString()}
}

// created sets the state after the type has been written, from the user before the
// change.
func (m *userTypeModel) created(before graph.User) {
	m.FormerUserType = tfkit.StringOrNull(before.UserType)
	before.UserType = m.UserType.ValueString()
	m.refresh(before)
}

// refresh reads the values of the directory.
func (m *userTypeModel) refresh(u graph.User) {
	m.UserType = tfkit.StringOrNull(u.UserType)
	m.UserPrincipalName = tfkit.FoldedOrNull(u.UserPrincipalName)
	m.External = types.BoolValue(u.External())
}

// shows reports whether the state has the values of the directory already. After an
// import there is nothing to compare.
func (m *userTypeModel) shows(u graph.User) bool {
	now := *m
	now.refresh(u)
	return m.UserType.IsNull() ||
		now.UserType.Equal(m.UserType) && now.UserPrincipalName.Equal(m.UserPrincipalName) && now.External.Equal(m.External)
}

// formerAfter is the type that a destroy restores after the planned change. For an
// imported user it is unknown until this resource changes the type.
func (m *userTypeModel) formerAfter(state userTypeModel) types.String {
	if state.FormerUserType.IsNull() && !m.UserType.IsUnknown() && !m.UserType.Equal(state.UserType) {
		return state.UserType
	}
	return state.FormerUserType
}

// restores returns the type that a destroy restores, if there is one.
func (m *userTypeModel) restores() (former string, ok bool) {
	return m.FormerUserType.ValueString(), m.OnDestroy.ValueString() == destroyRestore && m.FormerUserType.ValueString() != ""
}
