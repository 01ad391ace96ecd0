package msgraph

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// policy answers a policy object, after $select.
func (r *request) policy(fragment, entityType string, read func(tenantID string) (world.Policy, error)) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	p, err := read(r.tenant())
	if err != nil {
		return response{}, err
	}
	body, err := selectMembers(maps.Clone(map[string]any(p)), q.Select, entityType)
	if err != nil {
		return response{}, err
	}
	return single(r, fragmentOf(fragment, q.Select)+"/$entity", body), nil
}

// patchPolicy applies a PATCH body.
func (r *request) patchPolicy(update func(tenantID string, patch map[string]any) error) (response, error) {
	body, err := r.object()
	if err != nil {
		return response{}, err
	}
	return done(update(r.tenant(), withoutControl(body)))
}

// policyByID finds a policy, without regard to the case of the id.
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

// memberLookup gives the members of a policy to a filter. A member of a block
// that is null is null.
func memberLookup(p map[string]any) odata.Lookup {
	return func(path string) (any, bool) {
		name, rest, nested := strings.Cut(path, "/")
		value, known := p[name]
		if !nested || !known || value == nil {
			return value, known
		}
		block, ok := value.(map[string]any)
		if !ok {
			return nil, false
		}
		return memberLookup(block)(rest)
	}
}

const authorizationType = "microsoft.graph.authorizationPolicy"

// getAuthorizationPolicy answers one object in v1.0 and a collection in beta
// (graph-identity §8).
func getAuthorizationPolicy(r *request) (response, error) {
	if !r.beta() {
		return getBetaAuthorizationPolicy(r)
	}
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	p, err := r.world().AuthorizationPolicy(r.tenant())
	if err != nil {
		return response{}, err
	}
	body, err := selectMembers(maps.Clone(map[string]any(p)), q.Select, authorizationType)
	if err != nil {
		return response{}, err
	}
	return ok(map[string]any{"@odata.context": r.context("policies/authorizationPolicy"), "value": []any{body}}), nil
}

// getBetaAuthorizationPolicy answers the object itself, which beta has under its
// key.
func getBetaAuthorizationPolicy(r *request) (response, error) {
	return r.policy("policies/authorizationPolicy", authorizationType, r.world().AuthorizationPolicy)
}

func updateAuthorizationPolicy(r *request) (response, error) {
	return r.patchPolicy(r.world().UpdateAuthorizationPolicy)
}
