package msgraph

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const syncType = "microsoft.graph.crossTenantIdentitySyncPolicyPartner"

// syncBody hides from v1.0 what only beta shows, and shows beta the date of a
// deletion that has not happened (graph-cross-tenant §2).
func (r *request) syncBody(p world.Policy) map[string]any {
	body := maps.Clone(map[string]any(p))
	if r.beta() {
		body["deletedDateTime"] = nil
		return body
	}
	for _, name := range betaSync {
		delete(body, name)
	}
	return body
}

func getSyncPolicy(r *request) (response, error) {
	fragment := partnerSet + "('" + strings.ToLower(r.params["partner"]) + "')/identitySynchronization"
	return r.policy(fragment, syncType, func(tenantID string) (world.Policy, error) {
		p, err := r.world().SyncPolicy(tenantID, r.params["partner"])
		if err != nil {
			return nil, err
		}
		return r.syncBody(p), nil
	})
}

func createSyncPolicy(r *request) (response, error) {
	return r.writeSyncPolicy(r.world().CreateSyncPolicy)
}

func updateSyncPolicy(r *request) (response, error) {
	return r.writeSyncPolicy(r.world().UpdateSyncPolicy)
}

func (r *request) writeSyncPolicy(write func(tenantID, partnerID string, body map[string]any) error) (response, error) {
	return r.patchPolicy(func(tenantID string, body map[string]any) error {
		if err := r.refuseBeta(body, betaSync, omittedSync); err != nil {
			return err
		}
		return write(tenantID, r.params["partner"], body)
	})
}

func deleteSyncPolicy(r *request) (response, error) {
	return done(r.world().DeleteSyncPolicy(r.tenant(), r.params["partner"]))
}
