package torture_test

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const mailContactType = "multitenant_mail_contact"

// mailContact is a contact with an address of its own.
type mailContact struct {
	name, email string
	at          place
	settings    map[string]string
}

func newMailContact(r *round) configured {
	c := &mailContact{name: r.name(), at: oneOf(r, resourceTenants...), settings: map[string]string{}}
	c.email = fmt.Sprintf("contact.%d@partner.example", r.serial)
	for range r.IntN(4) {
		c.change(r)
	}
	return c
}

func (c *mailContact) address() string { return mailContactType + "." + c.name }
func (c *mailContact) object() string  { return c.at.id + "/" + c.email }

func (c *mailContact) arguments() []string {
	list := []string{fmt.Sprintf("tenant = %q", c.at.key), fmt.Sprintf("email = %q", c.email)}
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		list = append(list, name+" = "+c.settings[name])
	}
	return list
}

func (c *mailContact) change(r *round) {
	name := oneOf(r, "display_name", "first_name", "hidden_from_address_lists", "mail_tip")
	switch _, is := c.settings[name]; {
	case is && r.IntN(3) == 0:
		delete(c.settings, name)
	case name == "hidden_from_address_lists":
		c.settings[name] = fmt.Sprint(r.IntN(2) == 0)
	default:
		c.settings[name] = fmt.Sprintf("%q", oneOf(r, "Ada", "Bo", "Cy")+" "+c.name)
	}
}

func (c *mailContact) check(r *round) {
	r.t.Helper()
	found, err := r.world.Cmdlet(c.at.id, "Get-MailContact", acctest.Object{"Identity": c.email})
	if err != nil || len(found.Records) != 1 {
		r.t.Errorf("%s: %v, %d contacts", c.email, err, len(found.Records))
		return
	}
	if want := c.settings["display_name"]; want != "" && fmt.Sprintf("%q", found.Records[0].Get("DisplayName")) != want {
		r.t.Errorf("%s: the display name is %v, want %s", c.email, found.Records[0].Get("DisplayName"), want)
	}
	if hidden := fmt.Sprint(found.Records[0].Get("HiddenFromAddressListsEnabled")); hidden != c.hidden() && !r.forgotten[c] {
		r.t.Errorf("%s: hidden is %s, want %s", c.email, hidden, c.hidden())
	}
}

// hidden is the setting, or the default.
func (c *mailContact) hidden() string {
	if text, is := c.settings["hidden_from_address_lists"]; is {
		return text
	}
	return "false"
}
