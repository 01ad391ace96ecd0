package exchange

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// maxPersonText is the greatest length of a text about a person that the emulator
// accepts; the pages of the cmdlets name none (exchange §9.5).
const maxPersonText = 64

// personal are the texts about a person that Set-Contact sets (exchange §9.5).
var personal = []struct {
	name string
	of   func(*Recipient) *string
}{
	{"FirstName", func(r *Recipient) *string { return &r.FirstName }},
	{"LastName", func(r *Recipient) *string { return &r.LastName }},
	{"City", func(r *Recipient) *string { return &r.Person.City }},
	{"Company", func(r *Recipient) *string { return &r.Person.Company }},
	{"Department", func(r *Recipient) *string { return &r.Person.Department }},
	{"Office", func(r *Recipient) *string { return &r.Person.Office }},
	{"Phone", func(r *Recipient) *string { return &r.Person.Phone }},
	{"PostalCode", func(r *Recipient) *string { return &r.Person.PostalCode }},
	{"StateOrProvince", func(r *Recipient) *string { return &r.Person.State }},
	{"Title", func(r *Recipient) *string { return &r.Person.Title }},
}

// settableOfPerson are the parameters of Set-Contact. WindowsEmailAddress would
// change Entra's mail alone, and not where mail is sent (cipp-api).
func settableOfPerson() []command.Parameter {
	names := []string{contactName, displayName, "SimpleDisplayName"}
	for _, p := range personal {
		names = append(names, p.name)
	}
	return command.With(
		[]command.Parameter{command.Required(command.Identity)}, command.Texts(names...),
		command.NotModeled(
			"AssistantName", "CountryOrRegion", "Fax", "GeoCoordinates", "HomePhone", "Initials", "Manager", "MobilePhone", "Notes",
			"OtherFax", "OtherHomePhone", "OtherTelephone", "Pager", "PhoneticDisplayName", "PostOfficeBox", "SeniorityIndex",
			"StreetAddress", "TelephoneAssistant", "WebPage", windowsAddress,
		),
	)
}

// setPerson sets the texts about a person of a request.
func (r *Recipient) setPerson(a command.Arguments) error {
	for _, p := range personal {
		if !a.Has(p.name) {
			continue
		}
		value := a.Text(p.name)
		if len([]rune(value)) > maxPersonText {
			return errTooLong(p.name, maxPersonText, value)
		}
		*p.of(r) = value
	}
	return nil
}

// asContact is the record of Get-Contact, which has no property about mail but the
// address in Entra (get-contact).
func (r *Recipient) asContact(d *kernel.Directory) command.Record {
	return slices.Concat(r.names(d), command.Record{
		{Name: "WindowsEmailAddress", Value: r.primary()},
		{Name: "SimpleDisplayName", Value: r.text("SimpleDisplayName")},
	}, r.person())
}

func getContact(c *command.Call) (command.Answer, error) {
	return reader{accept: contactsOf(c), record: (*Recipient).asContact, never: []string{"UserPrincipalName"}}.run(c)
}
