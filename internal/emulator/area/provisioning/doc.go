// Package provisioning implements cross-tenant synchronization on the source
// tenant's side: service principals created from the template, their jobs with
// schemas and secrets, the cycles that write into target tenants, and their log.
package provisioning

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is the synchronization state of source tenants.
var Area = kernel.Area{
	Name:     "provisioning",
	Parts:    []kernel.Part{Synchronizations, connectors, Records},
	Seeds:    []kernel.Member{{Name: "cross_tenant_synchronizations", Parse: parseSynchronizations}},
	Snapshot: snapshot,
}

// snapshot shows each synchronization in the form of a seed.
func snapshot(d *kernel.Directory, into map[string]any) {
	all := []any{}
	for _, s := range Synchronizations.All(d) {
		p := application.ServicePrincipals.Truth(d, s.ServicePrincipalID)
		secrets := map[string]string{}
		for _, secret := range s.readable(false) {
			secrets[secret.Key] = secret.Value
		}
		assigned := []string{}
		for _, a := range application.Assignments.All(d) {
			if a.ResourceID == p.ID {
				assigned = append(assigned, a.PrincipalID)
			}
		}
		all = append(all, map[string]any{
			"id": p.ID, "appId": p.AppID, "displayName": p.DisplayName, "jobs": withoutSchemas(s.Jobs), "secrets": secrets, "assignedTo": assigned,
		})
	}
	into["cross_tenant_synchronizations"] = all
}

// withoutSchemas leaves the texts of schemas out, which are long and which Graph
// returns.
func withoutSchemas(jobs []SyncJob) []SyncJob {
	shown := append([]SyncJob{}, jobs...)
	for i := range shown {
		shown[i].Schema = ""
	}
	return shown
}
