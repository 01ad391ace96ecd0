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
	conditions, err := completed(policyType, "conditions", p["conditions"], conditionDefaults())
	if err != nil {
		return nil, err
	}
	if conditions["users"], err = completed(conditionsType, "users", conditions["users"], conditionalUserDefaults()); err != nil {
		return nil, err
	}
	if conditions["applications"], err = completed(conditionsType, "applications", conditions["applications"], conditionalApplicationDefaults()); err != nil {
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
		grant, err := completed(policyType, "grantControls", p["grantControls"], grantDefaults())
		if err != nil {
			return err
		}
		if grant["authenticationStrength"], err = strength(grant["authenticationStrength"]); err != nil {
			return err
		}
		p["grantControls"] = grant
	}
	if p["sessionControls"] != nil {
		session, err := completed(policyType, "sessionControls", p["sessionControls"], sessionDefaults())
		p["sessionControls"] = session
		return err
	}
	return nil
}

// completed lays an object, which is a member of a type, over the members that it
// must have, and refuses others but those of preview features.
func completed(typeName, name string, value any, defaults map[string]any) (map[string]any, error) {
	given, ok := value.(map[string]any)
	if !ok && value != nil {
		return nil, schema.PolicyValue(name)
	}
	m, _ := schema.TypeOf(typeName).Member(name)
	for member := range given {
		if _, known := defaults[member]; !known && !schema.TypeOf(m.Type).IsPreview(member) {
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

// list is the objects of one kind in a tenant; the seed is the only one who writes
// them.
type list = kernel.Value[[]schema.Policy]

// Policies are the Conditional Access policies of a tenant, and Locations the
// named locations.
var (
	Policies  = &list{State: "conditional_access_policies", Shown: "conditional_access_policies"}
	Locations = &list{State: "named_locations", Shown: "named_locations"}
)

// member reads the objects of one kind, which are checked when they are loaded. What
// the v1.0 of other clouds has and that of the tenant's cloud lacks, no policy there
// can have; preview features stay.
func member(name, entityType string, into *list, complete func(map[string]any, kernel.Moment) (schema.Policy, error)) kernel.Member {
	return kernel.Member{Name: name, Parse: func(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
		nodes, err := n.List()
		if err != nil {
			return nil, err
		}
		bodies := make([]map[string]any, len(nodes))
		for i, e := range nodes {
			if err := e.Into(&bodies[i]); err != nil {
				return nil, err
			}
		}
		return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error {
			for i, e := range nodes {
				body, _ := schema.DeepCopy(bodies[i]).(map[string]any)
				p, err := complete(body, at)
				if err != nil {
					return e.Because(err)
				}
				known, _ := schema.TypeOf(entityType).Prune(map[string]any(p), schema.KnownTo(d.Cloud, true)).(map[string]any)
				*into.In(d) = append(*into.In(d), known)
			}
			return nil
		}, nil
	}}
}

// ConditionalAccessPolicies lists the Conditional Access policies of a tenant, with
// their preview features.
func ConditionalAccessPolicies(w *kernel.World, tenantID string) ([]schema.Policy, error) {
	return all(w, tenantID, Policies)
}

// NamedLocations lists the named locations of a tenant.
func NamedLocations(w *kernel.World, tenantID string) ([]schema.Policy, error) {
	return all(w, tenantID, Locations)
}

func all(w *kernel.World, tenantID string, of *list) ([]schema.Policy, error) {
	var policies []schema.Policy
	err := w.Read(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		policies = *of.In(d)
		return nil
	})
	return policies, err
}
