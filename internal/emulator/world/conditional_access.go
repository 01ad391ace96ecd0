package world

import "maps"

// Conditional Access is read only here: policies and named locations are what
// the seed says, completed to the shape that Graph serves (graph-identity §12).

// conditionalDefaults are the members that every policy has.
func conditionalDefaults() Policy {
	return Policy{
		"id": nil, "displayName": nil, "description": nil, "state": "enabled", "templateId": nil,
		"createdDateTime": seededAt, "modifiedDateTime": nil, "conditions": map[string]any{},
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
var conditionalStates = shape{kind: kindText, values: []string{"enabled", "disabled", "enabledForReportingButNotEnforced"}}

// conditionalPolicy completes a policy of a seed.
func (w *World) conditionalPolicy(given map[string]any) (Policy, error) {
	p := conditionalDefaults()
	for name, value := range given {
		if _, known := p[name]; !known {
			return nil, errInvalidProperty(name)
		}
		p[name] = value
	}
	if name, ok := p["displayName"].(string); !ok || name == "" {
		return nil, errPolicyValue("displayName")
	}
	if !conditionalStates.fits(p["state"]) {
		return nil, errPolicyValue("state")
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
	return p, w.identify(p)
}

// completeControls completes what a policy asks for; either may be null.
func completeControls(p Policy) error {
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
		return nil, errPolicyValue(name)
	}
	for member := range given {
		if _, known := defaults[member]; !known {
			return nil, errInvalidProperty(name + "/" + member)
		}
	}
	maps.Copy(defaults, given)
	return defaults, nil
}

// identify gives an object of a seed an id unless it has one.
func (w *World) identify(p Policy) error {
	if p["id"] == nil {
		p["id"] = w.options.NewID()
	}
	if id, ok := p["id"].(string); !ok || !isGUID(id) {
		return errPolicyValue("id")
	}
	return nil
}

// namedLocation completes a location of a seed; its type decides what else it
// holds.
func (w *World) namedLocation(given map[string]any) (Policy, error) {
	p := Policy{"id": nil, "createdDateTime": seededAt, "modifiedDateTime": seededAt}
	maps.Copy(p, given)
	for _, required := range []string{"@odata.type", "displayName"} {
		if text, ok := p[required].(string); !ok || text == "" {
			return nil, errPolicyValue(required)
		}
	}
	return p, w.identify(p)
}

func (w *World) loadConditionalAccess(d *directory, t *seedTenant) error {
	kinds := []struct {
		given    []seedObject[map[string]any]
		complete func(map[string]any) (Policy, error)
		into     *[]Policy
	}{
		{t.policies.conditional, w.conditionalPolicy, &d.conditional},
		{t.policies.locations, w.namedLocation, &d.locations},
	}
	for _, k := range kinds {
		for _, s := range k.given {
			body, _ := deepCopy(s.value).(map[string]any)
			p, err := k.complete(body)
			if err != nil {
				return s.node.because(err)
			}
			*k.into = append(*k.into, p)
		}
	}
	return nil
}

// ConditionalAccessPolicies lists the Conditional Access policies of a tenant.
func (w *World) ConditionalAccessPolicies(tenantID string) ([]Policy, error) {
	var policies []Policy
	err := w.read(tenantID, func(d *directory, _ moment) error {
		policies = d.conditional
		return nil
	})
	return policies, err
}

// NamedLocations lists the named locations of a tenant.
func (w *World) NamedLocations(tenantID string) ([]Policy, error) {
	var locations []Policy
	err := w.read(tenantID, func(d *directory, _ moment) error {
		locations = d.locations
		return nil
	})
	return locations, err
}
