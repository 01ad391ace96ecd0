package guest

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// userTypeModel is the resource as Terraform has it.
type userTypeModel struct {
	tfkit.Model

	UserID    tfkit.Folded `tfsdk:"user_id"`
	UserType  types.String `tfsdk:"user_type"`
	OnDestroy types.String `tfsdk:"on_destroy"`

	FormerUserType    types.String `tfsdk:"former_user_type"`
	UserPrincipalName tfkit.Folded `tfsdk:"user_principal_name"`
	External          types.Bool   `tfsdk:"external"`
}

// userID is the object id as the directory writes it; a configuration may use
// capital letters.
func (m *userTypeModel) userID() string { return strings.ToLower(m.UserID.ValueString()) }

// change is what the configuration asks of the user.
func (m *userTypeModel) change() graph.UserChange {
	return graph.UserChange{UserType: m.UserType.ValueString()}
}

// created fills the state of a user whose type has just been written, from what
// they were before.
func (m *userTypeModel) created(before graph.User) {
	m.FormerUserType = tfkit.StringOrNull(before.UserType)
	before.UserType = m.UserType.ValueString()
	m.refresh(before)
}

// refresh takes over what the directory says.
func (m *userTypeModel) refresh(u graph.User) {
	m.UserType = tfkit.StringOrNull(u.UserType)
	m.UserPrincipalName = tfkit.FoldedOrNull(u.UserPrincipalName)
	m.External = types.BoolValue(u.External())
}

// formerAfter is the type that a destroy will give back after the planned
// change. For an imported user it is unknown until this resource changes it.
func (m *userTypeModel) formerAfter(state userTypeModel) types.String {
	if state.FormerUserType.IsNull() && !m.UserType.IsUnknown() && !m.UserType.Equal(state.UserType) {
		return state.UserType
	}
	return state.FormerUserType
}

// restores returns the type that a destroy gives back, if it gives one back.
func (m *userTypeModel) restores() (former string, ok bool) {
	return m.FormerUserType.ValueString(), m.OnDestroy.ValueString() == destroyRestore && m.FormerUserType.ValueString() != ""
}
