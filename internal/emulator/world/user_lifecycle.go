package world

import (
	"slices"
	"strings"
	"time"
)

// retention is how long a deleted user can be restored (graph-identity §2.6).
const retention = 30 * 24 * time.Hour

// discarded is a deleted user and the moment of its end.
type discarded struct {
	ID  string    `json:"id"`
	Due time.Time `json:"due"`
}

// Restoration holds the options of a restore (graph-identity §2.6).
type Restoration struct {
	// NewUPN replaces the name that the user had.
	NewUPN string
	// DropConflicts gives up proxy addresses that others own by now.
	DropConflicts bool
}

// DeleteUser moves a user to the deleted items.
func (w *World) DeleteUser(tenantID, key string, by Actor) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.userForChange(key, at)
		if err != nil {
			return err
		}
		if d.administrative(u.ID) && !by.managesAdministrators() {
			return errDenied()
		}
		next := u.clone()
		next.Deleted = at.now
		next.UPNBeforeDeletion = u.UserPrincipalName
		next.UserPrincipalName = strings.ReplaceAll(u.ID, "-", "") + u.UserPrincipalName
		d.commit(next, at)
		d.trash = append(d.trash, discarded{u.ID, at.now.Add(retention)})
		return nil
	})
}

// DeletedUser finds a user in the deleted items.
func (w *World) DeletedUser(tenantID, id string) (*User, error) {
	var found *User
	err := w.write(tenantID, func(d *directory, at moment) (err error) {
		found, err = d.deleted(id, at)
		return err
	})
	return found, err
}

// DeletedUsers serves one page of the deleted items.
func (w *World) DeletedUsers(tenantID string, l Listing[User]) (Page[User], error) {
	var page Page[User]
	err := w.write(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.users.page(l, at, (*User).IsDeleted)
		return err
	})
	return page, err
}

func (d *directory) deleted(id string, at moment) (*User, error) {
	if u := d.users.seen(strings.ToLower(id), at); u != nil && u.IsDeleted() {
		return u, nil
	}
	return nil, errNotFound(id)
}

// deletedForChange is the truth of a deleted user that readers see.
func (d *directory) deletedForChange(id string, by Actor, at moment) (*User, error) {
	seen, err := d.deleted(id, at)
	if err != nil {
		return nil, err
	}
	u := d.users.truth(seen.ID)
	if u == nil || !u.IsDeleted() {
		return nil, errNotFound(id)
	}
	if d.administrative(u.ID) && !by.managesAdministrators() {
		return nil, errDenied()
	}
	return u, nil
}

// RestoreUser brings a deleted user back under its former name. A name or an
// address that somebody took in the meantime is a conflict.
func (w *World) RestoreUser(tenantID, id string, how Restoration, by Actor) (*User, error) {
	var restored *User
	err := w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.deletedForChange(id, by, at)
		if err != nil {
			return err
		}
		next := u.clone()
		next.Deleted = time.Time{}
		next.UserPrincipalName, next.UPNBeforeDeletion = u.UPNBeforeDeletion, ""
		if err := d.reclaim(next, how); err != nil {
			return err
		}
		d.commit(next, at)
		d.untrash(u.ID)
		restored = next
		return nil
	})
	return restored, err
}

func (d *directory) reclaim(next *User, how Restoration) error {
	before := next.clone()
	if how.NewUPN != "" {
		if err := setUPN(next, how.NewUPN); err != nil {
			return err
		}
	}
	if err := d.checkUPN(before, next); err != nil {
		return err
	}
	if holder, taken := d.upnHolder(next.UserPrincipalName, next.ID); taken {
		return errConflict("userPrincipalName", holder)
	}
	if how.DropConflicts {
		next.ProxyAddresses = slices.DeleteFunc(next.ProxyAddresses, func(p string) bool {
			_, taken := d.proxyHolder(p, next.ID)
			return taken
		})
	}
	return d.claimProxies(next.ProxyAddresses, next.ID)
}

// PurgeUser ends a deleted user for good.
func (w *World) PurgeUser(tenantID, id string, by Actor) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.deletedForChange(id, by, at)
		if err != nil {
			return err
		}
		d.purge(u, at)
		d.untrash(u.ID)
		return nil
	})
}

func (d *directory) purge(u *User, at moment) {
	d.users.put(u.ID, nil, at)
	d.record(u, nil, at)
}

func (d *directory) untrash(id string) {
	d.trash = slices.DeleteFunc(d.trash, func(x discarded) bool { return x.ID == id })
}

// expire purges what was deleted and whose time has come.
func (d *directory) expire(at moment) {
	d.partners.expire(at)
	d.syncPolicies.expire(at)
	for len(d.trash) > 0 && !d.trash[0].Due.After(at.now) {
		if u := d.users.truth(d.trash[0].ID); u != nil && u.IsDeleted() {
			d.purge(u, at)
		}
		d.trash = d.trash[1:]
	}
}
