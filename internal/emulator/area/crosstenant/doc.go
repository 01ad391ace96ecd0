// Package crosstenant is the cross-tenant access policy: its root, the default, the
// partners and what they may synchronize, and what the settings of two tenants
// mean to each other.
package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Area is what tenants say about each other.
var Area = kernel.Area{
	Name:     "crosstenant",
	Parts:    []kernel.Part{Access, Defaults, Partners, SyncPolicies},
	Seeds:    []kernel.Member{{Name: "cross_tenant_access_policy", Parse: parseAccess}},
	Snapshot: snapshot,
}

// Access is the root of the cross-tenant access policy.
var Access = &kernel.Single[schema.Policy]{
	State:   "cross_tenant_access_policy",
	Initial: func(_ *kernel.Directory, at kernel.Moment) *schema.Policy { return defaultAccessPolicy(at.NewID()) },
}

// Defaults is what applies to tenants without a partner entry.
var Defaults = &kernel.Single[schema.Policy]{
	State: "cross_tenant_access_default",
	Initial: func(d *kernel.Directory, at kernel.Moment) *schema.Policy {
		return serviceDefault(d.Cloud, at.NewID())
	},
}

// change applies a PATCH body to a policy.
func change(d *kernel.Directory, p *kernel.Single[schema.Policy], s schema.Shape, patch map[string]any, at kernel.Moment) error {
	next, err := s.Patched(*p.Truth(d), patch, d.Cloud)
	if err != nil {
		return err
	}
	p.Put(d, &next, at)
	return nil
}

func value(p *schema.Policy, err error) (schema.Policy, error) {
	if err != nil {
		return nil, err
	}
	return *p, nil
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
