package audit

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/multitenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// The categories of multitenant organizations (graph-identity §11).
const (
	organizationCategory = "MultiTenantOrg"
	memberCategory       = "MultiTenantOrgTenant"
)

var organizationWatches = []kernel.Watch{
	kernel.Recording(multitenant.Organizations, organizationChanged),
	kernel.Recording(multitenant.Tenants, memberChanged),
	kernel.Recording(crosstenant.PartnerTemplate, templateChanged(
		"MultiTenantOrgPartnerConfigurationTemplate", "Update a multi tenant org partner configuration template")),
	kernel.Recording(crosstenant.SyncTemplate, templateChanged(
		"MultiTenantOrgIdentitySyncPolicyUpdate", "Update a multi tenant org identity sync policy template")),
}

// organizationChanged records the creation in the tenant that created the organization,
// changes in all of its tenants, and its end in a tenant that leaves. The targets, and
// that a tenant which leaves has such a record, are assumed.
func organizationChanged(d *kernel.Directory, _ kernel.Deed, before, next *multitenant.Organization, at kernel.Moment) {
	r := Record{Category: organizationCategory, Service: coreDirectory, Activity: "Update a MultiTenantOrg", Kind: kindUpdate}
	switch {
	case before.Shared == next.Shared && next.Shared == "":
		return
	case before.Shared == "" && next.Creator != d.ID:
		return // the tenant joins, which has a record of its own
	case before.Shared == "":
		r.Activity, r.Kind = "Create a MultiTenantOrg", kindAdd
	case next.Shared == "":
		r.Activity, r.Kind = "Hard Delete MultiTenantOrg", kindDelete
	}
	found := changes(before.Settings, next.Settings)
	if found == nil {
		return
	}
	named := next.Settings
	if next.Shared == "" {
		named = before.Settings
	}
	r.Targets = []target{organizationTarget(named, "id", found)}
	add(d, at, r)
}

// memberChanged records a tenant that is added, joins, changes or is removed, in each
// tenant that sees it.
func memberChanged(d *kernel.Directory, deed kernel.Deed, before, next *multitenant.Tenant, at kernel.Moment) {
	last, old := next, schema.Policy{}
	if last == nil {
		last = before
	}
	if before != nil {
		old = before.Settings
	}
	r := Record{Category: memberCategory, Service: coreDirectory, Activity: "Update MultiTenantOrg tenant", Kind: kindUpdate}
	switch {
	case deed == kernel.Deleted && last.TenantID != d.ID:
		r.Activity, r.Kind = "Delete MultiTenantOrg tenant", kindDelete
	case deed == kernel.Deleted:
		return
	case deed == kernel.Created && last.Settings["addedByTenantId"] == d.ID && last.TenantID != d.ID:
		r.Activity, r.Kind = "Add MultiTenantOrg tenant", kindAdd
	case deed == kernel.Created && (last.TenantID != d.ID || last.Settings["addedByTenantId"] == d.ID):
		return // the other tenants of the organization, and the owner itself
	case old["state"] != last.Settings["state"]:
		r.Activity, r.Kind = "Tenant joining MultiTenantOrg tenant", kindAdd
	}
	var found []modified
	if next != nil {
		for _, name := range []string{"displayName", "role", "state"} {
			if old[name] != next.Settings[name] {
				found = append(found, modified{name, quoted(old[name]), quoted(next.Settings[name])})
			}
		}
	}
	if found == nil && deed == kernel.Changed {
		return // a transition has begun
	}
	r.Targets = []target{organizationTarget(last.Settings, partnerTenant, found)}
	add(d, at, r)
}

// templateChanged records a change of a template. A reset is recorded as one, because the
// two cannot be told apart.
func templateChanged(category, activity string) func(*kernel.Directory, kernel.Deed, *schema.Policy, *schema.Policy, kernel.Moment) {
	return func(d *kernel.Directory, _ kernel.Deed, before, next *schema.Policy, at kernel.Moment) {
		add(d, at, Record{
			Activity: activity, Category: category, Service: coreDirectory, Kind: kindUpdate, Targets: accessTarget(d, changes(*before, *next)),
		})
	}
}

func organizationTarget(settings schema.Policy, id string, found []modified) target {
	key, _ := settings[id].(string)
	name, _ := settings["displayName"].(string)
	return target{ID: key, Name: name, Type: typeOther, Modified: found}
}
