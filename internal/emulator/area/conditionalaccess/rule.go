package conditionalaccess

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// rule is a Conditional Access policy as a sign-in meets it.
type rule struct {
	DisplayName, State string
	Conditions         struct {
		Users                            ruleUsers
		Applications                     ruleApplications
		Platforms                        *struct{ IncludePlatforms, ExcludePlatforms []string }
		Locations                        *struct{ IncludeLocations, ExcludeLocations []string }
		ClientAppTypes                   []string
		SignInRiskLevels, UserRiskLevels []string
		// What only its presence is known of.
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

// outsiders are external users of some kinds and home tenants.
type outsiders struct {
	GuestOrExternalUserTypes string
	ExternalTenants          *struct {
		MembershipKind string
		Members        []string
	}
}

// ruleOf reads a policy. An enforced one with a condition that no sign-in here has
// is refused: a verdict without it would be a guess.
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
	// Preview features besides conditions, such as session controls, keep no sign-in
	// out and let none in.
	narrowed := slices.ContainsFunc(unknown, func(condition any) bool { return condition != nil }) ||
		schema.TypeOf(conditionsType).HasPreview(p["conditions"])
	if r.enforced() && narrowed {
		return r, refusal.NotModeled("sign-ins under the conditions of policy '%s'", r.DisplayName)
	}
	return r, nil
}

func (r rule) enforced() bool { return r.State == "enabled" }

// asks reports whether the policy is about a sign-in.
func (r rule) asks(v visitor) bool {
	c := r.Conditions
	return r.enforced() && c.Users.names(v) && c.Applications.name(v) && includes(c.ClientAppTypes, "all", v.Client) &&
		(c.Platforms == nil || reaches("all", v.Platform, c.Platforms.IncludePlatforms, c.Platforms.ExcludePlatforms)) &&
		(c.Locations == nil || reaches("All", place(v), c.Locations.IncludeLocations, c.Locations.ExcludeLocations)) &&
		includes(c.SignInRiskLevels, "", v.SignInRisk) && includes(c.UserRiskLevels, "", v.UserRisk)
}

// place is the one keyword of named locations; single ones are not told apart.
func place(v visitor) string {
	if v.FromTrusted {
		return "AllTrusted"
	}
	return ""
}

// includes reports whether a condition names a value; without names it is none.
func includes(names []string, all, value string) bool {
	return len(names) == 0 || slices.Contains(names, all) || slices.Contains(names, value)
}

// reaches is a condition with exceptions.
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

// name reports whether the policy is about the application. User actions and
// authentication contexts are no applications.
func (a ruleApplications) name(v visitor) bool {
	return reaches("All", v.Application, a.IncludeApplications, a.ExcludeApplications)
}

// meets is what the policy makes of a sign-in that it is about (External ID,
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

// combined is the worst of the outcomes where all controls are required, and the
// best where one is enough.
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
		return SignedIn // what it does to external users is not documented
	}
	return KeptOut
}

func (v visitor) proves(claim string) SignInOutcome {
	if v.trusted(claim) {
		return SignedIn
	}
	return KeptOut
}

// secondFactor is that of the home tenant where it counts, otherwise one of the
// resource tenant. Nobody without an object there can register one, and nobody may
// in a risky sign-in.
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

// atHome are the methods that external users have in their home tenant alone.
var atHome = []string{
	"fido2", "windowsHelloForBusiness", "x509CertificateSingleFactor", "x509CertificateMultiFactor", "deviceBasedPush", "hardwareOath",
	"federatedSingleFactor", "federatedMultiFactor", "temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", "email", "qrCodePin",
}

// strength takes one of the combinations of methods.
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

// hasUnsupportedSession reports a session control that B2B direct connect does not
// support.
func (r rule) hasUnsupportedSession() bool {
	for _, name := range []string{"applicationEnforcedRestrictions", "cloudAppSecurity", "persistentBrowser", "signInFrequency"} {
		control, _ := r.SessionControls[name].(map[string]any)
		if control != nil && control["isEnabled"] != false {
			return true
		}
	}
	return false
}
