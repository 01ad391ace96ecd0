package area_test

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The functions below write policies like requests that are valid in any version of
// Graph.

func createPartner(w *kernel.World, tenantID string, body map[string]any) (schema.Policy, error) {
	p, err := crosstenant.Partners.Create(w, tenantID, kernel.Draft{Properties: body}, kernel.Actor{})
	if err != nil {
		return nil, err
	}
	return p.Settings, nil
}

func updatePartner(w *kernel.World, tenantID, partnerID string, patch map[string]any) error {
	return crosstenant.Partners.Update(w, tenantID, partnerID, kernel.Draft{Properties: patch}, kernel.Actor{})
}

func createSyncPolicy(w *kernel.World, tenantID, partnerID string, body map[string]any) error {
	return crosstenant.SyncPolicies.PutObject(w, tenantID, partnerID, kernel.Draft{Properties: body}, kernel.Actor{})
}

func updateSyncPolicy(w *kernel.World, tenantID, partnerID string, patch map[string]any) error {
	return crosstenant.SyncPolicies.Update(w, tenantID, partnerID, kernel.Draft{Properties: patch}, kernel.Actor{})
}

func updateDefault(w *kernel.World, tenantID string, patch map[string]any) error {
	return crosstenant.Defaults.Update(w, tenantID, kernel.Draft{Properties: patch}, kernel.Actor{})
}

func updateAccess(w *kernel.World, tenantID string, patch map[string]any) error {
	return crosstenant.Access.Update(w, tenantID, kernel.Draft{Properties: patch}, kernel.Actor{})
}

func defaultAccess(w *kernel.World, tenantID string) (schema.Policy, error) {
	p, err := crosstenant.Defaults.Get(w, tenantID)
	if err != nil {
		return nil, err
	}
	return *p, nil
}
