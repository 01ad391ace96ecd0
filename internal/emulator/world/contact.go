package world

import (
	"slices"
	"strings"
)

// Contact is a mail contact of the organization; Graph only reads it
// (graph-identity §6).
type Contact struct {
	ID                    string           `json:"id"`
	DisplayName           string           `json:"displayName,omitempty"`
	GivenName             string           `json:"givenName,omitempty"`
	Surname               string           `json:"surname,omitempty"`
	CompanyName           string           `json:"companyName,omitempty"`
	Department            string           `json:"department,omitempty"`
	JobTitle              string           `json:"jobTitle,omitempty"`
	Mail                  string           `json:"mail,omitempty"`
	MailNickname          string           `json:"mailNickname,omitempty"`
	ProxyAddresses        []string         `json:"proxyAddresses,omitempty"`
	Addresses             []map[string]any `json:"addresses,omitempty"`
	Phones                []map[string]any `json:"phones,omitempty"`
	OnPremisesSyncEnabled *bool            `json:"onPremisesSyncEnabled,omitempty"`
}

var contactProperties = []Property[Contact]{
	{Name: "id", Get: func(c *Contact) any { return c.ID }},
	{Name: "addresses", Get: func(c *Contact) any { return objects(c.Addresses) }},
	{Name: "companyName", Get: func(c *Contact) any { return textOrNull(c.CompanyName) }},
	{Name: "deletedDateTime", Get: func(*Contact) any { return nil }},
	{Name: "department", Get: func(c *Contact) any { return textOrNull(c.Department) }},
	{Name: "displayName", Get: func(c *Contact) any { return textOrNull(c.DisplayName) }},
	{Name: "givenName", Get: func(c *Contact) any { return textOrNull(c.GivenName) }},
	{Name: "jobTitle", Get: func(c *Contact) any { return textOrNull(c.JobTitle) }},
	{Name: "mail", Get: func(c *Contact) any { return textOrNull(c.Mail) }},
	{Name: "mailNickname", Get: func(c *Contact) any { return textOrNull(c.MailNickname) }},
	{Name: "onPremisesLastSyncDateTime", Get: func(*Contact) any { return nil }},
	{Name: "onPremisesProvisioningErrors", Get: func(*Contact) any { return []any{} }},
	{Name: "onPremisesSyncEnabled", Get: func(c *Contact) any { return boolOrNull(c.OnPremisesSyncEnabled) }},
	{Name: "phones", Get: func(c *Contact) any { return objects(c.Phones) }},
	{Name: "proxyAddresses", Get: func(c *Contact) any { return list(c.ProxyAddresses) }},
	{Name: "serviceProvisioningErrors", Get: func(*Contact) any { return []any{} }},
	{Name: "surname", Get: func(c *Contact) any { return textOrNull(c.Surname) }},
}

// ContactProperties lists the properties of a contact in a fixed order.
func ContactProperties() []Property[Contact] { return contactProperties }

func (c *Contact) keys() []string {
	keys := []string{MailKey(c.Mail)}
	for _, p := range c.ProxyAddresses {
		keys = append(keys, ProxyKey(p))
	}
	return keys
}

// Contact finds a contact by id.
func (w *World) Contact(tenantID, id string) (*Contact, error) {
	var found *Contact
	err := w.read(tenantID, func(d *directory, at moment) error {
		if found = d.contacts.seen(strings.ToLower(id), at); found == nil {
			return errNotFound(id)
		}
		return nil
	})
	return found, err
}

// Contacts serves one page of the contacts.
func (w *World) Contacts(tenantID string, l Listing[Contact]) (Page[Contact], error) {
	var page Page[Contact]
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.contacts.page(l, at, func(*Contact) bool { return true })
		return err
	})
	return page, err
}

// AddContact creates a mail contact, as Exchange does, and refuses it in the
// words of Exchange: a mail contact and a mail-enabled external user cannot
// coexist (common-considerations, "Issues with using mail contact objects"). The
// id and the primary proxy address are filled in.
func (w *World) AddContact(tenantID string, c Contact) (*Contact, error) {
	err := w.write(tenantID, func(d *directory, at moment) error {
		if !smtpAddress.MatchString(c.Mail) {
			return errNotSMTP(c.Mail)
		}
		if c.ID != "" && !isGUID(c.ID) {
			return badRequest("The id '%s' is not a GUID.", c.ID)
		}
		w.complete(&c)
		if d.contacts.truth(c.ID) != nil {
			return badRequest("The id '%s' is taken.", c.ID)
		}
		for _, p := range c.ProxyAddresses {
			if holder, taken := d.proxyHolder(p, c.ID); taken {
				return errAddressTaken(p, holder)
			}
		}
		d.contacts.put(c.ID, &c, at)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// DeleteContact removes a mail contact, from the directory as well: Exchange
// writes to both (exchange §9.5).
func (w *World) DeleteContact(tenantID, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		id := strings.ToLower(id)
		if d.contacts.truth(id) == nil {
			return errNoRecipient(id)
		}
		d.contacts.put(id, nil, at)
		return nil
	})
}

func (w *World) complete(c *Contact) {
	if c.ID == "" {
		c.ID = w.options.NewID()
	}
	c.ID = strings.ToLower(c.ID)
	if c.ProxyAddresses == nil && c.Mail != "" {
		c.ProxyAddresses = []string{"SMTP:" + c.Mail}
	}
	if c.MailNickname == "" {
		c.MailNickname, _, _ = strings.Cut(c.Mail, "@")
	}
	if c.DisplayName == "" {
		c.DisplayName = c.MailNickname
	}
	c.ProxyAddresses = slices.Clone(c.ProxyAddresses)
}

func objects(o []map[string]any) []map[string]any {
	if o == nil {
		return []map[string]any{}
	}
	return o
}
