package topology_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// externalTypes are the types of external users in policies.
var externalTypes = []string{"b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "internalGuest"}

// policy is a random Conditional Access policy, which is likely unusual in one of
// its parts only.
func (d dice) policy(n int, partners ...string) acctest.Object {
	several := func(names ...any) []any {
		chosen := slices.DeleteFunc(names, func(any) bool { return d.in(2) })
		return append([]any{}, chosen...)
	}
	controls := several("mfa", "compliantDevice", "domainJoinedDevice")
	if d.in(3) {
		controls = append(controls, pick[any](d, "block", "approvedApplication", "compliantApplication", "passwordChange", "riskRemediation"))
	}
	p := policy(fmt.Sprintf("Policy %q", fmt.Sprint(n)), controls...)
	grant, _ := p["grantControls"].(acctest.Object)
	grant["operator"] = pick(d, "AND", "OR")
	if d.in(6) {
		grant["authenticationStrength"] = acctest.Object{
			"id": d.id(kindStranger, 8), "displayName": "Custom",
			"allowedCombinations": []any{"fido2", pick(d, "password,sms", "password,hardwareOath", "deviceBasedPush")},
		}
	}
	if d.in(6) {
		grant[pick(d, "termsOfUse", "customAuthenticationFactors")] = []any{"terms"}
	}
	if d.in(12) {
		p["grantControls"] = nil
	}
	if d.in(6) {
		p["sessionControls"] = acctest.Object{pick(d, "signInFrequency", "persistentBrowser", "cloudAppSecurity", "continuousAccessEvaluation"): acctest.Object{"isEnabled": !d.in(4)}}
	}
	if d.in(6) {
		p["state"] = pick(d, "disabled", "enabledForReportingButNotEnforced")
	}
	conditions, _ := p["conditions"].(acctest.Object)
	if d.in(2) {
		conditions["users"] = d.policyUsers(several, partners)
	}
	switch d.IntN(10) {
	case 0:
		conditions["clientAppTypes"] = several("browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other")
	case 1:
		conditions["locations"] = pick(d,
			acctest.Object{"includeLocations": []any{"All"}, "excludeLocations": several("AllTrusted")},
			acctest.Object{"includeLocations": []any{"AllTrusted"}, "excludeLocations": []any{}})
	case 2:
		conditions["platforms"] = acctest.Object{"includePlatforms": []any{pick(d, "all", "iOS")}, "excludePlatforms": several("macOS")}
	case 3:
		conditions[pick(d, "signInRiskLevels", "userRiskLevels")] = several("high")
	case 4:
		conditions["applications"] = acctest.Object{"includeApplications": []any{pick(d, "All", "Office365")}, "excludeApplications": several("Office365")}
	}
	return p
}

func (d dice) policyUsers(several func(...any) []any, partners []string) acctest.Object {
	guests := func() any {
		g := acctest.Object{"guestOrExternalUserTypes": strings.Join(slices.DeleteFunc(slices.Clone(externalTypes), func(string) bool { return d.in(3) }), pick(d, ",", ", "))}
		if d.in(2) {
			g = guests(fmt.Sprint(g["guestOrExternalUserTypes"]), "all")
		} else {
			g = guests(fmt.Sprint(g["guestOrExternalUserTypes"]), "enumerated", pick(d, partners...), d.id(kindStranger, 3))
		}
		return pick[any](d, g, g, nil)
	}
	return acctest.Object{
		"includeUsers": several("All", "GuestsOrExternalUsers", d.id(kindStranger, 4)), "excludeUsers": several(d.id(kindStranger, 5), pick[any](d, "GuestsOrExternalUsers", d.id(kindStranger, 6))),
		"includeGroups": several(d.id(kindStranger, 7)), "excludeGroups": pick(d, several(d.id(kindStranger, 7)), []any{}),
		"includeGuestsOrExternalUsers": guests(), "excludeGuestsOrExternalUsers": pick(d, guests(), nil, nil),
	}
}
