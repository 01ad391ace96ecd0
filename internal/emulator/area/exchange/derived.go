package exchange

import (
	"cmp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// derived returns what Exchange makes of an object of Entra that it has had for a
// long time; nil for an object that is not there.
func derived(d *kernel.Directory, id string) *Recipient {
	if u := directory.Users.Truth(d, id); u != nil {
		return fromUser(d, u)
	}
	if c := directory.Contacts.Truth(d, id); c != nil {
		return fromContact(c)
	}
	if g := directory.Groups.Truth(d, id); g != nil && g.MailEnabled {
		return fromGroup(g)
	}
	return nil
}

// fromUser derives the object of a user.
func fromUser(d *kernel.Directory, u *directory.User) *Recipient {
	r := &Recipient{ID: u.ID, Created: u.Created, Changed: u.Created}
	r.takeAttributes(u)
	r.takeAddresses(u)
	if u.External() {
		r.Details = mailUser // a member with an address was a guest before
	}
	r.Details = detailsOf(d, u, r.Details)
	r.hideNew(u)
	if r.isMailUser() {
		r.Target = target(r.Addresses)
	}
	return r
}

// takeAttributes takes over what Graph can change and mail does not depend on. The
// name of a user's object is the id (exchange §8), unless Exchange has changed it.
func (r *Recipient) takeAttributes(u *directory.User) {
	r.Name = cmp.Or(r.Name, u.ID)
	r.Alias, r.DisplayName, r.FirstName, r.LastName = u.MailNickname, u.DisplayName, u.GivenName, u.Surname
	r.UserPrincipalName, r.UserType, r.External, r.Disabled = u.UserPrincipalName, u.UserType, u.External(), !u.AccountEnabled
	r.DirSynced = u.OnPremisesSyncEnabled != nil && *u.OnPremisesSyncEnabled
	r.Person = Person{
		City: u.City, Company: u.CompanyName, Country: u.Country, Department: u.Department, Office: u.OfficeLocation,
		PostalCode: u.PostalCode, State: u.State, Title: u.JobTitle,
	}
	if len(u.BusinessPhones) > 0 {
		r.Person.Phone = u.BusinessPhones[0]
	}
	for i := range customAttributes {
		r.setText(customAttribute(i), u.Extensions[extensionAttribute(i)])
	}
}

func (r *Recipient) takeAddresses(u *directory.User) { r.Addresses = slices.Clone(u.ProxyAddresses) }

// hideNew hides a new guest from address lists, unless Graph says otherwise, and
// shows the others (exchange §10).
func (r *Recipient) hideNew(u *directory.User) {
	r.Hidden = r.Details == guestMailUser
	if u.ShowInAddressList != nil {
		r.Hidden = !*u.ShowInAddressList
	}
}

// detailsOf returns the type that a user has in Exchange, given the former one
// (exchange §10, §11): a guest with a proxy address becomes a mail user; an external
// member is one only if it was one as a guest; an internal user with a primary
// address in a domain of the tenant has a mailbox, because every tenant has
// Exchange Online and licenses of users are not modeled.
func detailsOf(d *kernel.Directory, u *directory.User, former string) string {
	primary := (&Recipient{Addresses: u.ProxyAddresses}).primary()
	switch {
	case primary != "" && !u.External() && d.Verified(kernel.DomainOf(primary)):
		return userMailbox
	case primary != "" && u.External() && u.UserType == directory.TypeGuest:
		return guestMailUser
	case primary != "" && (former == mailUser || former == guestMailUser):
		return mailUser
	case u.UserType == directory.TypeGuest:
		return plainGuest
	default:
		return plainUser
	}
}

// fromContact derives the object of a mail contact.
func fromContact(c *directory.Contact) *Recipient {
	return &Recipient{
		ID: c.ID, Details: mailContact, Name: c.DisplayName, Alias: c.MailNickname, DisplayName: c.DisplayName,
		FirstName: c.GivenName, LastName: c.Surname, Created: kernel.SeededAt, Changed: kernel.SeededAt,
		DirSynced: c.OnPremisesSyncEnabled != nil && *c.OnPremisesSyncEnabled,
		Person:    Person{Company: c.CompanyName, Department: c.Department, Title: c.JobTitle},
		Addresses: slices.Clone(c.ProxyAddresses), Target: target(c.ProxyAddresses),
	}
}

// fromGroup derives the object of a group with mail.
func fromGroup(g *directory.Group) *Recipient {
	r := &Recipient{
		ID: g.ID, Details: mailGroup, Name: g.DisplayName, Alias: g.MailNickname, DisplayName: g.DisplayName,
		Created: g.Created, Changed: g.Created, Addresses: slices.Clone(g.ProxyAddresses),
	}
	switch {
	case slices.ContainsFunc(g.GroupTypes, func(t string) bool { return strings.EqualFold(t, "Unified") }):
		r.Details = groupMailbox
	case g.SecurityEnabled:
		r.Details = securityGroup
	}
	return r
}

// target is the ExternalEmailAddress of a new mail user or contact: its primary
// address.
func target(addresses []string) string {
	if primary := (&Recipient{Addresses: addresses}).primary(); primary != "" {
		return primaryPrefix + primary
	}
	return ""
}
