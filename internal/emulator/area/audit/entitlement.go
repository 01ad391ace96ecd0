package audit

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/entitlement"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// entitlementCategory is the category of entitlement management, which is a service of
// its own.
const (
	entitlementCategory = "EntitlementManagement"
	entitlementService  = "Entitlement Management"
)

var entitlementWatches = []kernel.Watch{kernel.Recording(entitlement.Organizations, connectedChanged)}

var connectedVerbs = map[kernel.Deed]string{kernel.Created: "Create", kernel.Changed: "Update", kernel.Deleted: "Delete"}

// connectedChanged records a connected organization and its sponsors. The description of
// a new one ends with the tenant of its source, as an alert expects it (graph-identity
// §11).
func connectedChanged(d *kernel.Directory, deed kernel.Deed, before, next *entitlement.Organization, at kernel.Moment) {
	last := next
	if last == nil {
		last = before
	}
	t := target{ID: last.ID, Name: last.DisplayName, Type: typeOther}
	r := Record{Activity: connectedVerbs[deed] + " connected organization", Category: entitlementCategory, Service: entitlementService, Kind: kinds[deed]}
	if next != nil {
		t.Modified = attributes(entitlement.Organizations.Class, before, next)
	}
	if deed == kernel.Created && len(next.Sources) > 0 {
		r.Details = []detail{{"Description", next.DisplayName + "\n" + next.Sources[0].TenantID}}
	}
	if deed != kernel.Changed || t.Modified != nil {
		r.Targets = []target{t}
		add(d, at, r)
	}
	if next == nil {
		return
	}
	if before == nil {
		before = &entitlement.Organization{}
	}
	t.Modified = nil
	connectedSponsors(d, at, "external", t, before.External, next.External)
	connectedSponsors(d, at, "internal", t, before.Internal, next.Internal)
}

// connectedSponsors records each new and each former sponsor of a connected organization.
func connectedSponsors(d *kernel.Directory, at kernel.Moment, kind string, of target, before, next []string) {
	record := func(activity, operation, id string) {
		add(d, at, Record{
			Activity: activity + kind + " sponsor", Category: entitlementCategory, Service: entitlementService, Kind: operation,
			Targets: []target{of, memberTarget(d, id)},
		})
	}
	for _, id := range difference(next, before) {
		record("Assign user as ", kindAssign, id)
	}
	for _, id := range difference(before, next) {
		record("Remove user as ", kindUnassign, id)
	}
}
