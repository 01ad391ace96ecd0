package conditionalaccess

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// members are the members of an object and their defaults; optional is an object
// that is null by default.
type members map[string]any

type optional members

// policyMembers are the members of every policy (graph-identity §12).
var policyMembers = members{
	"id": nil, "displayName": nil, "description": nil, "state": "enabled", "templateId": nil,
	"createdDateTime": kernel.SeededAt, "modifiedDateTime": nil,
	"conditions": members{
		"users": members{
			"includeUsers": []any{}, "excludeUsers": []any{}, "includeGroups": []any{}, "excludeGroups": []any{},
			"includeRoles": []any{}, "excludeRoles": []any{}, "includeGuestsOrExternalUsers": nil, "excludeGuestsOrExternalUsers": nil,
		},
		"applications": members{
			"includeApplications": []any{}, "excludeApplications": []any{}, "includeUserActions": []any{},
			"includeAuthenticationContextClassReferences": []any{}, "applicationFilter": nil,
		},
		"clientApplications": nil, "clientAppTypes": []any{"all"}, "platforms": nil, "locations": nil, "devices": nil,
		"signInRiskLevels": []any{}, "userRiskLevels": []any{}, "servicePrincipalRiskLevels": []any{}, "insiderRiskLevels": nil,
		"authenticationFlows": nil,
	},
	"grantControls": optional{
		"operator": "OR", "builtInControls": []any{}, "customAuthenticationFactors": []any{}, "termsOfUse": []any{},
		"authenticationStrength": optional{"id": nil, "displayName": nil, "allowedCombinations": nil},
	},
	"sessionControls": sessionMembers,
}

var sessionMembers = optional{
	"applicationEnforcedRestrictions": nil, "cloudAppSecurity": nil, "disableResilienceDefaults": nil, "persistentBrowser": nil,
	"secureSignInSession": nil, "signInFrequency": nil,
}

// completed adds the required members of a type to an object, and refuses unknown
// members except those of preview features.
func (own members) completed(t *schema.Type, name string, value any) (map[string]any, error) {
	given, ok := value.(map[string]any)
	if !ok && value != nil {
		return nil, schema.PolicyValue(name)
	}
	next := make(map[string]any, len(own))
	for member, value := range given {
		next[member] = value
		if _, known := own[member]; !known && !t.IsPreview(member) {
			return nil, refusal.InvalidProperty(strings.TrimPrefix(name+"/"+member, "/"))
		}
	}
	for member := range own {
		var err error
		if next[member], err = own.member(t, member, given); err != nil {
			return nil, err
		}
	}
	return next, nil
}

func (own members) member(t *schema.Type, name string, given map[string]any) (any, error) {
	value, sent := given[name]
	m, _ := t.Member(name)
	switch unset := own[name].(type) {
	case members:
		return unset.completed(schema.TypeOf(m.Type), name, value)
	case optional:
		if value == nil {
			return nil, nil
		}
		return members(unset).completed(schema.TypeOf(m.Type), name, value)
	default:
		if !sent {
			return unset, nil
		}
		return value, nil
	}
}

// The states of a policy (graph-identity §12).
var conditionalStates = schema.Shape{Kind: schema.KindText, Values: []string{"enabled", "disabled", "enabledForReportingButNotEnforced"}}

// conditionalPolicy completes a policy of a seed.
func conditionalPolicy(given map[string]any, at kernel.Moment) (schema.Policy, error) {
	p, err := policyMembers.completed(schema.TypeOf(policyType), "", given)
	if err != nil {
		return nil, err
	}
	if name, ok := p["displayName"].(string); !ok || name == "" {
		return nil, schema.PolicyValue("displayName")
	}
	if !conditionalStates.Fits(p["state"]) {
		return nil, schema.PolicyValue("state")
	}
	grant, _ := p["grantControls"].(map[string]any)
	if s, _ := grant["authenticationStrength"].(map[string]any); s != nil {
		if err := completeStrength(s); err != nil {
			return nil, err
		}
	}
	return p, identify(p, at)
}

// identify adds an id to an object of a seed if it has none.
func identify(p schema.Policy, at kernel.Moment) error {
	if p["id"] == nil {
		p["id"] = at.NewID()
	}
	if id, ok := p["id"].(string); !ok || !schema.IsGUID(id) {
		return schema.PolicyValue("id")
	}
	return nil
}

// namedLocation completes a location of a seed; its type determines its other
// members.
func namedLocation(given map[string]any, at kernel.Moment) (schema.Policy, error) {
	p := schema.Policy{"id": nil, "createdDateTime": kernel.SeededAt, "modifiedDateTime": kernel.SeededAt}
	maps.Copy(p, given)
	for _, required := range []string{"@odata.type", "displayName"} {
		if text, ok := p[required].(string); !ok || text == "" {
			return nil, schema.PolicyValue(required)
		}
	}
	return p, identify(p, at)
}
