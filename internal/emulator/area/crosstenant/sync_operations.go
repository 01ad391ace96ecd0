package crosstenant

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const syncType = "microsoft.graph.crossTenantIdentitySyncPolicyPartner"

// syncBody hides from v1.0 what only beta shows, and shows beta the date of a
// deletion that has not happened (graph-cross-tenant §2).
func syncBody(c *operation.Call, p schema.Policy) map[string]any {
	body := maps.Clone(map[string]any(p))
	if c.Beta() {
		body["deletedDateTime"] = nil
		return body
	}
	for _, name := range betaSync {
		delete(body, name)
	}
	return body
}

func getSyncPolicy(c *operation.Call) (operation.Answer, error) {
	fragment := partnerSet + "('" + strings.ToLower(c.Params["partner"]) + "')/identitySynchronization"
	return c.Policy(fragment, syncType, func(w *kernel.World, tenantID string) (schema.Policy, error) {
		p, err := SyncPolicies.Get(w, tenantID, c.Params["partner"])
		if err != nil {
			return nil, err
		}
		return syncBody(c, p.Settings), nil
	})
}

func putSyncPolicy(c *operation.Call) (operation.Answer, error) {
	return writeSyncPolicy(c, CreateSyncPolicy)
}

func patchSyncPolicy(c *operation.Call) (operation.Answer, error) {
	return writeSyncPolicy(c, UpdateSyncPolicy)
}

func writeSyncPolicy(c *operation.Call, write func(w *kernel.World, tenantID, partnerID string, body map[string]any) error) (operation.Answer, error) {
	return c.PatchPolicy(func(body map[string]any) error {
		if err := refuseBeta(c, body, betaSync, omittedSync); err != nil {
			return err
		}
		return write(c.World, c.Tenant, c.Params["partner"], body)
	})
}

func deleteSyncPolicy(c *operation.Call) (operation.Answer, error) {
	return operation.Done(SyncPolicies.Delete(c.World, c.Tenant, c.Params["partner"], c.Actor))
}
