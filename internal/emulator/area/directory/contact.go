package directory

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
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

var contactClass = schema.NewClass(
	"OrgContact", "orgContact",
	schema.Read("id", func(c *Contact) any { return c.ID }).Filter("eq in", "ne not"),
	seedObjects("addresses", func(c *Contact) *[]map[string]any { return &c.Addresses }),
	seedText("companyName", func(c *Contact) *string { return &c.CompanyName }).Filter("", textual+" ne not null"),
	schema.Null("deletedDateTime"),
	seedText("department", func(c *Contact) *string { return &c.Department }).Filter(textual, "ne not null"),
	// Sorting is for advanced queries only (graph-identity §6); the operators are
	// those that users have for the same properties.
	seedText("displayName", func(c *Contact) *string { return &c.DisplayName }).Filter("eq in startsWith", "ne not null $orderby").Search(schema.ByWords),
	seedText("givenName", func(c *Contact) *string { return &c.GivenName }).Filter(textual, "ne not null"),
	seedText("jobTitle", func(c *Contact) *string { return &c.JobTitle }).Filter("eq in ge le", "ne not null"),
	seedText("mail", func(c *Contact) *string { return &c.Mail }).Filter(textual, "ne not null endsWith $orderby").Search(schema.ByStart),
	seedText("mailNickname", func(c *Contact) *string { return &c.MailNickname }).Filter(textual, "ne not null"),
	schema.Null("onPremisesLastSyncDateTime"),
	schema.Empty("onPremisesProvisioningErrors"),
	seedFlag("onPremisesSyncEnabled", func(c *Contact) **bool { return &c.OnPremisesSyncEnabled }).Filter("eq in", "ne not null"),
	seedObjects("phones", func(c *Contact) *[]map[string]any { return &c.Phones }),
	schema.Texts("proxyAddresses", func(c *Contact) *[]string { return &c.ProxyAddresses }).Filter("eq ge le startsWith", "not endsWith $count"),
	schema.Empty("serviceProvisioningErrors"),
	seedText("surname", func(c *Contact) *string { return &c.Surname }).Filter(textual, "ne not null"),
)

// seedText, seedFlag and seedObjects are properties that Graph only reads and a
// seed sets.
func seedText[T any](name string, field func(*T) *string) schema.Property {
	return schema.ReadText(name, field)
}

func seedFlag[T any](name string, field func(*T) **bool) schema.Property {
	return schema.Read(name, func(v *T) any { return schema.BoolOrNull(*field(v)) }).Seeded(func(v, value any) error {
		flag, ok := value.(bool)
		if !ok {
			return &schema.ValueError{Property: name}
		}
		*field(schema.Of[T](v)) = &flag
		return nil
	})
}

func seedObjects[T any](name string, field func(*T) *[]map[string]any) schema.Property {
	return schema.Read(name, func(v *T) any { return schema.Objects(*field(v)) }).Seeded(func(v, value any) error {
		elements, ok := value.([]any)
		for _, e := range elements {
			object, isObject := e.(map[string]any)
			ok = ok && isObject
			into := field(schema.Of[T](v))
			*into = append(*into, object)
		}
		if !ok {
			return &schema.ValueError{Property: name}
		}
		return nil
	})
}

// Contacts are the mail contacts of a tenant.
var Contacts = &kernel.Set[Contact]{
	Declaration: kernel.Declaration{
		Name: "contacts", Kind: "Contact", Class: contactClass, IsObject: true, Keys: addressKeys,
		Served: kernel.Served{Path: "/contacts", Read: readContacts, Source: "graph-identity §6"},
	},
	ID:      func(c *Contact) *string { return &c.ID },
	Index:   func(c *Contact) []string { return []string{MailKey(c.Mail)} },
	Proxies: func(c *Contact) *[]string { return &c.ProxyAddresses },
	Seeds: &kernel.Seeds[Contact]{
		Check: func(n *kernel.Node, c *Contact) error {
			if c.Mail == "" || !smtpAddress.MatchString(c.Mail) {
				return n.Fail("a contact needs a valid mail")
			}
			return nil
		},
		Complete: func(_ *kernel.Directory, c *Contact, at kernel.Moment) { complete(c, at) },
	},
}

// CompleteContact sets the id of a new contact and the values derived from its mail.
func CompleteContact(d *kernel.Directory, c *Contact, at kernel.Moment) error {
	if c.ID != "" && !schema.IsGUID(c.ID) {
		return refusal.BadRequest("The id '%s' is not a GUID.", c.ID)
	}
	complete(c, at)
	if Contacts.Truth(d, c.ID) != nil {
		return refusal.BadRequest("The id '%s' is taken.", c.ID)
	}
	return nil
}

func complete(c *Contact, at kernel.Moment) {
	if c.ID == "" {
		c.ID = at.NewID()
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
