// Package crosstenant is the cross-tenant access policy: its root, the default, the
// partners and what they may synchronize, and what the settings of two tenants
// mean to each other.
package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is what tenants say about each other.
var Area = kernel.Area{
	Name:     "crosstenant",
	Parts:    []kernel.Part{Access, Defaults, Partners, SyncPolicies},
	Seeds:    []kernel.Member{{Name: "cross_tenant_access_policy", Parse: parseAccess}},
	Snapshot: snapshot,
}

// snapshot shows the policy as one object, with the default and the partners in
// it, and in each partner what it may synchronize.
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
