package main

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// harm is what a sync must never do, in numbers of users.
type harm struct {
	// MailedTwice were sent more than one mail, Doubled have more than one external
	// user, Deleted have lost theirs, WrongType are no guests.
	MailedTwice int `json:"mailed_twice"`
	Doubled     int `json:"doubled"`
	Deleted     int `json:"deleted"`
	WrongType   int `json:"wrong_type"`
	// WrongAddress were invited by an address that is not their user principal name:
	// they cannot sign in with their account (MT001).
	WrongAddress int `json:"wrong_address"`
	// Missing have no external user although they could.
	Missing int `json:"missing"`
}

// peopleOf lists the users of a tenant.
func peopleOf(world *kernel.World, tenantID string) ([]*directory.User, error) {
	page, err := directory.Users.List(world.Truth(), tenantID, kernel.Listing{Limit: 1 << 30})
	return page.Items, err
}

// harmOf compares the target with the employees.
func (c *crowd) harmOf(world *kernel.World) (harm, error) {
	users, err := peopleOf(world, targetID)
	if err != nil {
		return harm{}, err
	}
	bin, err := directory.Users.Deleted(world.Truth(), targetID, kernel.Listing{Limit: 1 << 30})
	if err != nil {
		return harm{}, err
	}
	mails, err := invitation.Mails(world, targetID)
	if err != nil {
		return harm{}, err
	}
	sent := map[string]int{}
	for _, m := range mails {
		sent[strings.ToLower(m.To)]++
	}
	here, deleted := byAddress(users), byAddress(bin.Items)
	var h harm
	for i := range c.employees {
		c.employees[i].compare(&h, here, deleted, sent)
	}
	return h, nil
}

func byAddress(users []*directory.User) map[string][]*directory.User {
	found := map[string][]*directory.User{}
	for _, u := range users {
		if u.External() {
			found[strings.ToLower(u.Mail)] = append(found[strings.ToLower(u.Mail)], u)
		}
	}
	return found
}

// compare counts what was done to one employee.
func (e *employee) compare(h *harm, here, deleted map[string][]*directory.User, sent map[string]int) {
	add := func(n *int, counts bool) {
		if counts {
			*n++
		}
	}
	mine, gone, mailed := here[e.upn], deleted[e.upn], sent[e.upn]
	if e.mail != e.upn {
		add(&h.WrongAddress, len(here[e.mail]) > 0)
		mine, gone, mailed = append(mine, here[e.mail]...), append(gone, deleted[e.mail]...), mailed+sent[e.mail]
	}
	add(&h.MailedTwice, mailed > 1)
	add(&h.Doubled, len(mine)+len(gone) > 1)
	// What the target deleted before is missing until the run restores it.
	add(&h.Deleted, len(gone) > 0 && len(mine) == 0 && !e.deleted && !e.left)
	add(&h.Missing, len(mine) == 0 && e.invitable() && !e.left)
	for _, u := range mine {
		if u.UserType != "Guest" {
			h.WrongType++
			break
		}
	}
}
