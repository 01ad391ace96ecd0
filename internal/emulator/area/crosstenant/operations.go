package crosstenant

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const accessSet = "policies/crossTenantAccessPolicy"

func getAccessPolicy(c *operation.Call) (operation.Answer, error) {
	return c.Policy(accessSet, "microsoft.graph.crossTenantAccessPolicy", AccessPolicy)
}

func updateAccessPolicy(c *operation.Call) (operation.Answer, error) {
	return c.PatchPolicy(func(patch map[string]any) error { return UpdateAccessPolicy(c.World, c.Tenant, patch) })
}

func getDefaultAccess(c *operation.Call) (operation.Answer, error) {
	return c.Policy(accessSet+"/default", "microsoft.graph.crossTenantAccessPolicyConfigurationDefault", func(w *kernel.World, tenantID string) (schema.Policy, error) {
		p, err := DefaultAccess(w, tenantID)
		if err != nil {
			return nil, err
		}
		return defaultBody(c, p), nil
	})
}

// defaultBody has what only beta shows as a recorded answer had it
// (graph-cross-tenant §1.4).
func defaultBody(c *operation.Call, p schema.Policy) schema.Policy {
	body := trustBody(c, p)
	if trust, ok := body["inboundTrust"].(map[string]any); ok && c.Beta() && trust[trustsNetwork] == nil {
		trust[trustsNetwork] = false
	}
	shown := map[string]any{
		"crossCloudMeetingConfiguration": map[string]any{"inboundAllowed": false, "outboundAllowed": false},
		"protectedContentSharing":        map[string]any{"inboundAllowed": true, "outboundAllowed": true},
	}
	for name, unset := range shown {
		switch {
		case !c.Beta():
			delete(body, name)
		case body[name] == nil:
			body[name] = unset
		}
	}
	return body
}

// trustBody copies a default or a partner with its trust, for v1.0 without what
// only beta shows.
func trustBody(c *operation.Call, p schema.Policy) schema.Policy {
	body := maps.Clone(p)
	if trust, ok := p["inboundTrust"].(map[string]any); ok {
		trust = maps.Clone(trust)
		if !c.Beta() {
			delete(trust, trustsNetwork)
		}
		body["inboundTrust"] = trust
	}
	return body
}

func updateDefaultAccess(c *operation.Call) (operation.Answer, error) {
	return c.PatchPolicy(func(patch map[string]any) error {
		if err := refuseBeta(c, patch, betaAccess, nil); err != nil {
			return err
		}
		return UpdateDefaultAccess(c.World, c.Tenant, patch)
	})
}

func resetDefaultAccess(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(ResetDefaultAccess(c.World, c.Tenant))
}

// What beta alone has in its schema: members that are modelled, one of them inside
// a block, and members that are left out (graph-cross-tenant §1.4, §1.5, §2).
var (
	betaAccess     = []string{"crossCloudMeetingConfiguration", "inboundTrust/" + trustsNetwork, "protectedContentSharing"}
	omittedPartner = []string{"blockServiceProviderOutboundAccess", "displayName", "invitationRedemptionIdentityProviderConfiguration"}
	betaSync       = []string{"groupSyncInbound", "externalCloudAuthorizedApplicationId"}
	omittedSync    = []string{"roleEnabledGroupSyncInbound"}
)

// refuseBeta refuses members that v1.0 does not know, and those that beta knows
// and the emulator leaves out.
func refuseBeta(c *operation.Call, body map[string]any, modelled, omitted []string) error {
	for _, path := range slices.Concat(modelled, omitted) {
		block, name := body, path
		if outer, inner, nested := strings.Cut(path, "/"); nested {
			block, _ = body[outer].(map[string]any)
			name = inner
		}
		_, sent := block[name]
		switch {
		case !sent:
		case !c.Beta():
			return refusal.BadRequest("Invalid property '%s'.", name)
		case slices.Contains(omitted, path):
			return refusal.NotModelled("the property '%s' of beta", path)
		}
	}
	return nil
}
