package msgraph

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const (
	b2bManagementSet  = "policies/b2bManagementPolicies"
	b2bManagementType = "microsoft.graph.b2bManagementPolicy"
)

func listB2BManagement(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	policies, err := r.world().B2BManagementPolicies(r.tenant())
	if err != nil {
		return response{}, err
	}
	return policyCollection(r, b2bManagementSet, b2bManagementType, q.Select, policies)
}

func getB2BManagement(r *request) (response, error) {
	return r.policy(b2bManagementSet, b2bManagementType, func(tenantID string) (world.Policy, error) {
		policies, err := r.world().B2BManagementPolicies(tenantID)
		if err != nil {
			return nil, err
		}
		return policyByID(policies, r.params["policy"])
	})
}

// policyCollection answers all policies of a kind; there are never enough of
// them for a second page.
func policyCollection(r *request, set, entityType string, names []string, policies []world.Policy) (response, error) {
	values := make([]map[string]any, 0, len(policies))
	for _, p := range policies {
		body, err := selectMembers(p, names, entityType)
		if err != nil {
			return response{}, err
		}
		values = append(values, body)
	}
	return ok(map[string]any{"@odata.context": r.context(fragmentOf(set, names)), "value": values}), nil
}

func policyByID(policies []world.Policy, id string) (world.Policy, error) {
	i := slices.IndexFunc(policies, func(p world.Policy) bool {
		own, ok := p["id"].(string)
		return ok && strings.EqualFold(own, id)
	})
	if i < 0 {
		return nil, notFound(id)
	}
	return policies[i], nil
}
