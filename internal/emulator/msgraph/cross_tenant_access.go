package msgraph

import (
	"maps"
	"slices"

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
	body := maps.Clone(p)
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

func updateDefaultAccess(r *request) (response, error) {
	return r.patchPolicy(func(tenantID string, patch map[string]any) error {
		if err := r.refuseBeta(patch, betaAccess); err != nil {
			return err
		}
		return r.world().UpdateDefaultAccess(tenantID, patch)
	})
}

func resetDefaultAccess(r *request) (response, error) {
	return done(r.world().ResetDefaultAccess(r.tenant()))
}

// What beta alone has in its schema (graph-cross-tenant §1.5, §2).
var (
	betaAccess = []string{"crossCloudMeetingConfiguration", "protectedContentSharing"}
	betaSync   = []string{"groupSyncInbound", "externalCloudAuthorizedApplicationId"}
)

// refuseBeta refuses members that v1.0 does not know.
func (r *request) refuseBeta(body map[string]any, names []string) error {
	if r.beta() {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if slices.Contains(names, name) {
			return badRequest("Invalid property '%s'.", name)
		}
	}
	return nil
}
