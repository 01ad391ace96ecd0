package msgraph

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const (
	conditionalSet  = "identity/conditionalAccess/policies"
	conditionalType = "microsoft.graph.conditionalAccessPolicy"
	locationSet     = "identity/conditionalAccess/namedLocations"
	locationType    = "microsoft.graph.namedLocation"
)

func listConditionalAccess(r *request) (response, error) {
	return r.policies(conditionalSet, conditionalType, r.world().ConditionalAccessPolicies)
}

func getConditionalAccess(r *request) (response, error) {
	return r.policyWithID(conditionalSet, conditionalType, r.world().ConditionalAccessPolicies)
}

func listNamedLocations(r *request) (response, error) {
	return r.policies(locationSet, locationType, r.world().NamedLocations)
}

func getNamedLocation(r *request) (response, error) {
	return r.policyWithID(locationSet, locationType, r.world().NamedLocations)
}

// policies answers all policies of a kind, after $filter and $select; there are
// never enough of them for a second page.
func (r *request) policies(set, entityType string, read func(tenantID string) ([]world.Policy, error)) (response, error) {
	q, err := r.query(optSelect, optFilter)
	if err != nil {
		return response{}, err
	}
	policies, err := read(r.tenant())
	if err != nil {
		return response{}, err
	}
	values := make([]map[string]any, 0, len(policies))
	for _, p := range policies {
		if q.Filter != nil {
			if ok, err := odata.Match(q.Filter, memberLookup(p)); err != nil || !ok {
				if err != nil {
					return response{}, err
				}
				continue
			}
		}
		body, err := selectMembers(p, q.Select, entityType)
		if err != nil {
			return response{}, err
		}
		values = append(values, body)
	}
	return ok(map[string]any{"@odata.context": r.context(fragmentOf(set, q.Select)), "value": values}), nil
}

// policyWithID answers the policy that the path names.
func (r *request) policyWithID(set, entityType string, read func(tenantID string) ([]world.Policy, error)) (response, error) {
	return r.policy(set, entityType, func(tenantID string) (world.Policy, error) {
		policies, err := read(tenantID)
		if err != nil {
			return nil, err
		}
		return policyByID(policies, r.params["policy"])
	})
}
