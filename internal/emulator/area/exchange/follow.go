package exchange

import (
	"cmp"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// task is a change of a user that Exchange takes over when it is due.
type task struct {
	ID   string `json:"id"`
	What aspect `json:"what"`
}

// aspect is what Exchange takes over at once.
type aspect string

const (
	existence  aspect = "existence"
	visibility aspect = "visibility"
	addresses  aspect = "addresses"
	attributes aspect = "attributes"
	userType   aspect = "type"
)

// takeovers are the changes of users that Exchange has not heard of yet.
var takeovers = &kernel.Agenda[task]{State: "exchange_takeovers", Do: takeOver}

// userChanged lists what Exchange has to take over from a change of a user.
func userChanged(d *kernel.Directory, before, next *directory.User, at kernel.Moment) {
	delays := at.Settings.Exchange
	if before == nil || next == nil {
		u := next
		if u == nil {
			u = before
		}
		if recipients.Truth(d, u.ID) == nil {
			recipients.Fill(d, known(d, before, next))
		}
		add(d, task{u.ID, existence}, delays.MailUserDelay, at)
		// A restore may have given addresses up before Exchange has heard of the
		// deletion.
		add(d, task{u.ID, addresses}, delays.MailUserDelay, at)
		return
	}
	if recipients.Truth(d, next.ID) == nil {
		recipients.Fill(d, fromUser(d, before))
	}
	if !sameFlag(before.ShowInAddressList, next.ShowInAddressList) {
		add(d, task{next.ID, visibility}, delays.ShowInAddressListDelay, at)
	}
	if !slices.Equal(before.ProxyAddresses, next.ProxyAddresses) {
		add(d, task{next.ID, addresses}, delays.ShowInAddressListDelay, at)
		add(d, task{next.ID, existence}, delays.MailUserDelay, at)
	}
	if before.UserType != next.UserType || before.External() != next.External() {
		add(d, task{next.ID, userType}, delays.MailUserTypeDelay, at)
	}
	add(d, task{next.ID, attributes}, delays.ShowInAddressListDelay, at)
}

// known is what Exchange has of a user that requests have not touched before: nothing
// of a new one, everything of one that is deleted.
func known(d *kernel.Directory, before, next *directory.User) *Recipient {
	if before != nil {
		return fromUser(d, before)
	}
	return &Recipient{ID: next.ID, Name: next.ID}
}

func add(d *kernel.Directory, t task, delay settings.Lags, at kernel.Moment) {
	if delay != settings.Never {
		takeovers.Add(d, t, int(delay), at)
	}
}

func sameFlag(a, b *bool) bool { return a == b || a != nil && b != nil && *a == *b }

// takeOver takes over one aspect of a user as it is now: a guest that has become a
// member before Exchange heard of it never becomes a mail user.
func takeOver(d *kernel.Directory, t task, at kernel.Moment) {
	r := recipients.Truth(d, t.ID)
	if r == nil {
		return
	}
	next, u := r.clone(), directory.Users.Truth(d, t.ID)
	switch {
	case u == nil && t.What != existence:
		return
	case u == nil:
		if next.Details != "" {
			next.Former, next.Details = next.Details, ""
		}
	case t.What == existence:
		next.arrive(d, u, at)
	case next.Details == "":
		return
	case t.What == userType:
		next.Details = detailsOf(d, u, next.Details)
	case t.What == visibility:
		if u.ShowInAddressList != nil {
			next.Hidden = !*u.ShowInAddressList
		}
	case t.What == addresses:
		next.takeAddresses(u)
	case t.What == attributes:
		next.takeAttributes(u)
	}
	next.Changed, next.session = at.Now, ""
	// The delay of the task is the whole delay.
	recipients.Put(d, next, at.Later(0))
}

// arrive makes the object of a user that is new to Exchange, or that has become able
// to have mail. A restored user has its settings again.
func (r *Recipient) arrive(d *kernel.Directory, u *directory.User, at kernel.Moment) {
	was, restored := r.isRecipient(), (&Recipient{Details: r.Former}).isRecipient()
	former := cmp.Or(r.Details, r.Former)
	r.takeAttributes(u)
	r.Details, r.Former = detailsOf(d, u, former), ""
	if was {
		return
	}
	r.takeAddresses(u)
	if restored || !r.isRecipient() {
		return
	}
	r.Created = at.Now
	r.hideNew(u)
	if r.isMailUser() {
		r.Target = target(r.Addresses)
	}
}
