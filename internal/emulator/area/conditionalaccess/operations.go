package conditionalaccess

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	policySet    = "identity/conditionalAccess/policies"
	policyType   = "microsoft.graph.conditionalAccessPolicy"
	locationSet  = "identity/conditionalAccess/namedLocations"
	locationType = "microsoft.graph.namedLocation"
)

var readPolicies = []string{"Policy.Read.All"}

// Offer is what Graph offers of Conditional Access.
var Offer = operation.Offer{Area: Area, Rows: []operation.Row{
	{Method: operation.Get, Path: "/" + policySet, Permissions: readPolicies, Source: "graph-identity §12", Run: listPolicies},
	{Method: operation.Get, Path: "/" + policySet + "/{policy}", Permissions: readPolicies, Source: "graph-identity §12", Run: getPolicy},
	{Method: operation.Get, Path: "/" + locationSet, Permissions: readPolicies, Source: "graph-identity §12", Run: listLocations},
	{Method: operation.Get, Path: "/" + locationSet + "/{policy}", Permissions: readPolicies, Source: "graph-identity §12", Run: getLocation},
}}

func listPolicies(c *operation.Call) (operation.Answer, error) {
	return c.Policies(policySet, policyType, existing(c, policyType, Policies))
}

func getPolicy(c *operation.Call) (operation.Answer, error) {
	return c.PolicyWithID(policySet, policyType, existing(c, policyType, Policies))
}

func listLocations(c *operation.Call) (operation.Answer, error) {
	return c.Policies(locationSet, locationType, existing(c, locationType, Locations))
}

func getLocation(c *operation.Call) (operation.Answer, error) {
	return c.PolicyWithID(locationSet, locationType, existing(c, locationType, Locations))
}

// existing reads the objects of one kind as the schema of the cloud knows them.
func existing(c *operation.Call, entityType string, of *list) func(*kernel.World, string) ([]schema.Policy, error) {
	return func(w *kernel.World, tenantID string) ([]schema.Policy, error) {
		policies, err := all(w, tenantID, of)
		shown := make([]schema.Policy, len(policies))
		for i, p := range policies {
			shown[i], _ = schema.TypeOf(entityType).Prune(map[string]any(p), c.Edition()).(map[string]any)
		}
		return shown, err
	}
}
