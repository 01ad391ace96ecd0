package world

import (
	"maps"
	"slices"
	"strings"
)

// User finds a live user by object id or user principal name, as a read by id
// sees it.
func (w *World) User(tenantID, key string) (*User, error) {
	var found *User
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = d.user(key, at)
		return err
	})
	return found, err
}

// Users serves one page of the live users, as lists show them.
func (w *World) Users(tenantID string, l Listing[User]) (Page[User], error) {
	var page Page[User]
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.users.page(l, at, func(u *User) bool { return !u.IsDeleted() })
		return err
	})
	return page, err
}

// UserCount is the number of live users, which decides the tenant's throttling
// class (graph-identity §5).
func (w *World) UserCount(tenantID string) int {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if d, err := w.directory(tenantID); err == nil {
		return len(d.users.records) - len(d.trash)
	}
	return 0
}

// UpdateUser applies a PATCH body to a user: all of it or nothing.
func (w *World) UpdateUser(tenantID, key string, patch map[string]any, by Actor) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.userForChange(key, at)
		if err != nil {
			return err
		}
		next, err := d.patched(u, patch, by)
		if err != nil {
			return err
		}
		d.commit(next, at)
		return nil
	})
}

// user is the live user that a reader sees.
func (d *directory) user(key string, at moment) (*User, error) {
	if isGUID(key) {
		if u := d.users.seen(strings.ToLower(key), at); u != nil && !u.IsDeleted() {
			return u, nil
		}
		return nil, errNotFound(key)
	}
	for _, r := range d.users.index[UPNKey(key)] {
		if u := d.users.sight(r, at); u != nil && !u.IsDeleted() && strings.EqualFold(u.UserPrincipalName, key) {
			return u, nil
		}
	}
	return nil, errNotFound(key)
}

// userForChange finds a user as a reader does, because a write to an object that
// has not replicated yet fails with 404 (graph-identity §1.8), and returns the
// truth, because writes build on each other.
func (d *directory) userForChange(key string, at moment) (*User, error) {
	seen, err := d.user(key, at)
	if err != nil {
		return nil, err
	}
	if u := d.users.truth(seen.ID); u != nil && !u.IsDeleted() {
		return u, nil
	}
	return nil, errNotFound(key)
}

func (d *directory) patched(u *User, patch map[string]any, by Actor) (*User, error) {
	next := u.clone()
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		p, err := writable(name)
		if err != nil {
			return nil, err
		}
		if p.sensitive && d.administrative(u.ID) && !by.managesAdministrators() {
			return nil, errDenied()
		}
		if err := p.set(next, patch[name]); err != nil {
			return nil, err
		}
	}
	if err := d.checkUPN(u, next); err != nil {
		return nil, err
	}
	followMail(next, u.Mail)
	return next, d.claimProxies(next.ProxyAddresses, next.ID)
}

func writable(name string) (Property[User], error) {
	p, ok := UserProperty(name)
	switch {
	case !ok && KnownUserProperty(name):
		return p, NotModelled("the user property '%s'", name)
	case !ok:
		return p, errInvalidProperty(name)
	case name == "proxyAddresses":
		// Recomputed from mail; writing it is refused as a matter of privilege
		// (graph-identity §2.2).
		return p, errDenied()
	case p.set == nil:
		return p, badRequest("Property '%s' is read-only and cannot be set.", name)
	}
	return p, nil
}

func (d *directory) checkUPN(before, next *User) error {
	if next.UserPrincipalName == before.UserPrincipalName {
		return nil
	}
	if !d.verified(domainOf(next.UserPrincipalName)) {
		return badRequest("The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.")
	}
	if holder, taken := d.upnHolder(next.UserPrincipalName, next.ID); taken {
		return errConflict("userPrincipalName", holder)
	}
	for i, identity := range next.Identities {
		if identity.SignInType == signInUPN {
			next.Identities[i].IssuerAssignedID = next.UserPrincipalName
		}
	}
	return nil
}

// commit writes a version of a user and tells the change log.
func (d *directory) commit(next *User, at moment) {
	before := d.users.truth(next.ID)
	d.users.put(next.ID, next, at)
	d.record(before, next, at)
}
