package audit

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The categories of cross-tenant access.
const (
	accessCategory = "CrossTenantAccessSettings"
	syncCategory   = "CrossTenantIdentitySyncSettings"
	policyCategory = "Policy"
)

var policyWatches = []kernel.Watch{
	kernel.Recording(crosstenant.Partners, partnerChanged),
	kernel.Recording(crosstenant.SyncPolicies, syncPolicyChanged),
	kernel.Recording(crosstenant.Defaults, defaultChanged),
	kernel.Recording(crosstenant.Access, accessChanged),
	kernel.Recording(invitation.Authorization, authorizationChanged),
	kernel.Recording(invitation.ManagementPolicies, domainsChanged),
	kernel.Recording(crosstenant.Capabilities, capabilityChanged),
}

// partnerTenant is the property that names the partner.
const partnerTenant = "tenantId"

// partnerChanged records the partner as the first property of an added entry
// (graph-identity §11). That it is the first one of a changed entry too is assumed,
// and so is the record of a restored entry.
func partnerChanged(d *kernel.Directory, deed kernel.Deed, before, next *crosstenant.Partner, at kernel.Moment) {
	r := Record{Category: accessCategory, Service: coreDirectory}
	switch deed {
	case kernel.Created, kernel.Restored:
		r.Activity, r.Kind = "Add a partner to cross-tenant access setting", kindAdd
		r.Targets = accessTarget(d, append([]modified{{Name: partnerTenant, New: quoted(next.TenantID)}}, changes(nil, next.Settings)...))
	case kernel.Deleted:
		r.Activity, r.Kind = "Delete partner specific cross-tenant access setting", kindDelete
		r.Targets = accessTarget(d, []modified{{Name: partnerTenant, Old: quoted(before.TenantID)}})
	case kernel.Changed:
		r.Activity, r.Kind = "Update a partner cross-tenant access setting", kindUpdate
		found := changes(before.Settings, next.Settings)
		if at.Settings.PartnerChangesNamePartner {
			found = append([]modified{{partnerTenant, quoted(next.TenantID), quoted(next.TenantID)}}, found...)
		}
		r.Targets = accessTarget(d, found)
	default:
		return
	}
	add(d, at, r)
}

// syncPolicyChanged records the flags first, as alerts expect it (graph-identity
// §11).
func syncPolicyChanged(d *kernel.Directory, deed kernel.Deed, before, next *crosstenant.Partner, at kernel.Moment) {
	r := Record{Category: syncCategory, Service: coreDirectory}
	switch deed {
	case kernel.Created, kernel.Restored:
		r.Activity, r.Kind = "Create a partner cross-tenant identity sync setting", kindAdd
		r.Targets = accessTarget(d, append(changes(nil, next.Settings), modified{Name: partnerTenant, New: quoted(next.TenantID)}))
	case kernel.Deleted:
		r.Activity, r.Kind = "Delete a partner cross-tenant identity sync setting", kindDelete
		r.Targets = accessTarget(d, []modified{{Name: partnerTenant, Old: quoted(before.TenantID)}})
	case kernel.Changed:
		r.Activity, r.Kind = "Update a partner cross-tenant identity sync setting", kindUpdate
		found := changes(before.Settings, next.Settings)
		if at.Settings.PartnerChangesNamePartner {
			found = append(found, modified{partnerTenant, quoted(next.TenantID), quoted(next.TenantID)})
		}
		r.Targets = accessTarget(d, found)
	default:
		return
	}
	add(d, at, r)
}

// defaultChanged records a change to the service default as a reset: the two cannot
// be told apart.
func defaultChanged(d *kernel.Directory, _ kernel.Deed, before, next *schema.Policy, at kernel.Moment) {
	r := Record{Category: accessCategory, Service: coreDirectory, Kind: kindUpdate, Activity: "Reset the cross-tenant access default setting"}
	if !crosstenant.IsServiceDefault(d, *next) {
		r.Activity = "Update the company default cross-tenant access setting"
		if at.Settings.DefaultAccessIsAuditedAsSync {
			r.Category = syncCategory
		}
	}
	r.Targets = accessTarget(d, changes(*before, *next))
	add(d, at, r)
}

// accessChanged records a change of the clouds; the name of the activity is that of
// other policies, which is assumed.
func accessChanged(d *kernel.Directory, _ kernel.Deed, before, next *schema.Policy, at kernel.Moment) {
	add(d, at, Record{
		Activity: "Update policy", Category: policyCategory, Service: coreDirectory, Kind: kindUpdate,
		Targets: accessTarget(d, changes(*before, *next)),
	})
}

func authorizationChanged(d *kernel.Directory, _ kernel.Deed, before, next *schema.Policy, at kernel.Moment) {
	id, _ := (*next)["id"].(string)
	add(d, at, Record{
		Activity: "Update authorization policy", Category: "AuthorizationPolicy", Service: coreDirectory, Kind: kindUpdate,
		Targets: []target{{ID: id, Name: "Authorization Policy", Type: typePolicy, Modified: changes(*before, *next)}},
	})
}

// domainsChanged records a B2B management policy like any policy, which is assumed: the
// list of activities has none of its own (graph-identity §11).
func domainsChanged(d *kernel.Directory, deed kernel.Deed, before, next *invitation.ManagementPolicy, at kernel.Moment) {
	last, old := next, schema.Policy{}
	if last == nil {
		last = before
	}
	if before != nil {
		old = before.Policy
	}
	name, _ := last.Policy["displayName"].(string)
	t := target{ID: last.ID, Name: name, Type: typePolicy}
	if next != nil {
		t.Modified = changes(old, next.Policy)
	}
	object(d, at, deed, "policy", policyCategory, t)
}

// capabilityChanged records a Microsoft 365 capability as a change of the partner or of
// the default, which is assumed: the list of activities has none of its own
// (graph-identity §11).
func capabilityChanged(d *kernel.Directory, deed kernel.Deed, before, next *crosstenant.Capability, at kernel.Moment) {
	last, change := next, modified{Name: "m365Capabilities"}
	if last == nil {
		last = before
	}
	holder, name, _ := strings.Cut(last.Key, "/")
	described := func(c *crosstenant.Capability) string {
		return quoted(map[string]any{"name": name, "inboundAccess": c.Settings["inboundAccess"]})
	}
	if before != nil {
		change.Old = described(before)
	}
	if next != nil && deed != kernel.Deleted {
		change.New = described(next)
	}
	r := Record{Category: accessCategory, Service: coreDirectory, Kind: kindUpdate, Activity: "Update a partner cross-tenant access setting"}
	found := []modified{change}
	switch {
	case holder == "default":
		r.Activity = "Update the company default cross-tenant access setting"
		if at.Settings.DefaultAccessIsAuditedAsSync {
			r.Category = syncCategory
		}
	case at.Settings.PartnerChangesNamePartner:
		found = append([]modified{{partnerTenant, quoted(holder), quoted(holder)}}, found...)
	}
	r.Targets = accessTarget(d, found)
	add(d, at, r)
}

// accessTarget is the cross-tenant access policy of the tenant.
func accessTarget(d *kernel.Directory, found []modified) []target {
	id, _ := (*crosstenant.Access.Truth(d))["id"].(string)
	return []target{{ID: id, Name: "CrossTenantAccessPolicy for " + d.ID, Type: typePolicy, Modified: found}}
}

// changes lists the members of a policy that differ, by name. The names are those of
// Graph (graph-identity §11).
func changes(before, next schema.Policy) []modified {
	var all []modified
	for _, name := range slices.Sorted(maps.Keys(next)) {
		if name == partnerTenant || reflect.DeepEqual(before[name], next[name]) {
			continue
		}
		all = append(all, modified{name, quoted(before[name]), quoted(next[name])})
	}
	return all
}
