package msgraph

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const accessSet = "policies/crossTenantAccessPolicy"

func getAccessPolicy(r *request) (response, error) {
	return r.policy(accessSet, "microsoft.graph.crossTenantAccessPolicy", r.world().AccessPolicy)
}

func updateAccessPolicy(r *request) (response, error) {
	return r.patchPolicy(r.world().UpdateAccessPolicy)
}

func getDefaultAccess(r *request) (response, error) {
	return r.policy(accessSet+"/default", "microsoft.graph.crossTenantAccessPolicyConfigurationDefault", func(tenantID string) (world.Policy, error) {
		p, err := r.world().DefaultAccess(tenantID)
		if err != nil {
			return nil, err
		}
		return r.defaultBody(p), nil
	})
}

// defaultBody has what only beta shows as a recorded answer had it
// (graph-cross-tenant §1.4).
func (r *request) defaultBody(p world.Policy) world.Policy {
	body := r.trustBody(p)
	if trust, ok := body["inboundTrust"].(map[string]any); ok && r.beta() && trust[trustsNetwork] == nil {
		trust[trustsNetwork] = false
	}
	shown := map[string]any{
		"crossCloudMeetingConfiguration": map[string]any{"inboundAllowed": false, "outboundAllowed": false},
		"protectedContentSharing":        map[string]any{"inboundAllowed": true, "outboundAllowed": true},
	}
	for name, unset := range shown {
		switch {
		case !r.beta():
			delete(body, name)
		case body[name] == nil:
			body[name] = unset
		}
	}
	return body
}

// trustsNetwork is the claim that only beta has been seen to accept
// (graph-cross-tenant §1.6).
const trustsNetwork = "isCompliantNetworkAccepted"

// trustBody copies a default or a partner with its trust, for v1.0 without what
// only beta shows.
func (r *request) trustBody(p world.Policy) world.Policy {
	body := maps.Clone(p)
	if trust, ok := p["inboundTrust"].(map[string]any); ok {
		trust = maps.Clone(trust)
		if !r.beta() {
			delete(trust, trustsNetwork)
		}
		body["inboundTrust"] = trust
	}
	return body
}

func updateDefaultAccess(r *request) (response, error) {
	return r.patchPolicy(func(tenantID string, patch map[string]any) error {
		if err := r.refuseBeta(patch, betaAccess, nil); err != nil {
			return err
		}
		return r.world().UpdateDefaultAccess(tenantID, patch)
	})
}

func resetDefaultAccess(r *request) (response, error) {
	if err := r.noParameters(); err != nil {
		return response{}, err
	}
	return done(r.world().ResetDefaultAccess(r.tenant()))
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
func (r *request) refuseBeta(body map[string]any, modelled, omitted []string) error {
	for _, path := range slices.Concat(modelled, omitted) {
		block, name := body, path
		if outer, inner, nested := strings.Cut(path, "/"); nested {
			block, _ = body[outer].(map[string]any)
			name = inner
		}
		_, sent := block[name]
		switch {
		case !sent:
		case !r.beta():
			return badRequest("Invalid property '%s'.", name)
		case slices.Contains(omitted, path):
			return world.NotModelled("the property '%s' of beta", path)
		}
	}
	return nil
}
