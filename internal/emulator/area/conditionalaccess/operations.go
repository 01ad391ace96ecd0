package conditionalaccess

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	policySet    = "identity/conditionalAccess/policies"
	policyType   = "microsoft.graph.conditionalAccessPolicy"
	locationSet  = "identity/conditionalAccess/namedLocations"
	locationType = "microsoft.graph.namedLocation"

	conditionsType = "microsoft.graph.conditionalAccessConditionSet"
	grantType      = "microsoft.graph.conditionalAccessGrantControls"
)

var readPolicies = []string{"Policy.Read.All"}

// Offer is what Graph offers of Conditional Access.
var Offer = operation.Offer{Area: Area, Rows: []operation.Row{
	{Method: operation.Get, Path: "/" + policySet, Permissions: readPolicies, Source: "graph-identity §12", Run: listPolicies},
	{Method: operation.Get, Path: "/" + policySet + "/{policy}", Permissions: readPolicies, Source: "graph-identity §12", Run: getPolicy},
	{Method: operation.Get, Path: "/" + locationSet, Permissions: readPolicies, Source: "graph-identity §12", Run: listLocations},
	{Method: operation.Get, Path: "/" + locationSet + "/{policy}", Permissions: readPolicies, Source: "graph-identity §12", Run: getLocation},
}}

// reading reads the objects of one kind in a tenant.
type reading = func(w *kernel.World, tenantID string) ([]schema.Policy, error)

func listPolicies(c *operation.Call) (operation.Answer, error) {
	return c.Policies(policySet, policyType, shown(c, policyType, func(w *kernel.World, tenantID string) ([]schema.Policy, error) {
		policies, err := ConditionalAccessPolicies(w, tenantID)
		if hides(c) {
			policies = slices.DeleteFunc(slices.Clone(policies), isPreview)
		}
		return policies, err
	}))
}

func getPolicy(c *operation.Call) (operation.Answer, error) {
	policies, err := ConditionalAccessPolicies(c.World, c.Tenant)
	if err != nil {
		return operation.Answer{}, err
	}
	if p, err := operation.PolicyByID(policies, c.Params["policy"]); err == nil && hides(c) && isPreview(p) {
		// As reported from live tenants (graph-identity §12).
		return operation.Answer{}, refusal.New(400, "BadRequest",
			"1037: The policy you requested contains preview features. Use the Beta endpoint to retrieve this policy.")
	}
	return c.PolicyWithID(policySet, policyType, shown(c, policyType, ConditionalAccessPolicies))
}

// hides reports whether the request is for a version that leaves policies with
// preview features out.
func hides(c *operation.Call) bool { return !c.Beta() && c.World.Settings().PreviewPoliciesAreHidden }

func isPreview(p schema.Policy) bool {
	return schema.TypeOf(policyType).HasPreview(map[string]any(p))
}

// shown are objects as the version of the request shows them: v1.0 has no member of
// a preview feature.
func shown(c *operation.Call, entityType string, read reading) reading {
	return func(w *kernel.World, tenantID string) ([]schema.Policy, error) {
		stored, err := read(w, tenantID)
		policies := make([]schema.Policy, len(stored))
		for i, p := range stored {
			policies[i], _ = schema.TypeOf(entityType).Prune(map[string]any(p), c.Edition()).(map[string]any)
		}
		return policies, err
	}
}

func listLocations(c *operation.Call) (operation.Answer, error) {
	return c.Policies(locationSet, locationType, shown(c, locationType, NamedLocations))
}

func getLocation(c *operation.Call) (operation.Answer, error) {
	return c.PolicyWithID(locationSet, locationType, shown(c, locationType, NamedLocations))
}
