package guest

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// userTypeModel is the resource as Terraform has it.
type userTypeModel struct {
	ID       types.String `tfsdk:"id"`
	Tenant   types.String `tfsdk:"tenant"`
	TenantID types.String `tfsdk:"tenant_id"`

	UserID    tfkit.Folded   `tfsdk:"user_id"`
	UserType  types.String   `tfsdk:"user_type"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`

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
func (m *userTypeModel) created(t *tenant.Tenant, before graph.User) {
	m.FormerUserType = stringOrNull(before.UserType)
	before.UserType = m.UserType.ValueString()
	m.refresh(t, before)
}

// refresh takes over what the directory says.
func (m *userTypeModel) refresh(t *tenant.Tenant, u graph.User) {
	m.ID = types.StringValue(tfkit.ID(t.ID, u.ID))
	m.Tenant = types.StringValue(t.Key)
	m.TenantID = types.StringValue(t.ID)
	m.UserType = stringOrNull(u.UserType)
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
