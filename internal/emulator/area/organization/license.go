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

// AssignedPlans are the plans of a tenant: Exchange Online, and Entra ID P1 and Entra ID
// Governance unless the seed disables them. Their ids are the same in all tenants
// (graph-identity §10.3).
func AssignedPlans(t kernel.Tenant) []Plan {
	plans := []Plan{{ID: "efb87545-963c-4e0d-99df-69c6916d9eb0", Service: "exchange", Assigned: kernel.SeededAt}}
	if !t.WithoutP1 {
		plans = append(plans, Plan{ID: "41781fb2-bc02-4b7c-bd55-b576c07bb09d", Service: "AADPremiumService", Assigned: kernel.SeededAt})
	}
	if !t.WithoutGovernance {
		plans = append(plans, Plan{ID: "e866a266-3cff-43a3-acca-0c90a7e00c8b", Service: "AzureADIdentityGovernance", Assigned: kernel.SeededAt})
	}
	return plans
}
