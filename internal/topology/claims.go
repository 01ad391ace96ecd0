package topology

import (
	"fmt"
	"strings"
	"sync"
)

// Claims remembers which object of a plan is to hold which address, or is which
// entry, in which tenant. Several goroutines may use it at a time.
type Claims struct {
	mu      sync.Mutex
	holders map[claimed]string
}

type claimed struct{ tenantID, address string }

// NewClaims returns claims of nobody.
func NewClaims() *Claims { return &Claims{holders: map[claimed]string{}} }

// Claim notes a claimant, and returns the other claimant when the address is
// taken. Claiming again what one holds is no conflict: Terraform plans a
// replacement twice.
func (c *Claims) Claim(tenantID, address, claimant string) (other string, taken bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := claimed{strings.ToLower(tenantID), strings.ToLower(address)}
	holder, held := c.holders[key]
	if held {
		return holder, holder != claimant
	}
	c.holders[key] = claimant
	return "", false
}

// CheckClaim claims an address for an object of the plan; MT014 when another
// object of the plan has claimed it.
func CheckClaim(c *Claims, tenant Tenant, address, claimant string) []Finding {
	other, taken := c.Claim(tenant.ID, address, claimant)
	if !taken {
		return nil
	}
	return []Finding{finding(ClaimedTwice,
		fmt.Sprintf("%s claims %s in tenant %q, and so does %s. Only one of them can have it.", claimant, address, tenant.Key, other),
		"Remove one of the two. An address that appears in several lists can be brought together with distinct() and lower().")}
}
