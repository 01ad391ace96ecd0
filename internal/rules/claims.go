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
	mu sync.Mutex
	// claimants are all claimants of an address, also those that cannot hold it.
	claimants map[claimed][]Claimant
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
func NewClaims() *Claims { return &Claims{claimants: map[claimed][]Claimant{}} }

// Claim reserves an address for a claimant. If another object of the plan claims it,
// it is taken, and others are the claimants so far that cannot hold the address
// together: whatever the order, the last of them learns of all. A claimant may claim
// its own address again: Terraform plans a replacement twice.
func (c *Claims) Claim(tenantID, address string, claimant Claimant) (others []Claimant, taken bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := claimed{strings.ToLower(tenantID), strings.ToLower(address)}
	if !slices.Contains(c.claimants[key], claimant) {
		c.claimants[key] = append(c.claimants[key], claimant)
	}
	all := c.claimants[key]
	taken = slices.ContainsFunc(all, claimant.conflicts)
	for _, other := range all {
		if other.ID != claimant.ID && slices.ContainsFunc(all, other.conflicts) {
			others = append(others, other)
		}
	}
	return others, taken
}

// CheckClaim claims an address for an object of the plan; MT014 when another
// object of the plan has claimed it.
func CheckClaim(c *Claims, tenant Tenant, address string, claimant Claimant) []Finding {
	others, taken := c.Claim(tenant.ID, address, claimant)
	if !taken {
		return nil
	}
	fix := "Remove one of the two."
	if len(others) > 1 {
		fix = "Keep one of them."
	}
	return []Finding{finding(ClaimedTwice,
		fmt.Sprintf("%s claim %s in tenant %q. Only one of them can hold it.", together(claimant, others), address, tenant.Key),
		fix+" For an address that appears in several lists, use distinct() and lower().")}
}

// both names claimants, followed by "both" or "all".
func both(claimant Claimant, others []Claimant) string {
	if len(others) > 1 {
		return together(claimant, others) + " all"
	}
	return together(claimant, others) + " both"
}

// together names claimants in the same words, in any order.
func together(claimant Claimant, others []Claimant) string {
	names := []string{claimant.Name}
	for _, o := range others {
		names = append(names, o.Name)
	}
	slices.Sort(names)
	listed := slices.Clone(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			listed[i] = "another"
		}
	}
	last := len(listed) - 1
	return strings.Join(listed[:last], ", ") + " and " + listed[last]
}
