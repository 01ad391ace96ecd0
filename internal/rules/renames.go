package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Renames records the external users that a plan deletes and the users that it
// invites, to find a user on both sides. It is safe for concurrent use.
type Renames struct {
	mu                sync.Mutex
	leaving, arriving []passage
}

// passage is one side of a rename: a deleted or an invited user, with every known
// address.
type passage struct {
	tenantID, name string
	addresses      []string
}

// NewRenames returns an empty Renames.
func NewRenames() *Renames { return &Renames{} }

// CheckLeaving records that a plan deletes an external user with the given
// addresses, and returns MT018 if the same plan invites the same user.
func CheckLeaving(r *Renames, resource Tenant, name string, addresses []string) []Finding {
	r.mu.Lock()
	defer r.mu.Unlock()
	if other, found := meet(&r.leaving, r.arriving, resource, name, addresses); found {
		return []Finding{renamed(resource, name, other)}
	}
	return nil
}

// CheckArriving records that a plan invites a user with the given addresses in the
// home tenant, and returns MT018 if the same plan deletes the same user.
func CheckArriving(r *Renames, resource Tenant, email string, addresses []string) []Finding {
	r.mu.Lock()
	defer r.mu.Unlock()
	if other, found := meet(&r.arriving, r.leaving, resource, email, addresses); found {
		return []Finding{renamed(resource, other, email)}
	}
	return nil
}

// meet adds a passage to its side, and returns the name of one on the other side
// that shares an address with it in the same tenant.
func meet(side *[]passage, others []passage, resource Tenant, name string, addresses []string) (other string, found bool) {
	p := passage{strings.ToLower(resource.ID), name, addresses}
	*side = append(*side, p)
	i := slices.IndexFunc(others, p.shares)
	if i < 0 {
		return "", false
	}
	return others[i].name, true
}

func (p passage) shares(o passage) bool {
	return p.tenantID == o.tenantID && slices.ContainsFunc(p.addresses, func(address string) bool {
		return slices.ContainsFunc(o.addresses, func(other string) bool { return SameAddress(address, other) })
	})
}

func renamed(resource Tenant, leaving, arriving string) Finding {
	return finding(RenamedUser,
		fmt.Sprintf("In tenant %s the plan deletes %s and invites %s, the same user. The user would lose access, memberships and data.",
			quote(resource.Key), leaving, arriving),
		"Keep the resource and change its email. Where the for_each key changes with the address, add a moved block from the old key to"+
			" the new one, and use a key that does not change, such as the object id in the home tenant.")
}
