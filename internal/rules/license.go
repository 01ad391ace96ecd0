package rules

import (
	"fmt"
	"slices"
)

// LicensedUse is a use of a setting that requires Entra ID P1 in the tenant that
// configures it (graph-cross-tenant §1.2, R6 of §1.7).
type LicensedUse string

// The uses that require the license, as the end of a sentence about the setting.
const (
	NamesUsers        LicensedUse = "names users or groups"
	NamesApplications LicensedUse = "names applications"
	TrustsClaims      LicensedUse = "trusts claims of other tenants"
)

// LicenseFacts are the facts about a planned setting.
type LicenseFacts struct {
	Tenant Tenant
	// Setting is the name of the setting in configurations.
	Setting string
	Use     LicensedUse
	// EntraP1 reports that the tenant has the license.
	EntraP1 Fact[bool]
}

// CheckLicense finds that a tenant lacks the license for a setting: MT024, a
// warning. The requirement is documented; it is not documented whether Graph
// refuses the setting without the license (graph-cross-tenant §1.2).
func CheckLicense(f LicenseFacts) []Finding {
	if has, known := f.EntraP1.Get(); has || !known {
		return nil
	}
	return []Finding{finding(LicenseMissing,
		fmt.Sprintf("%s %s, which requires Entra ID P1 in tenant %q. The tenant has no active plan of P1 or P2. It is not documented whether Graph refuses the setting without the license.",
			f.Setting, f.Use, f.Tenant.Key),
		instead[f.Use]+fmt.Sprintf(" Or get Entra ID P1 for tenant %q.", f.Tenant.Key))}
}

// instead is the alternative that needs no license.
var instead = map[LicensedUse]string{
	NamesUsers:        "Set the target " + AllUsers + ".",
	NamesApplications: "Set the target to a keyword: " + list(applicationKeywords) + ".",
	TrustsClaims:      "Trust none of the claims: users then have to provide them again in this tenant.",
}

// LicensedHalf is a half of a setting that requires the license.
type LicensedHalf struct {
	Half Half
	Use  LicensedUse
}

// LicensedHalves lists the halves of a block that name single users, groups or
// applications. Keywords need no license, including those for a part of the
// applications.
func LicensedHalves(b Block, s AccessSettings) []LicensedHalf {
	switch b := b.(type) {
	case *SettingBlock:
		if setting := b.Of(s); setting != nil {
			return append(setting.UsersAndGroups.licensed(UsersAndGroups), setting.Applications.licensed(Applications)...)
		}
	case *TargetsBlock:
		return b.Of(s).licensed(HalfOf(b))
	}
	return nil
}

func (t *Targets) licensed(h Half) []LicensedHalf {
	switch {
	case h == Applications && t.names(applicationKeywords):
		return []LicensedHalf{{h, NamesApplications}}
	case h != Applications && t.names([]string{AllUsers}):
		return []LicensedHalf{{h, NamesUsers}}
	}
	return nil
}

// names reports whether a target is not a keyword.
func (t *Targets) names(keywords []string) bool {
	return t != nil && slices.ContainsFunc(t.Targets, func(target Target) bool { return !slices.Contains(keywords, target.ID) })
}

// Accepts reports whether any claim is trusted.
func (t *InboundTrust) Accepts() bool { return t != nil && *t != InboundTrust{} }

// SyncLicenseFacts are the facts about the licenses of a planned synchronization.
type SyncLicenseFacts struct {
	Source, Target Tenant
	// Groups is set for a synchronization of groups.
	Groups bool
	// EntraP1 and Governance report that the source has the license.
	EntraP1, Governance Fact[bool]
}

// NeedsGovernance reports whether the synchronization takes Entra ID Governance or the
// Entra Suite: for groups, and across clouds.
func (f SyncLicenseFacts) NeedsGovernance() bool {
	return f.Groups || !SameCloud(f.Source.Cloud, f.Target.Cloud)
}

// CheckSyncLicense finds that the source lacks the license for a synchronization, of
// each synchronized user; the target needs none: MT024, a warning. It is not documented
// whether Graph refuses a job without it (graph-cross-tenant §4.1).
func CheckSyncLicense(f SyncLicenseFacts) []Finding {
	what, license, plan, has := "users", "Entra ID P1", "P1 or P2", f.EntraP1
	if f.NeedsGovernance() {
		what, license, plan, has = "users of another cloud", "Entra ID Governance or the Entra Suite", "Entra ID Governance", f.Governance
		if f.Groups {
			what = "groups"
		}
	}
	if licensed, known := has.Get(); licensed || !known {
		return nil
	}
	return []Finding{finding(LicenseMissing,
		fmt.Sprintf("Synchronization of %s from tenant %q to tenant %q requires %s in tenant %q, for each synchronized user. The tenant has no active plan"+
			" of %s, according to assignedPlans of its organization. Tenant %q needs no license. It is not documented whether the service refuses a job"+
			" without the license.", what, f.Source.Key, f.Target.Key, license, f.Source.Key, plan, f.Target.Key),
		fmt.Sprintf("Get %s for the synchronized users of tenant %q. If your agreement with Microsoft differs, set MT024 to off.", license, f.Source.Key))}
}
