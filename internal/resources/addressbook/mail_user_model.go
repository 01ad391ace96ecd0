package addressbook

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// mailUserModel is the resource in Terraform's types.
type mailUserModel struct {
	tfkit.Model

	UserID    tfkit.Folded `tfsdk:"user_id"`
	OnDestroy types.String `tfsdk:"on_destroy"`

	PrimarySMTPAddress       tfkit.Folded `tfsdk:"primary_smtp_address"`
	EmailAddresses           types.Set    `tfsdk:"email_addresses"`
	AdditionalEmailAddresses types.Set    `tfsdk:"additional_email_addresses"`
	ExternalEmailAddress     tfkit.Folded `tfsdk:"external_email_address"`
	MailTip                  types.String `tfsdk:"mail_tip"`

	UserPrincipalName tfkit.Folded `tfsdk:"user_principal_name"`
	RecipientType     types.String `tfsdk:"recipient_type"`
	Former            types.String `tfsdk:"former"`
}

// userID is the object id in the directory's case; a configuration may use capital
// letters.
func (m *mailUserModel) userID() string { return strings.ToLower(m.UserID.ValueString()) }

func (m *mailUserModel) restores() bool { return m.OnDestroy.ValueString() == destroyRestore }

// observe sets the values of Exchange, with addresses as the model writes them. Of
// the additional addresses, those that are there remain.
func (m *mailUserModel) observe(u exchange.MailUser) {
	m.UserPrincipalName, m.RecipientType = tfkit.FoldedOrNull(u.UserPrincipalName), tfkit.StringOrNull(u.TypeDetails)
	m.PrimarySMTPAddress, m.ExternalEmailAddress = tfkit.FoldedOrNull(u.PrimaryAddress), tfkit.FoldedOrNull(u.External())
	m.EmailAddresses = addressSet(spelled(u.Mail(), tfkit.Strings(m.EmailAddresses)))
	if tfkit.Known(m.AdditionalEmailAddresses) {
		m.AdditionalEmailAddresses = addressSet(intersect(tfkit.Strings(m.AdditionalEmailAddresses), u.Mail()))
	}
	m.MailTip = tfkit.StringOrNull(exchange.MailTipText(u.MailTip))
}

// keep keeps the values that the plan knows. What is there may differ where nothing is
// configured: the plan has read it late, or another client has written it meanwhile.
// Terraform refuses such a result, and the next refresh shows it.
func (m *mailUserModel) keep(planned mailUserModel) {
	m.UserPrincipalName = knownOr(planned.UserPrincipalName, m.UserPrincipalName)
	m.PrimarySMTPAddress = knownOr(planned.PrimarySMTPAddress, m.PrimarySMTPAddress)
	m.ExternalEmailAddress = knownOr(planned.ExternalEmailAddress, m.ExternalEmailAddress)
	m.EmailAddresses = knownOr(planned.EmailAddresses, m.EmailAddresses)
	m.MailTip = knownOr(planned.MailTip, m.MailTip)
}

// knownOr is a planned value, or the other one if it is unknown.
func knownOr[T attr.Value](planned, other T) T {
	if planned.IsUnknown() {
		return other
	}
	return planned
}

// wanted are the addresses that a plan adds to those of the mail user.
func (m *mailUserModel) wanted(config mailUserModel) []string {
	all := tfkit.Strings(m.AdditionalEmailAddresses)
	if !config.PrimarySMTPAddress.IsNull() && tfkit.Known(m.PrimarySMTPAddress) {
		all = unite(all, []string{m.PrimarySMTPAddress.ValueString()})
	}
	return all
}

// writes reports whether a plan may change the mail user.
func (m *mailUserModel) writes(state mailUserModel) bool {
	return !m.PrimarySMTPAddress.Same(state.PrimarySMTPAddress) || !m.EmailAddresses.Equal(state.EmailAddresses) ||
		!m.AdditionalEmailAddresses.Equal(state.AdditionalEmailAddresses) || !m.ExternalEmailAddress.Same(state.ExternalEmailAddress) ||
		!m.MailTip.Equal(state.MailTip)
}

// changeSince is what a plan changes of what is there. Unknown values are not
// configured, and stay as they are; without a known list of addresses, some are
// added and removed.
func (m *mailUserModel) changeSince(before mailUserModel, add, remove []string) exchange.RecipientChange {
	var c exchange.RecipientChange
	present := tfkit.Strings(before.EmailAddresses)
	primary := tfkit.Known(m.PrimarySMTPAddress)
	list := tfkit.Strings(m.EmailAddresses)
	switch {
	case tfkit.Known(m.EmailAddresses) && !sameAddresses(list, present):
		c.Addresses = &exchange.Addresses{Only: list}
	case m.EmailAddresses.IsUnknown():
		if add, remove = subtract(add, present), intersect(remove, present); len(add)+len(remove) > 0 {
			c.Addresses = &exchange.Addresses{Add: add, Remove: remove}
		}
	}
	if primary && (c.Addresses != nil && c.Addresses.Only != nil || !m.PrimarySMTPAddress.Same(before.PrimarySMTPAddress)) {
		c.PrimaryAddress = m.PrimarySMTPAddress.ValueStringPointer()
	}
	if tfkit.Known(m.ExternalEmailAddress) && !m.ExternalEmailAddress.Same(before.ExternalEmailAddress) {
		c.ExternalAddress = m.ExternalEmailAddress.ValueStringPointer()
	}
	if !m.MailTip.IsUnknown() && !m.MailTip.Equal(before.MailTip) {
		if c.MailTip = m.MailTip.ValueStringPointer(); c.MailTip == nil {
			c.ClearMailTip = true
		}
	}
	return c
}

// complete sets unknown values to those that a change leaves.
func (m *mailUserModel) complete(before mailUserModel, c exchange.RecipientChange) {
	if m.PrimarySMTPAddress.IsUnknown() {
		m.PrimarySMTPAddress = before.PrimarySMTPAddress
	}
	if m.ExternalEmailAddress.IsUnknown() {
		m.ExternalEmailAddress = before.ExternalEmailAddress
	}
	if m.MailTip.IsUnknown() {
		m.MailTip = before.MailTip
	}
	if m.EmailAddresses.IsUnknown() {
		list := tfkit.Strings(before.EmailAddresses)
		if c.Addresses != nil {
			list = unite(subtract(list, c.Addresses.Remove), c.Addresses.Add)
		}
		if c.PrimaryAddress != nil {
			list = unite(list, []string{*c.PrimaryAddress})
		}
		m.EmailAddresses = addressSet(list)
	}
	m.UserPrincipalName, m.RecipientType = before.UserPrincipalName, before.RecipientType
}
