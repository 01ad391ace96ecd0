package invitation

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const authorizationType = "microsoft.graph.authorizationPolicy"

// getAuthorizationPolicy answers one object in v1.0 and a collection in beta
// (graph-identity §8).
func getAuthorizationPolicy(c *operation.Call) (operation.Answer, error) {
	if !c.Beta() {
		return getBetaAuthorizationPolicy(c)
	}
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	p, err := AuthorizationPolicy(c.World, c.Tenant)
	if err != nil {
		return operation.Answer{}, err
	}
	body, err := c.SelectMembers(maps.Clone(map[string]any(p)), q.Select, authorizationType)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.OK(map[string]any{"@odata.context": c.Context("policies/authorizationPolicy"), "value": []any{body}}), nil
}

// getBetaAuthorizationPolicy answers the object itself, which beta has under its
// key.
func getBetaAuthorizationPolicy(c *operation.Call) (operation.Answer, error) {
	return c.Policy("policies/authorizationPolicy", authorizationType, AuthorizationPolicy)
}

func updateAuthorizationPolicy(c *operation.Call) (operation.Answer, error) {
	return c.PatchPolicy(func(patch map[string]any) error { return UpdateAuthorizationPolicy(c.World, c.Tenant, patch) })
}

// AuthorizationPolicy is the policy as a reader sees it.
func AuthorizationPolicy(w *kernel.World, tenantID string) (schema.Policy, error) {
	p, err := Authorization.Get(w, tenantID)
	if err != nil {
		return nil, err
	}
	return *p, nil
}

const (
	b2bManagementSet  = "policies/b2bManagementPolicies"
	b2bManagementType = "microsoft.graph.b2bManagementPolicy"
)

func listB2BManagement(c *operation.Call) (operation.Answer, error) {
	return c.Policies(b2bManagementSet, b2bManagementType, B2BManagementPolicies)
}

func getB2BManagement(c *operation.Call) (operation.Answer, error) {
	return c.PolicyWithID(b2bManagementSet, b2bManagementType, B2BManagementPolicies)
}
