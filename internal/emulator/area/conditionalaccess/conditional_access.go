package conditionalaccess

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// conditionalDefaults are the members that every policy has.
func conditionalDefaults() schema.Policy {
	return schema.Policy{
		"id": nil, "displayName": nil, "description": nil, "state": "enabled", "templateId": nil,
		"createdDateTime": kernel.SeededAt, "modifiedDateTime": nil, "conditions": map[string]any{},
		"grantControls": nil, "sessionControls": nil,
	}
}

func conditionDefaults() map[string]any {
	return map[string]any{
		"users": map[string]any{}, "applications": map[string]any{}, "clientApplications": nil, "clientAppTypes": []any{"all"},
		"platforms": nil, "locations": nil, "devices": nil, "signInRiskLevels": []any{}, "userRiskLevels": []any{},
		"servicePrincipalRiskLevels": []any{}, "insiderRiskLevels": nil, "authenticationFlows": nil,
	}
}

func conditionalUserDefaults() map[string]any {
	return map[string]any{
		"includeUsers": []any{}, "excludeUsers": []any{}, "includeGroups": []any{}, "excludeGroups": []any{},
		"includeRoles": []any{}, "excludeRoles": []any{}, "includeGuestsOrExternalUsers": nil, "excludeGuestsOrExternalUsers": nil,
	}
}

func conditionalApplicationDefaults() map[string]any {
	return map[string]any{
		"includeApplications": []any{}, "excludeApplications": []any{}, "includeUserActions": []any{},
		"includeAuthenticationContextClassReferences": []any{}, "applicationFilter": nil,
	}
}

func grantDefaults() map[string]any {
	return map[string]any{
		"operator": "OR", "builtInControls": []any{}, "customAuthenticationFactors": []any{}, "termsOfUse": []any{}, "authenticationStrength": nil,
	}
}

// The states of a policy (graph-identity §12).
var conditionalStates = schema.Shape{Kind: schema.KindText, Values: []string{"enabled", "disabled", "enabledForReportingButNotEnforced"}}

// conditionalPolicy completes a policy of a seed.
func conditionalPolicy(given map[string]any, at kernel.Moment) (schema.Policy, error) {
	p := conditionalDefaults()
	for name, value := range given {
		if _, known := p[name]; !known {
			return nil, refusal.InvalidProperty(name)
		}
		p[name] = value
	}
	if name, ok := p["displayName"].(string); !ok || name == "" {
		return nil, schema.PolicyValue("displayName")
	}
	if !conditionalStates.Fits(p["state"]) {
		return nil, schema.PolicyValue("state")
	}
	conditions, err := completed("conditions", p["conditions"], conditionDefaults())
	if err != nil {
		return nil, err
	}
	if conditions["users"], err = completed("users", conditions["users"], conditionalUserDefaults()); err != nil {
		return nil, err
	}
	if conditions["applications"], err = completed("applications", conditions["applications"], conditionalApplicationDefaults()); err != nil {
		return nil, err
	}
	p["conditions"] = conditions
	if err := completeControls(p); err != nil {
		return nil, err
	}
	return p, identify(p, at)
}

// completeControls completes what a policy asks for; either may be null.
func completeControls(p schema.Policy) error {
	if p["grantControls"] != nil {
		grant, err := completed("grantControls", p["grantControls"], grantDefaults())
		if err != nil {
			return err
		}
		if grant["authenticationStrength"], err = strength(grant["authenticationStrength"]); err != nil {
			return err
		}
		p["grantControls"] = grant
	}
	if p["sessionControls"] != nil {
		session, err := completed("sessionControls", p["sessionControls"], sessionDefaults())
		p["sessionControls"] = session
		return err
	}
	return nil
}

// completed lays an object over the members that it must have, and refuses
// others.
func completed(name string, value any, defaults map[string]any) (map[string]any, error) {
	given, ok := value.(map[string]any)
	if !ok && value != nil {
		return nil, schema.PolicyValue(name)
	}
	for member := range given {
		if _, known := defaults[member]; !known {
			return nil, refusal.InvalidProperty(name + "/" + member)
		}
	}
	maps.Copy(defaults, given)
	return defaults, nil
}

// identify gives an object of a seed an id unless it has one.
func identify(p schema.Policy, at kernel.Moment) error {
	if p["id"] == nil {
		p["id"] = at.NewID()
	}
	if id, ok := p["id"].(string); !ok || !schema.IsGUID(id) {
		return schema.PolicyValue("id")
	}
	return nil
}

// namedLocation completes a location of a seed; its type decides what else it
// holds.
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
