package exchange

import (
	"fmt"
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// store writes a changed recipient, and its twin in Entra, or neither.
func store(d *kernel.Directory, before, next *Recipient, session string, at kernel.Moment) error {
	if err := writable(d, next, at); err != nil {
		return err
	}
	if recipients.Truth(d, before.ID) == nil {
		recipients.Fill(d, before)
	}
	next.Changed, next.session = at.Now, session
	recipients.Put(d, next, at)
	if next.Details == mailContact {
		writeContact(d, next, at)
	} else {
		writeUser(d, before, next, at)
	}
	return nil
}

// writable rejects a change that Entra would not take over (exchange §7.3).
func writable(d *kernel.Directory, r *Recipient, at kernel.Moment) error {
	switch {
	case at.Settings.DualWriteFails:
		return errDualWrite(failsByFault, at)
	case r.DirSynced:
		return errDualWrite(failsDirSynced, at)
	case r.Details != mailContact && directory.Users.Truth(d, r.ID) == nil:
		return errDualWrite(fmt.Sprintf(failsMissing, r.ID), at)
	}
	return nil
}

// writeUser writes back to Entra what a user has there too: addresses and names
// with one delay, the visibility with another. A version that is visible later
// contains the other one.
func writeUser(d *kernel.Directory, before, next *Recipient, at kernel.Moment) {
	names := func(u *directory.User) {
		u.DisplayName, u.MailNickname = next.DisplayName, next.Alias
		for i := range customAttributes {
			if value := next.text(customAttribute(i)); value != "" {
				u.Extensions[extensionAttribute(i)] = value
			} else {
				delete(u.Extensions, extensionAttribute(i))
			}
		}
		if !slices.Equal(before.Addresses, next.Addresses) {
			u.ProxyAddresses, u.Mail = slices.Clone(next.Addresses), next.primary()
		}
	}
	shown := func(u *directory.User) {
		if before.Hidden != next.Hidden {
			visible := !next.Hidden
			u.ShowInAddressList = &visible
		}
	}
	s := at.Settings
	steps := []step{{s.AddressWriteBackDelay, names}, {s.HiddenWriteBackDelay, shown}}
	slices.SortStableFunc(steps, func(x, y step) int { return int(x.delay - y.delay) })
	for _, step := range steps {
		writeBack(d, next.ID, step, at)
	}
}

// step is a change of a user that becomes visible after a delay.
type step struct {
	delay settings.Lags
	apply func(*directory.User)
}

// writeBack changes a user without telling Exchange of it.
func writeBack(d *kernel.Directory, id string, s step, at kernel.Moment) {
	if s.delay == settings.Never {
		return
	}
	u := directory.Users.Clone(directory.Users.Truth(d, id))
	u.Extensions = maps.Clone(u.Extensions)
	if u.Extensions == nil {
		u.Extensions = map[string]string{}
	}
	s.apply(u)
	directory.Users.Put(d, u, at.Later(kernel.View(s.delay)).Unwatched())
}

// writeContact writes a mail contact to Entra.
func writeContact(d *kernel.Directory, r *Recipient, at kernel.Moment) {
	c := &directory.Contact{ID: r.ID}
	if known := directory.Contacts.Truth(d, r.ID); known != nil {
		c = directory.Contacts.Clone(known)
	}
	c.DisplayName, c.GivenName, c.Surname = r.DisplayName, r.FirstName, r.LastName
	c.CompanyName, c.Department, c.JobTitle = r.Person.Company, r.Person.Department, r.Person.Title
	c.MailNickname, c.Mail, c.ProxyAddresses = r.Alias, r.primary(), slices.Clone(r.Addresses)
	directory.Contacts.Put(d, c, at)
}
