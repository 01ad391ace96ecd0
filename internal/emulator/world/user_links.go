package world

import (
	"slices"
	"strings"
)

// Linked is the target of a reference: a user, a contact or a group. Exactly one
// field is set.
type Linked struct {
	User    *User
	Contact *Contact
	Group   *Group
}

// Manager is the manager of a user, 404 when there is none.
func (w *World) Manager(tenantID, key string) (Linked, error) {
	var manager Linked
	err := w.read(tenantID, func(d *directory, at moment) error {
		u, err := d.user(key, at)
		if err != nil {
			return err
		}
		found, ok := d.linked(u.Manager, at)
		if !ok {
			return errNotFound("manager")
		}
		manager = found
		return nil
	})
	return manager, err
}

// SetManager points at a user or a contact; an empty id clears the manager.
func (w *World) SetManager(tenantID, key, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.userForChange(key, at)
		if err != nil {
			return err
		}
		target, ok := d.linked(id, at)
		switch {
		case id == "" && u.Manager == "":
			return errNotFound("manager")
		case id != "" && (!ok || target.Group != nil):
			return errNotFound(id)
		case strings.EqualFold(id, u.ID):
			return badRequest("A user cannot be the manager of itself.")
		case d.refersTooEarly(at, u.ID, id):
			return errInvalidReference()
		}
		next := u.clone()
		next.Manager = strings.ToLower(id)
		d.commit(next, at)
		return nil
	})
}

// Sponsors lists the users and groups that answer for an external user.
func (w *World) Sponsors(tenantID, key string) ([]Linked, error) {
	var sponsors []Linked
	err := w.read(tenantID, func(d *directory, at moment) error {
		u, err := d.user(key, at)
		if err != nil {
			return err
		}
		for _, id := range u.Sponsors {
			if s, ok := d.linked(id, at); ok {
				sponsors = append(sponsors, s)
			}
		}
		return nil
	})
	return sponsors, err
}

// AddSponsor adds a user or a group to the sponsors.
func (w *World) AddSponsor(tenantID, key, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.userForChange(key, at)
		if err != nil {
			return err
		}
		sponsor, err := d.sponsor(id, at)
		if err != nil {
			return err
		}
		switch {
		case slices.Contains(u.Sponsors, sponsor):
			return errLinkExists("sponsors")
		case d.refersTooEarly(at, u.ID, sponsor):
			return errInvalidReference()
		}
		next := u.clone()
		next.Sponsors = append(next.Sponsors, sponsor)
		d.commit(next, at)
		return nil
	})
}

// RemoveSponsor takes a sponsor away.
func (w *World) RemoveSponsor(tenantID, key, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.userForChange(key, at)
		if err != nil {
			return err
		}
		i := slices.Index(u.Sponsors, strings.ToLower(id))
		switch {
		case i < 0:
			return errLinkMissing("sponsors")
		case d.refersTooEarly(at, u.ID, u.Sponsors[i]):
			return errInvalidReference()
		}
		next := u.clone()
		next.Sponsors = slices.Delete(next.Sponsors, i, i+1)
		d.commit(next, at)
		return nil
	})
}

func (d *directory) sponsor(id string, at moment) (string, error) {
	target, ok := d.linked(id, at)
	if !ok || target.Contact != nil {
		return "", errNotFound(id)
	}
	return strings.ToLower(id), nil
}

// linked resolves the id of a reference to what a reader sees.
func (d *directory) linked(id string, at moment) (Linked, bool) {
	id = strings.ToLower(id)
	if u := d.users.seen(id, at); u != nil && !u.IsDeleted() {
		return Linked{User: u}, true
	}
	if c := d.contacts.seen(id, at); c != nil {
		return Linked{Contact: c}, true
	}
	if g := d.groups.seen(id, at); g != nil {
		return Linked{Group: g}, true
	}
	return Linked{}, false
}

// refersTooEarly says whether a reference is written while one of its ends is
// still new to some replica.
func (d *directory) refersTooEarly(at moment, ends ...string) bool {
	return at.settings.FreshReferencesAreInvalid && slices.ContainsFunc(ends, func(id string) bool {
		id = strings.ToLower(id)
		return d.users.fresh(id, at) || d.contacts.fresh(id, at) || d.groups.fresh(id, at)
	})
}
