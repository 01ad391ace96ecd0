package conditionalaccess

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
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
	return c.Policies(policySet, policyType, ConditionalAccessPolicies)
}

func getPolicy(c *operation.Call) (operation.Answer, error) {
	return c.PolicyWithID(policySet, policyType, ConditionalAccessPolicies)
}

func listLocations(c *operation.Call) (operation.Answer, error) {
	return c.Policies(locationSet, locationType, NamedLocations)
}

func getLocation(c *operation.Call) (operation.Answer, error) {
	return c.PolicyWithID(locationSet, locationType, NamedLocations)
}
