package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Claims records the addresses, partner entries and capabilities that the objects of
// a plan reserve, by tenant. It is safe for concurrent use.
type Claims struct {
	mu      sync.Mutex
	holders map[claimed][]Claimant
}

type claimed struct{ tenantID, address string }

// Claimant is an object of a plan. Name is its name in findings. Terraform plans in
// any order, so all new objects of one kind have the same name.
type Claimant struct {
	ID, Name string
	Kind     ClaimantKind
}

// ClaimantKind is the kind of a claimant. A user and settings of a user may claim the
// same address, because they may be about the same user; and two claimants of some
// capabilities the same partner, because they may be about different capabilities.
type ClaimantKind int

// The kinds.
const (
	OfUser ClaimantKind = iota
	OfUserSettings
	OfContact
	OfSomeCapabilities
	OfAllCapabilities
)

// conflicts reports whether only one of two claimants can hold an address.
func (c Claimant) conflicts(other Claimant) bool {
	return c.ID != other.ID && !c.Kind.shares(other.Kind)
}

func (k ClaimantKind) shares(other ClaimantKind) bool {
	switch k {
	case OfUser:
		return other == OfUserSettings
	case OfUserSettings:
		return other == OfUser
	case OfSomeCapabilities:
		return other == OfSomeCapabilities
	default:
		return false
	}
}

// NewClaims returns an empty Claims.
func NewClaims() *Claims { return &Claims{holders: map[claimed][]Claimant{}} }

// Claim reserves an address for a claimant, and returns the other claimant if the
// address is taken. A claimant may claim its own address again: Terraform plans a
// replacement twice.
func (c *Claims) Claim(tenantID, address string, claimant Claimant) (other Claimant, taken bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := claimed{strings.ToLower(tenantID), strings.ToLower(address)}
	for _, holder := range c.holders[key] {
		if holder.conflicts(claimant) {
			return holder, true
		}
	}
	if !slices.Contains(c.holders[key], claimant) {
		c.holders[key] = append(c.holders[key], claimant)
	}
	return Claimant{}, false
}

// CheckClaim claims an address for an object of the plan; MT014 when another
// object of the plan has claimed it.
func CheckClaim(c *Claims, tenant Tenant, address string, claimant Claimant) []Finding {
	other, taken := c.Claim(tenant.ID, address, claimant)
	if !taken {
		return nil
	}
	return []Finding{finding(ClaimedTwice,
		fmt.Sprintf("%s claim %s in tenant %q. Only one of them can hold it.", both(claimant, other), address, tenant.Key),
		"Remove one of the two. For an address that appears in several lists, use distinct() and lower().")}
}

// both names two claimants in the same words, in any order.
func both(a, b Claimant) string {
	names := []string{a.Name, b.Name}
	slices.Sort(names)
	if names[0] == names[1] {
		names[1] = "another"
	}
	return strings.Join(names, " and ")
}
