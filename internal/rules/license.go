package rules

import (
	"fmt"
	"slices"
)

// LicensedUse is what a setting does that takes Entra ID P1 in the tenant that
// configures it (graph-cross-tenant §1.2, R6 of §1.7).
type LicensedUse string

// The uses that take the license, as the end of a sentence about the setting.
const (
	NamesUsers        LicensedUse = "names users or groups"
	NamesApplications LicensedUse = "names applications"
	TrustsClaims      LicensedUse = "trusts claims of other tenants"
)

// LicenseFacts are what the rule wants to know about a setting that is planned.
type LicenseFacts struct {
	Tenant Tenant
	// Setting is what configurations call it.
	Setting string
	Use     LicensedUse
	// EntraP1 reports that the tenant has the license.
	EntraP1 Fact[bool]
}

// CheckLicense finds that a tenant lacks the license for a setting: MT024, a
// warning. That the license is required is documented; whether Graph refuses the
// setting without it is not (graph-cross-tenant §1.2).
func CheckLicense(f LicenseFacts) []Finding {
	if has, known := f.EntraP1.Get(); has || !known {
		return nil
	}
	return []Finding{finding(LicenseMissing,
		fmt.Sprintf("%s %s, which takes Entra ID P1 in tenant %q. The tenant has no active plan of P1 or P2. Whether Graph refuses the setting without is not documented.",
			f.Setting, f.Use, f.Tenant.Key),
		instead[f.Use]+fmt.Sprintf(" Or get Entra ID P1 for tenant %q.", f.Tenant.Key))}
}

// instead is what goes without the license.
var instead = map[LicensedUse]string{
	NamesUsers:        "Set the target " + AllUsers + ".",
	NamesApplications: "Set the target to a keyword: " + list(applicationKeywords) + ".",
	TrustsClaims:      "Trust none of the claims: people then show them again in this tenant.",
}

// LicensedHalf is a half of a setting that takes the license.
type LicensedHalf struct {
	Half Half
	Use  LicensedUse
}

// LicensedHalves lists the halves of a setting that name users, groups or
// applications one by one. Keywords take no license, those for some of the
// applications included.
func (s *B2BSetting) LicensedHalves() []LicensedHalf {
	var halves []LicensedHalf
	if s != nil && s.UsersAndGroups.namesBeyond([]string{AllUsers}) {
		halves = append(halves, LicensedHalf{UsersAndGroups, NamesUsers})
	}
	if s != nil && s.Applications.namesBeyond(applicationKeywords) {
		halves = append(halves, LicensedHalf{Applications, NamesApplications})
	}
	return halves
}

// namesBeyond reports whether a target is something else than a keyword.
func (t *Targets) namesBeyond(keywords []string) bool {
	return t != nil && slices.ContainsFunc(t.Targets, func(target Target) bool { return !slices.Contains(keywords, target.ID) })
}

// Accepts reports whether any claim is trusted.
func (t *InboundTrust) Accepts() bool { return t != nil && *t != InboundTrust{} }
