// Package crosstenant implements the cross-tenant access policy: its root, the
// default, the partners with their synchronization policies, the Microsoft 365
// capabilities of default and partners, the templates for multitenant organizations,
// and the effect of the settings of two tenants on each other.
package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Area is the cross-tenant access state of tenants.
var Area = kernel.Area{
	Name:     "crosstenant",
	Parts:    []kernel.Part{Offered, Access, Defaults, Partners, SyncPolicies, Capabilities, PartnerTemplate, SyncTemplate},
	Seeds:    []kernel.Member{{Name: offeredMember, Parse: parseOffered}, {Name: "cross_tenant_access_policy", Parse: parseAccess}},
	Snapshot: snapshot,
}

// snapshot shows the policy as one object that contains the default, the partners, each
// with its synchronization policy, and the templates of multitenant organizations.
func snapshot(d *kernel.Directory, into map[string]any) {
	partners := []any{}
	for _, p := range Partners.All(d) {
		settings := maps.Clone(p.Settings)
		if s := SyncPolicies.Truth(d, p.TenantID); s != nil {
			settings["identitySynchronization"] = s.Settings
		}
		withCapabilities(d, p.TenantID, settings)
		partners = append(partners, settings)
	}
	defaults := maps.Clone(*Defaults.Truth(d))
	defaults["isServiceDefault"] = IsServiceDefault(d, *Defaults.Truth(d))
	withCapabilities(d, defaultHolder, defaults)
	access := map[string]any{"default": defaults, "partners": partners, "templates": []any{*PartnerTemplate.Truth(d), *SyncTemplate.Truth(d)}}
	maps.Copy(access, *Access.Truth(d))
	into["cross_tenant_access_policy"] = access
}

// withCapabilities adds the capabilities of a holder, if it has any.
func withCapabilities(d *kernel.Directory, holder string, settings schema.Policy) {
	var all []any
	for _, c := range capabilitiesOf(d, holder) {
		all = append(all, c.whole())
	}
	if all != nil {
		settings[capabilitySegment] = all
	}
}
