package guest

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// model is the resource in Terraform's types.
type model struct {
	tfkit.Model

	Email           tfkit.Folded `tfsdk:"email"`
	RedirectURL     types.String `tfsdk:"redirect_url"`
	InvitedUserType types.String `tfsdk:"invited_user_type"`
	SendMessage     types.Bool   `tfsdk:"send_message"`
	Message         types.Object `tfsdk:"message"`
	InvitedUserID   tfkit.Folded `tfsdk:"invited_user_id"`
	HomeTenant      types.String `tfsdk:"home_tenant"`
	After           types.List   `tfsdk:"after"`

	DisplayName       types.String `tfsdk:"display_name"`
	GivenName         types.String `tfsdk:"given_name"`
	Surname           types.String `tfsdk:"surname"`
	JobTitle          types.String `tfsdk:"job_title"`
	Department        types.String `tfsdk:"department"`
	CompanyName       types.String `tfsdk:"company_name"`
	OfficeLocation    types.String `tfsdk:"office_location"`
	MobilePhone       types.String `tfsdk:"mobile_phone"`
	BusinessPhone     types.String `tfsdk:"business_phone"`
	EmployeeID        types.String `tfsdk:"employee_id"`
	UsageLocation     types.String `tfsdk:"usage_location"`
	PreferredLanguage types.String `tfsdk:"preferred_language"`
	AccountEnabled    types.Bool   `tfsdk:"account_enabled"`

	ManagerID tfkit.Folded `tfsdk:"manager_id"`
	Sponsors  types.Set    `tfsdk:"sponsors"`

	OnExisting             types.String `tfsdk:"on_existing"`
	OnSoftDeleted          types.String `tfsdk:"on_soft_deleted"`
	OnDestroy              types.String `tfsdk:"on_destroy"`
	RedemptionResetTrigger types.String `tfsdk:"redemption_reset_trigger"`

	UserID            types.String `tfsdk:"user_id"`
	UserPrincipalName tfkit.Folded `tfsdk:"user_principal_name"`
	HomeUPN           tfkit.Folded `tfsdk:"home_user_principal_name"`
	Mail              tfkit.Folded `tfsdk:"mail"`
	ProxyAddresses    types.List   `tfsdk:"proxy_addresses"`
	MailEnabled       types.Bool   `tfsdk:"mail_enabled"`
	ExternalUserState types.String `tfsdk:"external_user_state"`
	CreationType      types.String `tfsdk:"creation_type"`
	IdentityIssuer    types.String `tfsdk:"identity_issuer"`
	UserType          types.String `tfsdk:"user_type"`
	RedeemURL         types.String `tfsdk:"redeem_url"`

	// secretBody is message.body_wo, which the configuration alone has.
	secretBody types.String
}

// profileField ties an attribute to its property in Graph.
type profileField struct {
	name     string
	property graph.Property
	value    *types.String
	// stays marks a property that Graph cannot clear.
	stays bool
}

// profile lists the profile of a model in a fixed order.
func (m *model) profile() []profileField {
	return []profileField{
		{"display_name", graph.DisplayName, &m.DisplayName, true},
		{"given_name", graph.GivenName, &m.GivenName, false},
		{"surname", graph.Surname, &m.Surname, false},
		{"job_title", graph.JobTitle, &m.JobTitle, false},
		{"department", graph.Department, &m.Department, false},
		{"company_name", graph.CompanyName, &m.CompanyName, false},
		{"office_location", graph.OfficeLocation, &m.OfficeLocation, false},
		{"mobile_phone", graph.MobilePhone, &m.MobilePhone, false},
		{"business_phone", graph.BusinessPhone, &m.BusinessPhone, false},
		{"employee_id", graph.EmployeeID, &m.EmployeeID, false},
		{"usage_location", graph.UsageLocation, &m.UsageLocation, true},
		{"preferred_language", graph.PreferredLanguage, &m.PreferredLanguage, false},
	}
}

// invitation is the request for the model.
func (m *model) invitation() graph.Invitation {
	return graph.Invitation{
		Email:       m.Email.ValueString(),
		DisplayName: m.DisplayName.ValueString(),
		UserType:    m.InvitedUserType.ValueString(),
		RedirectURL: m.RedirectURL.ValueString(),
		UserID:      m.InvitedUserID.ValueString(),
	}
}

// wanted is the configured profile.
func (m *model) wanted() graph.UserChange {
	change := graph.UserChange{Set: map[graph.Property]string{}}
	for _, f := range m.profile() {
		if tfkit.Known(*f.value) {
			change.Set[f.property] = f.value.ValueString()
		}
	}
	if tfkit.Known(m.AccountEnabled) {
		on := m.AccountEnabled.ValueBool()
		change.AccountEnabled = &on
	}
	return change
}

// changeSince is the change from the state to the plan.
func (m *model) changeSince(before model) graph.UserChange {
	change := graph.UserChange{Set: map[graph.Property]string{}}
	old := before.profile()
	for i, f := range m.profile() {
		switch {
		case f.value.IsUnknown() || f.value.Equal(*old[i].value):
		case f.value.IsNull():
			change.Clear = append(change.Clear, f.property)
		default:
			change.Set[f.property] = f.value.ValueString()
		}
	}
	if tfkit.Known(m.AccountEnabled) && !m.AccountEnabled.Equal(before.AccountEnabled) {
		on := m.AccountEnabled.ValueBool()
		change.AccountEnabled = &on
	}
	return change
}

// refresh reads the values of the directory. It is independent of the
// configuration: the plan does not change unconfigured attributes.
func (m *model) refresh(u graph.User) {
	m.UserID = types.StringValue(u.ID)
	for _, f := range m.profile() {
		*f.value = tfkit.StringOrNull(u.Text(f.property))
	}
	m.AccountEnabled = types.BoolValue(u.AccountEnabled)
	m.UserPrincipalName = tfkit.FoldedOrNull(u.UserPrincipalName)
	m.CreationType = tfkit.StringOrNull(u.CreationType)
	m.UserType = tfkit.StringOrNull(u.UserType)
	m.redeemed(u)
}

// shows reports whether the state has the values of the directory already.
func (m *model) shows(u graph.User) bool {
	now := *m
	now.refresh(u)
	before, after := m.observed(), now.observed()
	for i := range before {
		if !before[i].Equal(after[i]) {
			return false
		}
	}
	return true
}

// observed are the values that refresh reads.
func (m *model) observed() []attr.Value {
	values := []attr.Value{
		m.UserID, m.AccountEnabled, m.UserPrincipalName, m.CreationType, m.UserType, m.Mail, m.ProxyAddresses, m.MailEnabled,
		m.ExternalUserState, m.IdentityIssuer,
	}
	for _, f := range m.profile() {
		values = append(values, *f.value)
	}
	return values
}

// redeemed reads the values that a redemption changes.
func (m *model) redeemed(u graph.User) {
	m.Mail = tfkit.FoldedOrNull(u.Mail)
	m.ProxyAddresses = proxies(u.ProxyAddresses)
	m.MailEnabled = types.BoolValue(u.MailEnabled())
	if !m.stillConverting(u) {
		m.ExternalUserState = tfkit.StringOrNull(u.ExternalUserState)
	}
	m.IdentityIssuer = tfkit.StringOrNull(u.IdentityIssuer())
}

// stillConverting reports whether the state has an invitation that the directory
// does not show: that of an internal user may become visible only at redemption
// (graph-identity §1.7).
func (m *model) stillConverting(u graph.User) bool {
	return tfkit.Known(m.InvitedUserID) && m.ExternalUserState.ValueString() == graph.PendingAcceptance && u.ExternalUserState == ""
}

// arrived sets the state after a creation. Without a user, because the application
// cannot read users, it sets the known values only.
func (m *model) arrived(p arrival, u *graph.User, home *graph.User) {
	m.UserID = types.StringValue(p.userID)
	m.RedeemURL = tfkit.StringOrNull(p.redeemURL)
	if home != nil {
		m.HomeUPN = tfkit.FoldedValue(home.UserPrincipalName)
	}
	if m.OnDestroy.IsUnknown() {
		m.OnDestroy = types.StringValue(invitationNotes{Invited: p.invited}.onDestroy())
	}
	if p.pending {
		m.ExternalUserState = types.StringValue(graph.PendingAcceptance)
	}
	if u != nil {
		m.refresh(*u)
	}
	m.settleUnknown()
}

// imported sets the inputs of a user that this resource did not invite, so that a
// configuration without them plans no change. A user that was moved
// from another provider has some of them.
func (m *model) imported(t *tenant.Tenant, u graph.User) {
	if m.Email.IsNull() {
		m.Email = tfkit.FoldedOrNull(invitedAddress(u))
	}
	if m.RedirectURL.IsNull() {
		m.RedirectURL = types.StringValue(t.Cloud.RedirectURL(t.ID))
	}
	if m.InvitedUserType.IsNull() {
		m.InvitedUserType = types.StringValue(u.UserType)
	}
	if m.SendMessage.IsNull() {
		m.SendMessage = types.BoolValue(false)
	}
	m.OnExisting = types.StringValue(existingError)
	m.OnSoftDeleted = types.StringValue(deletedError)
	m.OnDestroy = types.StringValue(invitationNotes{}.onDestroy())
}

// settleUnknown sets unknown values to null.
func (m *model) settleUnknown() {
	for _, f := range m.profile() {
		nullIfUnknown(f.value)
	}
	for _, v := range []*types.String{
		&m.RedirectURL, &m.ExternalUserState, &m.CreationType, &m.IdentityIssuer, &m.UserType, &m.RedeemURL, &m.OnDestroy,
	} {
		nullIfUnknown(v)
	}
	for _, v := range []*tfkit.Folded{&m.UserPrincipalName, &m.HomeUPN, &m.Mail, &m.ManagerID} {
		if v.IsUnknown() {
			*v = tfkit.FoldedOrNull("")
		}
	}
	for _, v := range []*types.Bool{&m.AccountEnabled, &m.MailEnabled} {
		if v.IsUnknown() {
			*v = types.BoolNull()
		}
	}
	if m.ProxyAddresses.IsUnknown() {
		m.ProxyAddresses = types.ListNull(types.StringType)
	}
	if m.Sponsors.IsUnknown() {
		m.Sponsors = types.SetNull(types.StringType)
	}
}
