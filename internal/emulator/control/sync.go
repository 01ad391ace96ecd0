package control

import (
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// runSync runs one cycle of each active synchronization job of a tenant, or of all
// tenants.
func (a *API) runSync(r *http.Request) (int, any, error) {
	var body struct {
		Tenant string `json:"tenant"`
	}
	if err := decode(r, &body); err != nil {
		return 0, nil, err
	}
	tenants := a.config.World.Tenants()
	if body.Tenant != "" {
		t, ok := a.config.World.TenantByKey(body.Tenant)
		if !ok {
			return 0, nil, refusal.NoTenant(body.Tenant)
		}
		tenants = []kernel.Tenant{t}
	}
	jobs := []provisioning.Report{}
	for _, t := range tenants {
		reports, err := provisioning.Run(a.config.World, t.ID)
		if err != nil {
			return 0, nil, fmt.Errorf("synchronizing %s: %w", t.Key, err)
		}
		jobs = append(jobs, reports...)
	}
	return http.StatusOK, map[string]any{"jobs": jobs}, nil
}
