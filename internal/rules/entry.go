package rules

import "fmt"

// EntryFacts are the facts about a cross-tenant access entry that a plan creates.
type EntryFacts struct {
	Tenant Tenant
	// PartnerTenantID is the tenant of the entry.
	PartnerTenantID string
	// Exists reports that the tenant has such an entry now.
	Exists Fact[bool]
	// SaysMore reports that the entry contains more than is planned. An entry that
	// does not is continued.
	SaysMore Fact[bool]
}

// CheckEntry finds an entry that exists before its creation, and that cannot be
// continued: MT025. It is a warning, because an entry that was just deleted is
// still returned for a while (graph-cross-tenant §1.11).
func CheckEntry(f EntryFacts) []Finding {
	more, known := f.SaysMore.Get()
	if exists, _ := f.Exists.Get(); !exists || known && !more {
		return nil
	}
	verdict := "which contains more than this configuration. Creating it fails"
	if !known {
		verdict = "and it is not known yet whether it contains more than this configuration. If it does, creating it fails"
	}
	return []Finding{finding(EntryExists,
		fmt.Sprintf("Tenant %q already has an entry for %s, %s, unless it has just been deleted and is still returned.",
			f.Tenant.Key, f.PartnerTenantID, verdict),
		fmt.Sprintf("Import it, or adopt it with on_existing = \"adopt\":\n\nimport {\n  to = multitenant_cross_tenant_access_partner.<name>\n"+
			"  id = %q\n}", f.Tenant.Key+"/"+f.PartnerTenantID))}
}

// CheckEntryClaim reserves an entry for a resource of the plan; MT026 if another
// resource of the plan has reserved it.
func CheckEntryClaim(c *Claims, f EntryFacts, claimant Claimant) []Finding {
	others, taken := c.Claim(f.Tenant.ID, "entry about "+f.PartnerTenantID, claimant)
	if !taken {
		return nil
	}
	return []Finding{finding(EntryClaimedTwice,
		fmt.Sprintf("%s manage the entry of tenant %q for %s. Each would overwrite the other.",
			both(claimant, others), f.Tenant.Key, f.PartnerTenantID),
		"Merge the two: there is one entry per partner, for inbound and outbound settings. A resource that has only moved within the"+
			" configuration needs a moved block.")}
}
