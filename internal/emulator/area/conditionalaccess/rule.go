package conditionalaccess

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// rule is a Conditional Access policy prepared for evaluation.
type rule struct {
	DisplayName, State string
	Conditions         struct {
		Users                            ruleUsers
		Applications                     ruleApplications
		Platforms                        *struct{ IncludePlatforms, ExcludePlatforms []string }
		Locations                        *struct{ IncludeLocations, ExcludeLocations []string }
		ClientAppTypes                   []string
		SignInRiskLevels, UserRiskLevels []string
		// Members of which only the presence is known.
		ClientApplications, Devices, AuthenticationFlows any
		InsiderRiskLevels                                any
	}
	GrantControls *struct {
		Operator                                                 string
		BuiltInControls, TermsOfUse, CustomAuthenticationFactors []string
		AuthenticationStrength                                   *struct{ AllowedCombinations []string }
	}
	SessionControls map[string]any
}

type ruleUsers struct {
	IncludeUsers, ExcludeUsers, IncludeGroups, ExcludeGroups   []string
	IncludeGuestsOrExternalUsers, ExcludeGuestsOrExternalUsers *outsiders
}

type ruleApplications struct {
	IncludeApplications, ExcludeApplications, IncludeUserActions []string
	IncludeAuthenticationContextClassReferences                  []string
	ApplicationFilter                                            any
}

// outsiders are external users, by kind and home tenant.
type outsiders struct {
	GuestOrExternalUserTypes string
	ExternalTenants          *struct {
		MembershipKind string
		Members        []string
	}
}

// ruleOf parses a policy. An enforced policy with a condition that sign-ins here
// do not have is rejected, because the verdict would be a guess.
func ruleOf(p schema.Policy) (rule, error) {
	var r rule
	text, err := json.Marshal(p)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, err
	}
	c := r.Conditions
	unknown := []any{c.ClientApplications, c.Devices, c.AuthenticationFlows, c.InsiderRiskLevels, c.Applications.ApplicationFilter}
	// Preview features other than conditions, such as session controls, neither block
	// nor allow a sign-in.
	narrowed := slices.ContainsFunc(unknown, func(condition any) bool { return condition != nil }) ||
		schema.TypeOf(conditionsType).HasPreview(p["conditions"])
	if r.enforced() && narrowed {
		return r, refusal.NotModeled("sign-ins under the conditions of policy '%s'", r.DisplayName)
	}
	return r, nil
}

func (r rule) enforced() bool { return r.State == "enabled" }

// asks reports whether the policy applies to a sign-in.
func (r rule) asks(v visitor) bool {
	c := r.Conditions
	return r.enforced() && c.Users.names(v) && c.Applications.name(v) && includes(c.ClientAppTypes, "all", v.Client) &&
		(c.Platforms == nil || reaches("all", v.Platform, c.Platforms.IncludePlatforms, c.Platforms.ExcludePlatforms)) &&
		(c.Locations == nil || reaches("All", place(v), c.Locations.IncludeLocations, c.Locations.ExcludeLocations)) &&
		includes(c.SignInRiskLevels, "", v.SignInRisk) && includes(c.UserRiskLevels, "", v.UserRisk)
}

// place is the only keyword of named locations; single locations are not
// distinguished.
func place(v visitor) string {
	if v.FromTrusted {
		return "AllTrusted"
	}
	return ""
}

// includes reports whether a condition contains a value; an empty condition
// contains none.
func includes(names []string, all, value string) bool {
	return len(names) == 0 || slices.Contains(names, all) || slices.Contains(names, value)
}

// reaches is a condition with exclusions.
func reaches(all, value string, include, exclude []string) bool {
	has := func(names []string) bool {
		return slices.Contains(names, all) || value != "" && slices.Contains(names, value)
	}
	return has(include) && !has(exclude)
}

func (u ruleUsers) names(v visitor) bool {
	has := func(users, groups []string, outside *outsiders) bool {
		member := func(id string) bool { return slices.Contains(v.user.Groups, id) }
		return slices.Contains(users, "GuestsOrExternalUsers") || v.user.ID != "" && slices.Contains(users, v.user.ID) ||
			slices.ContainsFunc(groups, member) || outside.has(v)
	}
	included := slices.Contains(u.IncludeUsers, "All") || has(u.IncludeUsers, u.IncludeGroups, u.IncludeGuestsOrExternalUsers)
	return included && !has(u.ExcludeUsers, u.ExcludeGroups, u.ExcludeGuestsOrExternalUsers)
}

func (o *outsiders) has(v visitor) bool {
	if o == nil {
		return false
	}
	kinds := strings.FieldsFunc(o.GuestOrExternalUserTypes, func(r rune) bool { return r == ',' || r == ' ' })
	everywhere := o.ExternalTenants == nil || o.ExternalTenants.MembershipKind == "all"
	return slices.Contains(kinds, v.Kind) &&
		(everywhere || slices.ContainsFunc(o.ExternalTenants.Members, func(id string) bool { return strings.EqualFold(id, v.home) }))
}

// name reports whether the policy applies to the application. User actions and
// authentication contexts are not applications.
func (a ruleApplications) name(v visitor) bool {
	return reaches("All", v.Application, a.IncludeApplications, a.ExcludeApplications)
}

// meets returns the outcome of a policy that applies to the sign-in (External ID,
// authentication and Conditional Access; graph-identity §12).
func (r rule) meets(v visitor) SignInOutcome {
	if v.Kind == KindDirectConnect && !v.settings.DirectConnectIgnoresControls && r.hasUnsupportedSession() {
		return KeptOut
	}
	g := r.GrantControls
	if g == nil {
		return SignedIn
	}
	var outcomes []SignInOutcome
	for _, control := range g.BuiltInControls {
		outcomes = append(outcomes, v.control(control))
	}
	if s := g.AuthenticationStrength; s != nil {
		outcomes = append(outcomes, v.strength(s.AllowedCombinations))
	}
	if len(g.TermsOfUse) > 0 {
		outcomes = append(outcomes, v.terms())
	}
	if len(g.CustomAuthenticationFactors) > 0 {
		outcomes = append(outcomes, SignedIn)
	}
	return combined(outcomes, g.Operator == "AND")
}

// combined is the worst of the outcomes if all controls are required, and the best
// if one is sufficient.
func combined(outcomes []SignInOutcome, all bool) SignInOutcome {
	order := []SignInOutcome{SignedIn, AskedToRegister, KeptOut}
	if all {
		slices.Reverse(order)
	}
	for _, o := range order {
		if slices.Contains(outcomes, o) {
			return o
		}
	}
	return SignedIn
}

// control is one built-in control.
func (v visitor) control(name string) SignInOutcome {
	switch name {
	case "mfa":
		return v.secondFactor()
	case "compliantDevice":
		return v.proves("isCompliantDeviceAccepted")
	case "domainJoinedDevice":
		return v.proves("isHybridAzureADJoinedDeviceAccepted")
	case "riskRemediation":
		return SignedIn // its effect on external users is not documented
	}
	return KeptOut
}

func (v visitor) proves(claim string) SignInOutcome {
	if v.trusted(claim) {
		return SignedIn
	}
	return KeptOut
}

// secondFactor is the home tenant's if it is trusted, otherwise the resource
// tenant's. Registration requires a user object in the resource tenant, and is not
// possible in a risky sign-in.
func (v visitor) secondFactor() SignInOutcome {
	switch {
	case v.trusted("isMfaAccepted"):
		return SignedIn
	case v.Kind == KindDirectConnect:
		return KeptOut
	case v.Registered:
		return SignedIn
	case v.SignInRisk != "":
		return KeptOut
	}
	return AskedToRegister
}

// atHome are the methods available to external users only in their home tenant.
var atHome = []string{
	"fido2", "windowsHelloForBusiness", "x509CertificateSingleFactor", "x509CertificateMultiFactor", "deviceBasedPush", "hardwareOath",
	"federatedSingleFactor", "federatedMultiFactor", "temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", "email", "qrCodePin",
}

// strength accepts any of the combinations of methods.
func (v visitor) strength(combinations []string) SignInOutcome {
	if v.trusted("isMfaAccepted") {
		return SignedIn
	}
	for _, c := range combinations {
		if !slices.ContainsFunc(strings.Split(c, ","), func(method string) bool { return slices.Contains(atHome, strings.TrimSpace(method)) }) {
			return v.secondFactor()
		}
	}
	return KeptOut
}

func (v visitor) terms() SignInOutcome {
	if v.Kind == KindDirectConnect && !v.settings.DirectConnectIgnoresControls {
		return KeptOut
	}
	return SignedIn
}

// hasUnsupportedSession reports whether a session control is not supported for B2B
// direct connect.
func (r rule) hasUnsupportedSession() bool {
	for _, name := range []string{"applicationEnforcedRestrictions", "cloudAppSecurity", "persistentBrowser", "signInFrequency"} {
		control, _ := r.SessionControls[name].(map[string]any)
		if control != nil && control["isEnabled"] != false {
			return true
		}
	}
	return false
}
