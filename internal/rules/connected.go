package rules

import "fmt"

// ConnectedFacts are the facts about a tenant that is an identity source of a planned
// connected organization.
type ConnectedFacts struct {
	Tenant Tenant
	// Home is the tenant id of the source, or its key for a tenant of the provider.
	Home string
	// Inbound is the ruling of the tenant's inbound B2B collaboration about the users of
	// the source. It is Awaited for the planned settings of the same configuration.
	Inbound Ruling
}

// CheckConnected finds a connected organization whose users cannot be invited, although
// a policy lets them request an access package: MT022 (graph-cross-tenant §6). About the
// current settings it is undecided, because the same configuration may change them.
func CheckConnected(f ConnectedFacts) []Finding {
	if f.Inbound.Verdict != Refused {
		return nil
	}
	owner, other := "tenant "+quote(f.Tenant.Key), "tenant "+quote(f.Home)
	found := finding(AccessBlocked,
		fmt.Sprintf("Users of %s can request access packages of %s as a connected organization, and cannot be invited after the approval: %s.",
			other, owner, f.Inbound.blocks("b2bCollaborationInbound", owner, other)),
		fmt.Sprintf("Allow users of %s in b2b_collaboration_inbound of the cross-tenant access partner of %s. Users that are in the directory already, such as synchronized"+
			" ones, need no connected organization.", other, owner))
	if !f.Inbound.Awaited {
		found.Detail += " This is the current setting."
		found.Undecided = true
	}
	return []Finding{found}
}

// CheckConnectedClaim reserves an identity source, a tenant id or a domain, for a
// connected organization of the plan; MT034 if another one has it.
func CheckConnectedClaim(c *Claims, tenant Tenant, source string, claimant Claimant) []Finding {
	others, taken := c.Claim(tenant.ID, "identity source "+source, claimant)
	if !taken {
		return nil
	}
	return []Finding{finding(SourceTwice,
		fmt.Sprintf("%s have the identity source %s in tenant %q. Users of the source belong to one of them, and policies for the other one do not reach them.",
			both(claimant, others), source, tenant.Key),
		"Merge the two. A resource that has only moved within the configuration needs a moved block.")}
}

// CheckEntitlementLicense finds that a tenant lacks the license for entitlement
// management: MT024, a warning. It is not documented whether Graph refuses connected
// organizations without it (graph-cross-tenant §6).
func CheckEntitlementLicense(t Tenant, licensed Fact[bool]) []Finding {
	if has, known := licensed.Get(); has || !known {
		return nil
	}
	return []Finding{finding(LicenseMissing,
		fmt.Sprintf("Connected organizations require Entra ID P2, Entra ID Governance or the Entra Suite in tenant %q, which has no active plan of them, according to"+
			" assignedPlans of its organization. It is not documented whether Graph refuses them without the license.", t.Key),
		fmt.Sprintf("Get the license for tenant %q. If your agreement with Microsoft differs, set MT024 to off.", t.Key))}
}
