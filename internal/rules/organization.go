package rules

import (
	"fmt"
	"strings"
	"sync"
)

// MostOrganizationTenants limits the tenants of a multitenant organization, the owner
// included, unless Microsoft has raised it (graph-cross-tenant §3.4).
const MostOrganizationTenants = 100

// OrganizationTenants records the tenants that a plan has in multitenant organizations.
// It is safe for concurrent use. The zero value is ready for use.
type OrganizationTenants struct {
	mu sync.Mutex
	// by lists the tenants by the owner that adds them, all by tenant id.
	by map[string]map[string]bool
}

// Check records a tenant, and returns MT033 if the organization of its owner has more
// tenants than can be active.
func (o *OrganizationTenants) Check(owner Tenant, memberID string) []Finding {
	total := o.record(owner.ID, memberID)
	if total <= MostOrganizationTenants {
		return nil
	}
	f := finding(TooManyTenants,
		fmt.Sprintf("The plan has more than %d tenants in the multitenant organization of tenant %q, including the owner. More can be added, but"+
			" cannot join: their join requests fail.", MostOrganizationTenants, owner.Key),
		"Remove tenants from the configuration. If Microsoft has raised the limit, turn this check off: plan_checks = { MT033 = \"off\" }.")
	f.Shared = "organization of " + owner.Key
	return []Finding{f}
}

// record returns the number of tenants with the owner.
func (o *OrganizationTenants) record(ownerID, memberID string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.by == nil {
		o.by = map[string]map[string]bool{}
	}
	if o.by[ownerID] == nil {
		o.by[ownerID] = map[string]bool{}
	}
	o.by[ownerID][strings.ToLower(memberID)] = true
	return len(o.by[ownerID]) + 1
}

// ResetFacts are the facts about a planned reset of a redemption.
type ResetFacts struct {
	Tenant Tenant
	// Email is the address of the user, Home the key of its home tenant.
	Email, Home string
	// Redeemed reports that the user has redeemed its invitation.
	Redeemed bool
	// SameOrganization reports that both tenants are in the same multitenant organization.
	SameOrganization Fact[bool]
}

// CheckReset finds a reset that the service has disabled: MT032
// (multi-tenant-organization-known-issues, B2B users or B2B members).
func CheckReset(f ResetFacts) []Finding {
	if same, _ := f.SameOrganization.Get(); !same || !f.Redeemed {
		return nil
	}
	return []Finding{finding(ResetRefused,
		fmt.Sprintf("Resetting the redemption of %s in tenant %q is disabled: the user has redeemed, and tenant %q is in the same multitenant organization.",
			f.Email, f.Tenant.Key, f.Home),
		"Set redemption_reset_trigger to its former value. A user that signs in with another address of the same account needs no reset. To reset it"+
			" anyway, one of the two tenants has to leave the multitenant organization first.")}
}
