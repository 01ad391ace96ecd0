package topology

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Renames remembers which external users a plan deletes and which people it
// invites, in order to find one person on both sides. Several goroutines may use
// it at a time.
type Renames struct {
	mu       sync.Mutex
	leaving  []leaving
	arriving []arriving
}

// leaving is an external user who would be deleted, by the addresses that are
// known.
type leaving struct {
	tenantID, name string
	addresses      []string
}

// arriving is an invitation, with every address of the person in the home tenant.
type arriving struct {
	tenantID, email string
	addresses       []string
}

// NewRenames returns renames of a plan in which nothing is planned yet.
func NewRenames() *Renames { return &Renames{} }

// CheckLeaving notes that a plan deletes an external user who is known by some
// addresses, and returns MT018 when the same plan invites the same person.
func CheckLeaving(r *Renames, resource Tenant, name string, addresses []string) []Finding {
	l := leaving{strings.ToLower(resource.ID), name, addresses}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leaving = append(r.leaving, l)
	for _, a := range r.arriving {
		if a.same(l) {
			return []Finding{renamed(resource, l, a)}
		}
	}
	return nil
}

// CheckArriving notes that a plan invites a person with some addresses at home,
// and returns MT018 when the same plan deletes the same person.
func CheckArriving(r *Renames, resource Tenant, email string, addresses []string) []Finding {
	a := arriving{strings.ToLower(resource.ID), email, addresses}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.arriving = append(r.arriving, a)
	for _, l := range r.leaving {
		if a.same(l) {
			return []Finding{renamed(resource, l, a)}
		}
	}
	return nil
}

func (a arriving) same(l leaving) bool {
	return a.tenantID == l.tenantID && slices.ContainsFunc(l.addresses, func(address string) bool {
		return slices.ContainsFunc(a.addresses, func(other string) bool { return SameAddress(address, other) })
	})
}

func renamed(resource Tenant, l leaving, a arriving) Finding {
	return finding(RenamedUser,
		fmt.Sprintf("In tenant %s the plan deletes %s and invites %s, who are one person. The user would lose access, memberships and data.",
			quote(resource.Key), l.name, a.email),
		"Keep the resource and change its email. Where the for_each key changes with the address, add a moved block from the old key to"+
			" the new one, and use a key that does not change, such as the object id at home.")
}
