package addressbook

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// mailContactModel is the resource in Terraform's types.
type mailContactModel struct {
	tfkit.Model

	Email       tfkit.Folded `tfsdk:"email"`
	Name        types.String `tfsdk:"name"`
	DisplayName types.String `tfsdk:"display_name"`
	Alias       types.String `tfsdk:"alias"`
	FirstName   types.String `tfsdk:"first_name"`
	LastName    types.String `tfsdk:"last_name"`
	Hidden      types.Bool   `tfsdk:"hidden_from_address_lists"`
	MailTip     types.String `tfsdk:"mail_tip"`

	ContactID          types.String `tfsdk:"contact_id"`
	EntraObjectID      types.String `tfsdk:"entra_object_id"`
	PrimarySMTPAddress tfkit.Folded `tfsdk:"primary_smtp_address"`
}

// contactNotes are the notes of a contact in private state.
type contactNotes struct {
	// Configured are the optional attributes that the last apply found in the
	// configuration.
	Configured []string `json:"configured"`
}

var contactRecord = tfkit.Record[contactNotes]{Key: "configured", Version: 1}

// The optional attributes.
const (
	attrName        = "name"
	attrDisplayName = "display_name"
	attrAlias       = "alias"
	attrFirstName   = "first_name"
	attrLastName    = "last_name"
	attrMailTip     = "mail_tip"
	attrHidden      = "hidden_from_address_lists"
)

// optionalText is an optional text, by the name of its attribute.
type optionalText struct {
	name  string
	value *types.String
}

func (m *mailContactModel) texts() []optionalText {
	return []optionalText{
		{attrName, &m.Name},
		{attrDisplayName, &m.DisplayName},
		{attrAlias, &m.Alias},
		{attrFirstName, &m.FirstName},
		{attrLastName, &m.LastName},
		{attrMailTip, &m.MailTip},
	}
}

// notes lists what a configuration has.
func (m *mailContactModel) notes() contactNotes {
	notes := contactNotes{Configured: []string{}}
	for _, t := range m.texts() {
		if !t.value.IsNull() {
			notes.Configured = append(notes.Configured, t.name)
		}
	}
	if !m.Hidden.IsNull() {
		notes.Configured = append(notes.Configured, attrHidden)
	}
	return notes
}

func (n contactNotes) manages(attribute string) bool { return slices.Contains(n.Configured, attribute) }

// creation is the new contact of a plan. What New-MailContact cannot set follows as
// a change.
func (m *mailContactModel) creation() exchange.NewMailContact {
	return exchange.NewMailContact{
		Name: m.Name.ValueString(), ExternalAddress: m.Email.ValueString(), DisplayName: m.DisplayName.ValueString(),
		Alias: m.Alias.ValueString(), FirstName: m.FirstName.ValueString(), LastName: m.LastName.ValueString(),
	}
}

// observe sets the values of Exchange.
func (m *mailContactModel) observe(c exchange.MailContact, names exchange.ContactNames) {
	m.Email = tfkit.FoldedOrNull(c.External())
	m.Name, m.DisplayName, m.Alias = types.StringValue(c.Name), tfkit.StringOrNull(c.DisplayName), tfkit.StringOrNull(c.Alias)
	m.FirstName, m.LastName = tfkit.StringOrNull(names.FirstName), tfkit.StringOrNull(names.LastName)
	m.Hidden = types.BoolValue(c.Hidden)
	m.MailTip = tfkit.StringOrNull(exchange.MailTipText(c.MailTip))
	m.ContactID, m.EntraObjectID = types.StringValue(c.GUID), tfkit.StringOrNull(c.ObjectID)
	m.PrimarySMTPAddress = tfkit.FoldedOrNull(c.PrimaryAddress)
}

// changeSince is what a plan changes of what is there. Unknown values are not
// configured, and stay as they are.
func (m *mailContactModel) changeSince(before mailContactModel) (c exchange.MailContactChange, names exchange.ContactNamesChange) {
	if !m.Email.Same(before.Email) {
		c.ExternalAddress = m.Email.ValueStringPointer()
	}
	if !m.Hidden.IsUnknown() && m.Hidden.ValueBool() != before.Hidden.ValueBool() {
		c.Hidden = m.Hidden.ValueBoolPointer()
	}
	changed := func(planned, present types.String) *string {
		text := planned.ValueString()
		if planned.IsUnknown() || text == present.ValueString() {
			return nil
		}
		return &text
	}
	c.Name, c.DisplayName, c.Alias = changed(m.Name, before.Name), changed(m.DisplayName, before.DisplayName), changed(m.Alias, before.Alias)
	names.FirstName, names.LastName = changed(m.FirstName, before.FirstName), changed(m.LastName, before.LastName)
	if c.MailTip = changed(m.MailTip, before.MailTip); c.MailTip != nil && *c.MailTip == "" {
		c.MailTip, c.ClearMailTip = nil, true
	}
	return c, names
}
