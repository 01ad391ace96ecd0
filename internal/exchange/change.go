package exchange

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// RecipientChange is a change of a mail user or a mail contact. What is nil stays
// as it is.
type RecipientChange struct {
	// Hidden is whether address lists leave the recipient out.
	Hidden    *bool
	Addresses *Addresses
	// PrimaryAddress becomes the primary address, and the former one another
	// address. It has no prefix.
	PrimaryAddress *string
	// ExternalAddress is where mail is sent. The former one is not kept.
	ExternalAddress *string
	// MailTip is a text of up to MailTipLength characters; ClearMailTip removes it.
	MailTip      *string
	ClearMailTip bool
}

func (c RecipientChange) empty() bool {
	return c.Hidden == nil && c.Addresses == nil && c.PrimaryAddress == nil && c.ExternalAddress == nil && c.MailTip == nil && !c.ClearMailTip
}

// needsPresent reports whether the parameters depend on the present addresses: the
// primary one is set by the whole list, because its own parameter is one of Exchange
// Server (exchange §9.2).
func (c RecipientChange) needsPresent() bool {
	return c.PrimaryAddress != nil || c.Addresses != nil && (c.Addresses.Only != nil || primaryOf(c.Addresses.Add) != "")
}

// parameters returns the parameters of the change. Present are the addresses that
// the recipient has, where needsPresent asks for them.
func (c RecipientChange) parameters(present []string) (parameters, error) {
	p := parameters{}
	if c.Hidden != nil {
		p["HiddenFromAddressListsEnabled"] = *c.Hidden
	}
	if c.ExternalAddress != nil {
		p["ExternalEmailAddress"] = bare(*c.ExternalAddress)
	}
	switch {
	case c.ClearMailTip:
		p["MailTip"] = nil
	case c.MailTip != nil:
		if err := checkMailTip(*c.MailTip); err != nil {
			return nil, err
		}
		p["MailTip"] = *c.MailTip
	}
	switch {
	case c.needsPresent():
		all := c.addresses().after(present, deref(c.PrimaryAddress))
		if !slices.ContainsFunc(all, isMail) {
			return nil, errors.New("the recipient would have no e-mail address")
		}
		p["EmailAddresses"] = all
	case c.Addresses != nil:
		p["EmailAddresses"] = c.Addresses.delta()
	}
	return p, nil
}

func (c RecipientChange) addresses() Addresses {
	if c.Addresses == nil {
		return Addresses{}
	}
	return *c.Addresses
}

// delta adds and removes addresses without naming the others (exchange §5).
func (a Addresses) delta() map[string]any {
	table := map[string]any{"@odata.type": "#Exchange.GenericHashTable"}
	for name, addresses := range map[string][]string{"Add": a.Add, "Remove": a.Remove} {
		var all []string
		for _, address := range unique(addresses) {
			all = append(all, "smtp:"+bare(address))
		}
		if len(all) > 0 {
			table[name] = all
		}
	}
	return table
}

// missingIn lists what of the change cannot be seen in a recipient.
func (c RecipientChange) missingIn(r Recipient, mailTip string) []string {
	var missing []string
	unless := func(seen bool, format string, values ...any) {
		if !seen {
			missing = append(missing, fmt.Sprintf(format, values...))
		}
	}
	if c.Hidden != nil {
		unless(r.Hidden == *c.Hidden, "HiddenFromAddressListsEnabled is %t", r.Hidden)
	}
	if c.Addresses != nil {
		unless(c.Addresses.and(c.PrimaryAddress).seenIn(r), "EmailAddresses are %s", strings.Join(r.Addresses, ", "))
	}
	if c.PrimaryAddress != nil {
		unless(sameAddress(r.PrimaryAddress, *c.PrimaryAddress), "PrimarySmtpAddress is %s", r.PrimaryAddress)
	}
	if c.ExternalAddress != nil {
		unless(sameAddress(r.ExternalAddress, *c.ExternalAddress), "ExternalEmailAddress is %s", r.ExternalAddress)
	}
	switch {
	case c.ClearMailTip:
		unless(MailTipText(mailTip) == "", "MailTip is %q", MailTipText(mailTip))
	case c.MailTip != nil:
		unless(MailTipText(mailTip) == MailTipText(*c.MailTip), "MailTip is %q", MailTipText(mailTip))
	}
	return missing
}

func deref(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
