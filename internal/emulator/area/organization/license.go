// Package organization serves the tenant's own data: the organization, domains and
// plans.
package organization

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Plan is a service plan in a license of a tenant.
type Plan struct {
	ID, Service string
	Assigned    time.Time
}

// AssignedPlans are the plans of a tenant: Exchange Online, and Entra ID P1 unless
// the seed disables it. Their ids are the same in all tenants.
func AssignedPlans(t kernel.Tenant) []Plan {
	plans := []Plan{{ID: "efb87545-963c-4e0d-99df-69c6916d9eb0", Service: "exchange", Assigned: kernel.SeededAt}}
	if !t.WithoutP1 {
		plans = append(plans, Plan{ID: "41781fb2-bc02-4b7c-bd55-b576c07bb09d", Service: "AADPremiumService", Assigned: kernel.SeededAt})
	}
	return plans
}
