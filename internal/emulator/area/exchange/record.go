package exchange

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The zero Guid is that of mailboxes that mail users do not have.
const noGUID = command.GUID("00000000-0000-0000-0000-000000000000")

const (
	version   = "0.20 (15.0.0.0)"
	unlimited = "Unlimited"
)

// names are the properties of every object.
func (r *Recipient) names(d *kernel.Directory) command.Record {
	return command.Record{
		{Name: "Identity", Value: r.Name},
		{Name: "Id", Value: r.Name},
		{Name: "Name", Value: r.Name},
		{Name: "Guid", Value: command.GUID(r.guid())},
		{Name: "ExchangeObjectId", Value: command.GUID(r.guid())},
		{Name: "ExternalDirectoryObjectId", Value: r.ID},
		{Name: "DistinguishedName", Value: distinguishedName(r.Name, d)},
		{Name: "OrganizationId", Value: organizationID(d)},
		{Name: "RecipientType", Value: r.recipientType()},
		{Name: "RecipientTypeDetails", Value: r.Details},
		{Name: "DisplayName", Value: r.DisplayName},
		{Name: "IsDirSynced", Value: r.DirSynced},
		{Name: "ExchangeVersion", Value: version},
		{Name: "WhenCreated", Value: r.Created},
		{Name: "WhenCreatedUTC", Value: r.Created},
		{Name: "WhenChanged", Value: r.Changed},
		{Name: "WhenChangedUTC", Value: r.Changed},
	}
}

// mail are the properties of every recipient.
func (r *Recipient) mail() command.Record {
	return command.Record{
		{Name: "Alias", Value: r.Alias},
		{Name: "PrimarySmtpAddress", Value: r.primary()},
		{Name: "EmailAddresses", Value: slices.Clone(r.Addresses)},
		{Name: "ExternalEmailAddress", Value: orNull(r.Target)},
		{Name: "HiddenFromAddressListsEnabled", Value: r.Hidden},
		{Name: "EmailAddressPolicyEnabled", Value: false},
		{Name: "AddressListMembership", Value: r.addressLists()},
		{Name: "PoliciesIncluded", Value: []string{}},
		{Name: "PoliciesExcluded", Value: []string{}},
	}
}

// addressLists are the lists that a recipient is in.
func (r *Recipient) addressLists() []string {
	if r.Hidden {
		return []string{}
	}
	return []string{`\Default Global Address List`}
}

// custom are the properties that only requests set.
func (r *Recipient) custom() command.Record {
	record := command.Record{}
	for _, name := range numbered("CustomAttribute", customAttributes) {
		record = append(record, command.Field{Name: name, Value: r.text(name)})
	}
	for _, name := range lists {
		record = append(record, command.Field{Name: name, Value: r.Lists[name]})
	}
	return record
}

// settings are the properties that mail users and contacts share (exchange §9.1).
func (r *Recipient) settings() command.Record {
	record := command.Record{
		{Name: "WindowsEmailAddress", Value: r.primary()},
		{Name: "LegacyExchangeDN", Value: r.legacyDN()},
		{Name: "SimpleDisplayName", Value: r.text("SimpleDisplayName")},
		{Name: "MailTip", Value: r.mailTip()},
		{Name: "MailTipTranslations", Value: r.mailTipTranslations()},
		{Name: "MaxSendSize", Value: unlimited},
		{Name: "MaxReceiveSize", Value: unlimited},
		{Name: "RecipientLimits", Value: unlimited},
	}
	for _, o := range options {
		record = append(record, command.Field{Name: o.name, Value: r.option(o)})
	}
	for _, name := range flags {
		record = append(record, command.Field{Name: name, Value: r.Flags[name]})
	}
	for _, name := range notModeledLists {
		record = append(record, command.Field{Name: name, Value: []string{}})
	}
	return record
}

// person are the properties of a person.
func (r *Recipient) person() command.Record {
	p := r.Person
	return command.Record{
		{Name: "FirstName", Value: r.FirstName},
		{Name: "LastName", Value: r.LastName},
		{Name: "City", Value: p.City},
		{Name: "Company", Value: p.Company},
		{Name: "CountryOrRegion", Value: orNull(p.Country)},
		{Name: "Department", Value: p.Department},
		{Name: "Manager", Value: nil},
		{Name: "Office", Value: p.Office},
		{Name: "Phone", Value: p.Phone},
		{Name: "PostalCode", Value: p.PostalCode},
		{Name: "StateOrProvince", Value: p.State},
		{Name: "Title", Value: p.Title},
	}
}

// asMailUser is the record of Get-MailUser.
func (r *Recipient) asMailUser(d *kernel.Directory) command.Record {
	return slices.Concat(r.names(d), command.Record{
		{Name: "UserPrincipalName", Value: r.UserPrincipalName},
		{Name: "MicrosoftOnlineServicesID", Value: r.UserPrincipalName},
		{Name: "ExchangeGuid", Value: noGUID},
		{Name: "ArchiveGuid", Value: noGUID},
		{Name: "SKUAssigned", Value: nil},
		{Name: "AccountDisabled", Value: r.Disabled},
		{Name: "WhenSoftDeleted", Value: nil},
	}, r.mail(), r.settings(), r.custom())
}

// asMailContact is the record of Get-MailContact.
func (r *Recipient) asMailContact(d *kernel.Directory) command.Record {
	return slices.Concat(r.names(d), r.mail(), r.settings(), r.custom())
}

// asRecipient is the record of Get-Recipient, which has no mail tip.
func (r *Recipient) asRecipient(d *kernel.Directory) command.Record {
	return slices.Concat(r.names(d), r.mail(), r.person(), command.Record{
		{Name: "ManagedBy", Value: []string{}}, {Name: "SKUAssigned", Value: nil}, {Name: "ExchangeGuid", Value: noGUID},
	}, r.custom())
}

// asUser is the record of Get-User.
func (r *Recipient) asUser(d *kernel.Directory) command.Record {
	kind := any(nil)
	if r.External {
		kind = "Invitation"
	}
	return slices.Concat(r.names(d), command.Record{
		{Name: "UserPrincipalName", Value: r.UserPrincipalName},
		{Name: "MicrosoftOnlineServicesID", Value: r.UserPrincipalName},
		{Name: "WindowsEmailAddress", Value: r.primary()},
		{Name: "UserType", Value: r.UserType},
		{Name: "CreationType", Value: kind},
		{Name: "PreviousRecipientTypeDetails", Value: "None"},
		{Name: "SKUAssigned", Value: nil},
		{Name: "AccountDisabled", Value: r.Disabled},
	}, r.person())
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
