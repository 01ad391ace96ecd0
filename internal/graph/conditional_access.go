package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// ConditionalAccessPolicies lists the tenant's Conditional Access policies in
// every state, except those that apply to no application. They are read once:
// Graph allows one such request per second (graph-identity §12).
//
// GET /beta/identity/conditionalAccess/policies.
func (c *Client) ConditionalAccessPolicies(ctx context.Context) ([]rules.ConditionalAccessPolicy, error) {
	return remembered(ctx, c, &c.facts.conditionalAccess, theTenant, c.listConditionalAccess)
}

func (c *Client) listConditionalAccess(ctx context.Context) ([]rules.ConditionalAccessPolicy, error) {
	policies, err := everything[conditionalAccessPolicy](ctx, c, call{
		op: opConditionalAccess, method: http.MethodGet, version: betaVersion, path: "/identity/conditionalAccess/policies",
		query: url.Values{"$select": {"displayName,state,conditions,grantControls,sessionControls"}},
	})
	if err != nil {
		return nil, err
	}
	all := make([]rules.ConditionalAccessPolicy, 0, len(policies))
	for _, p := range policies {
		if !p.Conditions.Applications.none() {
			all = append(all, p.facts())
		}
	}
	return all, nil
}

// conditionalAccessPolicy is the part of Graph's policy that the rules use.
// Conditions of which only the presence matters are not decoded.
type conditionalAccessPolicy struct {
	DisplayName, State string
	Conditions         policyConditions
	GrantControls      *grantControls
	SessionControls    map[string]json.RawMessage
}

type policyConditions struct {
	Users        policyUsers
	Applications policyApplications
	Platforms    *struct{ IncludePlatforms, ExcludePlatforms []string }
	Locations    *struct{ IncludeLocations, ExcludeLocations []string }

	ClientAppTypes                                               []string
	ClientApplications, Devices, InsiderRiskLevels               json.RawMessage
	SignInRiskLevels, UserRiskLevels, ServicePrincipalRiskLevels json.RawMessage
	AuthenticationFlows                                          json.RawMessage

	others
}

func (c *policyConditions) UnmarshalJSON(data []byte) error {
	type plain policyConditions
	return c.unmarshal(data, (*plain)(c))
}

// others holds the conditions that this package does not know: beta includes
// preview features.
type others struct{ given bool }

// unmarshal decodes a condition into its known and its other members.
func (o *others) unmarshal(data []byte, known any) error {
	var members map[string]json.RawMessage
	if err := cmp.Or(json.Unmarshal(data, known), json.Unmarshal(data, &members)); err != nil {
		return err
	}
	fields := reflect.VisibleFields(reflect.TypeOf(known).Elem())
	for name, value := range members {
		isField := func(f reflect.StructField) bool { return f.IsExported() && strings.EqualFold(f.Name, name) }
		if given(value) && !strings.Contains(name, "@") && !slices.ContainsFunc(fields, isField) {
			o.given = true
		}
	}
	return nil
}

type policyUsers struct {
	IncludeUsers, ExcludeUsers   []string
	IncludeGroups, IncludeRoles  []string
	ExcludeGroups, ExcludeRoles  []string
	IncludeGuestsOrExternalUsers *policyGuests
	ExcludeGuestsOrExternalUsers *policyGuests
}

type policyApplications struct {
	IncludeApplications, ExcludeApplications, IncludeUserActions []string
	IncludeAuthenticationContextClassReferences                  []string
	ApplicationFilter                                            json.RawMessage

	others
}

func (a *policyApplications) UnmarshalJSON(data []byte) error {
	type plain policyApplications
	return a.unmarshal(data, (*plain)(a))
}

type policyGuests struct {
	GuestOrExternalUserTypes string
	ExternalTenants          *struct {
		MembershipKind string
		Members        []string
	}
}

type grantControls struct {
	Operator                                                 string
	BuiltInControls, CustomAuthenticationFactors, TermsOfUse []string
	AuthenticationStrength                                   *struct{ AllowedCombinations []string }
}

// unsupportedSessions are the session controls that B2B direct connect does not
// support (authentication-conditional-access; graph-identity §12).
var unsupportedSessions = []string{"applicationEnforcedRestrictions", "cloudAppSecurity", "persistentBrowser", "signInFrequency"}

func (p conditionalAccessPolicy) facts() rules.ConditionalAccessPolicy {
	users := p.Conditions.Users
	f := rules.ConditionalAccessPolicy{
		Name: p.DisplayName, State: p.State,
		IncludeUsers: users.IncludeUsers, ExcludeUsers: users.ExcludeUsers,
		ExcludesGroups: len(users.ExcludeGroups)+len(users.ExcludeRoles) > 0,
		IncludeGroups:  users.IncludeGroups, ExcludeGroups: users.ExcludeGroups,
		IncludesRoles: len(users.IncludeRoles) > 0, ExcludesRoles: len(users.ExcludeRoles) > 0,
		IncludeExternal: users.IncludeGuestsOrExternalUsers.facts(),
		ExcludeExternal: users.ExcludeGuestsOrExternalUsers.facts(),
		Narrow:          p.narrow(),
		SessionControls: p.unsupportedSessions(),
		SignInRisk:      given(p.Conditions.SignInRiskLevels), UserRisk: given(p.Conditions.UserRiskLevels),
	}
	if g := p.GrantControls; g != nil {
		f.Operator, f.Controls = g.Operator, g.BuiltInControls
		if s := g.AuthenticationStrength; s != nil {
			f.Strength = &rules.AuthenticationStrength{Combinations: s.AllowedCombinations}
		}
		f.TermsOfUse, f.OtherControls = len(g.TermsOfUse) > 0, len(g.CustomAuthenticationFactors) > 0
	}
	return f
}

// unsupportedSessions lists the enabled ones.
func (p conditionalAccessPolicy) unsupportedSessions() []string {
	var names []string
	for _, name := range unsupportedSessions {
		var control struct{ IsEnabled *bool }
		raw := p.SessionControls[name]
		if !given(raw) || json.Unmarshal(raw, &control) == nil && control.IsEnabled != nil && !*control.IsEnabled {
			continue
		}
		names = append(names, name)
	}
	return names
}

// facts splits the types, a comma-separated text.
func (g *policyGuests) facts() *rules.ExternalUsers {
	if g == nil {
		return nil
	}
	e := &rules.ExternalUsers{}
	for _, t := range strings.Split(g.GuestOrExternalUserTypes, ",") {
		e.Types = append(e.Types, strings.TrimSpace(t))
	}
	if t := g.ExternalTenants; t != nil && t.MembershipKind == "enumerated" {
		e.TenantIDs = append([]string{}, t.Members...)
	}
	return e
}

// narrow reports whether the policy skips some sign-ins of its users. Excluded
// applications do not make it narrow: nearly every policy for all applications
// excludes one or two.
func (p conditionalAccessPolicy) narrow() bool {
	c := p.Conditions
	if c.given || c.Applications.narrow() || !signsIn(c.ClientAppTypes) {
		return true
	}
	if l := c.Locations; l != nil && !unlimited("All", l.IncludeLocations, l.ExcludeLocations) {
		return true
	}
	if l := c.Platforms; l != nil && !unlimited("all", l.IncludePlatforms, l.ExcludePlatforms) {
		return true
	}
	return slices.ContainsFunc([]json.RawMessage{
		c.ClientApplications, c.Devices, c.InsiderRiskLevels, c.AuthenticationFlows,
		c.SignInRiskLevels, c.UserRiskLevels, c.ServicePrincipalRiskLevels,
	}, given)
}

func unlimited(all string, include, exclude []string) bool {
	return slices.Contains(include, all) && len(exclude) == 0
}

// none reports whether the policy applies to no application: none is included, or
// every included one is excluded.
func (a policyApplications) none() bool {
	left := slices.DeleteFunc(slices.Clone(a.IncludeApplications), func(id string) bool { return id == "None" || slices.Contains(a.ExcludeApplications, id) })
	return len(a.IncludeApplications) > 0 && len(left)+len(a.IncludeUserActions)+len(a.IncludeAuthenticationContextClassReferences) == 0 && !given(a.ApplicationFilter)
}

func (a policyApplications) narrow() bool {
	return !slices.Contains(a.IncludeApplications, "All") || given(a.ApplicationFilter) || a.given ||
		len(a.IncludeUserActions)+len(a.IncludeAuthenticationContextClassReferences) > 0
}

// signsIn reports whether the client types cover all modern sign-ins.
func signsIn(clientAppTypes []string) bool {
	has := func(name string) bool { return slices.Contains(clientAppTypes, name) }
	return len(clientAppTypes) == 0 || has("all") || has("browser") && has("mobileAppsAndDesktopClients")
}

// given reports whether a member of the response has content.
func given(value json.RawMessage) bool {
	switch string(bytes.TrimSpace(value)) {
	case "", "null", "[]", "{}", `""`:
		return false
	}
	return true
}
