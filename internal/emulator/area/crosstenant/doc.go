// Package crosstenant implements the cross-tenant access policy: its root, the
// default, the partners with their synchronization policies, and the effect of the
// settings of two tenants on each other.
package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is the cross-tenant access state of tenants.
var Area = kernel.Area{
	Name:     "crosstenant",
	Parts:    []kernel.Part{Access, Defaults, Partners, SyncPolicies},
	Seeds:    []kernel.Member{{Name: "cross_tenant_access_policy", Parse: parseAccess}},
	Snapshot: snapshot,
}

// snapshot shows the policy as one object that contains the default and the
// partners, each with its synchronization policy.
func snapshot(d *kernel.Directory, into map[string]any) {
	partners := []any{}
	for _, p := range Partners.All(d) {
		settings := maps.Clone(p.Settings)
		if s := SyncPolicies.Truth(d, p.TenantID); s != nil {
			settings["identitySynchronization"] = s.Settings
		}
		partners = append(partners, settings)
	}
	defaults := maps.Clone(*Defaults.Truth(d))
	defaults["isServiceDefault"] = isServiceDefault(d, *Defaults.Truth(d))
	access := map[string]any{"default": defaults, "partners": partners}
	maps.Copy(access, *Access.Truth(d))
	into["cross_tenant_access_policy"] = access
}
