package exchange

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const contactName = "Name"

// creatable are the parameters of New-MailContact (exchange §9.5).
func creatable() []command.Parameter {
	parameters := command.With(
		[]command.Parameter{command.Required(contactName), command.Required(externalAddress)},
		command.Texts(aliasName, displayName, "FirstName", "LastName"), command.Booleans("UsePreferMessageFormat", "ModerationEnabled"),
		command.NotModeled("Initials", "ModeratedBy", "OrganizationalUnit"),
	)
	for _, o := range options {
		if o.name != "UseMapiRichTextFormat" {
			parameters = append(parameters, command.Enumeration(o.name, o.class, o.values...))
		}
	}
	return parameters
}

func newMailContact(c *command.Call) (command.Answer, error) {
	var answer command.Answer
	err := c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		r := &Recipient{
			ID: at.NewID(), Details: mailContact, Name: c.Text(contactName), DisplayName: c.Text(displayName), Alias: c.Text(aliasName),
			FirstName: c.Text("FirstName"), LastName: c.Text("LastName"), Created: at.Now,
		}
		if r.DisplayName == "" {
			r.DisplayName = r.Name
		}
		if r.Alias == "" {
			r.Alias = aliasOf(r.Name)
		}
		if err := r.create(d, c, at); err != nil {
			return err
		}
		answer.Records = []command.Record{r.asMailContact(d)}
		return nil
	})
	return answer, err
}

// create stores a new contact, unless its name or its address is taken; with both
// taken, Exchange may report either (exchange §13).
func (r *Recipient) create(d *kernel.Directory, c *command.Call, at kernel.Moment) error {
	if err := r.retarget(c.Text(externalAddress), at); err != nil {
		return err
	}
	r.Addresses = []string{r.Target}
	if err := r.setValues(c.Arguments); err != nil {
		return err
	}
	if err := claim(d, r.Addresses, r.ID, at); err != nil {
		return err
	}
	if err := r.claimName(view{d, at, c.Session}); err != nil {
		return err
	}
	if err := writable(d, r, at); err != nil {
		return err
	}
	r.Changed, r.session = at.Now, c.Session
	recipients.Put(d, r, at)
	writeContact(d, r, at)
	return nil
}

// claimName rejects a name that is too long, or that another user or contact has
// (exchange §9.2, §13).
func (r *Recipient) claimName(v view) error {
	switch {
	case r.Name == "":
		return command.Refused(command.Client, command.DataValidation, "The property value \"\" isn't valid. Property Name: %s", contactName)
	case len([]rune(r.Name)) > 64:
		return errTooLong(contactName, 64, r.Name)
	}
	named := v.all(func(other *Recipient) bool {
		return other.ID != r.ID && (other.Details == mailContact || other.isUser()) && strings.EqualFold(other.Name, r.Name)
	})
	if len(named) > 0 {
		return errNameTaken(r.Name, v.d)
	}
	return nil
}

// aliasOf makes an alias of a name: without spaces, and with a question mark for
// each character that an alias cannot have (exchange §9.5).
func aliasOf(name string) string {
	local, _, _ := strings.Cut(name, "@")
	alias := strings.Map(func(c rune) rune {
		switch {
		case c == ' ':
			return -1
		case c == '.', validAlias.MatchString(string(c)):
			return c
		default:
			return '?'
		}
	}, local)
	return alias[:min(len(alias), 64)]
}

func removeMailContact(c *command.Call) (command.Answer, error) {
	err := c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		r, err := view{d, at, c.Session}.find(c.Text(command.Identity), func(r *Recipient) bool { return r.Details == mailContact })
		if err != nil {
			return err
		}
		if err := writable(d, r, at); err != nil {
			return err
		}
		remove(d, r, c.Session, at)
		return nil
	})
	return command.Answer{}, err
}

// remove removes a contact from both directories (exchange §9.5). What is left is a
// mark, so that back ends that have not heard of it still show the contact.
func remove(d *kernel.Directory, r *Recipient, session string, at kernel.Moment) {
	if recipients.Truth(d, r.ID) == nil {
		recipients.Fill(d, r)
	}
	next := r.clone()
	next.Gone, next.session, next.Addresses = true, session, nil
	recipients.Put(d, next, at)
	directory.Contacts.Remove(d, r.ID, at)
}

// AddContact creates a mail contact with the properties of Graph, visible to every
// back end, and refuses it in the words of Exchange: a mail contact and a
// mail-enabled external user cannot coexist (exchange §11). The id and the primary
// proxy address are filled in.
func AddContact(w *kernel.World, tenantID string, c directory.Contact) (*directory.Contact, error) {
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		if !smtpAddress.MatchString(c.Mail) {
			return errNotSMTP(c.Mail)
		}
		if err := directory.CompleteContact(d, &c, at); err != nil {
			return err
		}
		if err := claim(d, c.ProxyAddresses, c.ID, at); err != nil {
			return err
		}
		directory.Contacts.Put(d, &c, at)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// DeleteContact removes a mail contact from both directories.
func DeleteContact(w *kernel.World, tenantID, id string) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		id := strings.ToLower(id)
		c := directory.Contacts.Truth(d, id)
		if c == nil {
			return errNotFound(id, at)
		}
		r := view{d: d, at: at}.get(id)
		if r == nil {
			r = fromContact(c)
		}
		remove(d, r, "", at)
		return nil
	})
}
