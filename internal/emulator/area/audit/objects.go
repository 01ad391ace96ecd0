package audit

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The categories of other directory objects.
const (
	groupCategory   = "GroupManagement"
	unitCategory    = "AdministrativeUnit"
	contactCategory = "Contact"
	roleCategory    = "RoleManagement"
)

var objectWatches = []kernel.Watch{
	kernel.Recording(directory.Groups, groupChanged),
	kernel.Recording(directory.AdministrativeUnits, unitChanged),
	kernel.Recording(directory.Contacts, contactChanged),
	kernel.Recording(directory.ScopedRoles, scopedRoleChanged),
}

// verbs are the first words of activities.
var verbs = map[kernel.Deed]string{
	kernel.Created: "Add", kernel.Changed: "Update", kernel.Deleted: "Delete", kernel.Restored: "Restore", kernel.Purged: "Hard Delete",
}

var kinds = map[kernel.Deed]string{
	kernel.Created: kindAdd, kernel.Changed: kindUpdate, kernel.Deleted: kindDelete, kernel.Restored: kindUpdate, kernel.Purged: kindDelete,
}

// object records a change of an object; a change of nothing that a record lists is
// none.
func object(d *kernel.Directory, at kernel.Moment, deed kernel.Deed, noun, category string, t target) {
	if deed == kernel.Changed && t.Modified == nil {
		return
	}
	add(d, at, Record{
		Activity: verbs[deed] + " " + noun, Category: category, Service: coreDirectory, Kind: kinds[deed], Targets: []target{t},
	})
}

func groupChanged(d *kernel.Directory, deed kernel.Deed, before, next *directory.Group, at kernel.Moment) {
	last := next
	if last == nil {
		last = before
	}
	t := groupTarget(last)
	if deed == kernel.Created || deed == kernel.Changed {
		t.Modified = attributes(directory.Groups.Class, before, next)
	}
	object(d, at, deed, "group", groupCategory, t)
	if deed != kernel.Created && deed != kernel.Changed {
		return
	}
	if before == nil {
		before = &directory.Group{}
	}
	members(d, at, "member", "group", groupCategory, groupTarget(last), before.Members, next.Members)
	members(d, at, "owner", "group", groupCategory, groupTarget(last), before.Owners, next.Owners)
}

func groupTarget(g *directory.Group) target {
	t := target{ID: g.ID, Name: g.DisplayName, Type: typeGroup, GroupType: "azureAD"}
	if len(g.GroupTypes) > 0 && g.GroupTypes[0] == "Unified" {
		t.GroupType = "unifiedGroups"
	}
	return t
}

func unitChanged(d *kernel.Directory, deed kernel.Deed, before, next *directory.AdministrativeUnit, at kernel.Moment) {
	last := next
	if last == nil {
		last = before
	}
	t := target{ID: last.ID, Name: last.DisplayName, Type: typeOther}
	whole := t
	if deed == kernel.Created || deed == kernel.Changed {
		whole.Modified = attributes(directory.AdministrativeUnits.Class, before, next)
	}
	object(d, at, deed, "administrative unit", unitCategory, whole)
	if deed != kernel.Created && deed != kernel.Changed {
		return
	}
	if before == nil {
		before = &directory.AdministrativeUnit{}
	}
	noun := "administrative unit"
	if next.Restricted != nil && *next.Restricted {
		noun = "restricted management administrative unit"
	}
	members(d, at, "member", noun, unitCategory, t, before.Members, next.Members)
}

func contactChanged(d *kernel.Directory, deed kernel.Deed, before, next *directory.Contact, at kernel.Moment) {
	last := next
	if last == nil {
		last = before
	}
	t := target{ID: last.ID, Name: last.DisplayName, Type: typeOther}
	if next != nil {
		t.Modified = attributes(directory.Contacts.Class, before, next)
	}
	object(d, at, deed, "contact", contactCategory, t)
}

func scopedRoleChanged(d *kernel.Directory, deed kernel.Deed, before, next *directory.RoleAssignment, at kernel.Moment) {
	if next != nil {
		linked(d, at, "Add scoped member to role", kindAssign, roleCategory,
			target{ID: next.RoleID, Type: "Role", Modified: []modified{{Name: "Role.TemplateId", New: quoted(next.RoleID)}}}, next.PrincipalID)
	}
	if deed == kernel.Deleted {
		linked(d, at, "Remove scoped member from role", kindUnassign, roleCategory,
			target{ID: before.RoleID, Type: "Role", Modified: []modified{{Name: "Role.TemplateId", Old: quoted(before.RoleID)}}}, before.PrincipalID)
	}
}

// members records each added and each removed member: the member comes first, with
// the group among its changed properties (graph-identity §11).
func members(d *kernel.Directory, at kernel.Moment, role, noun, category string, of target, before, next []string) {
	for _, id := range difference(next, before) {
		t := memberTarget(d, id)
		t.Modified = []modified{{Name: "Group.ObjectID", New: quoted(of.ID)}, {Name: "Group.DisplayName", New: quoted(of.Name)}}
		add(d, at, Record{Activity: "Add " + role + " to " + noun, Category: category, Service: coreDirectory, Kind: kindAssign, Targets: []target{t, of}})
	}
	for _, id := range difference(before, next) {
		t := memberTarget(d, id)
		t.Modified = []modified{{Name: "Group.ObjectID", Old: quoted(of.ID)}, {Name: "Group.DisplayName", Old: quoted(of.Name)}}
		add(d, at, Record{Activity: "Remove " + role + " from " + noun, Category: category, Service: coreDirectory, Kind: kindUnassign, Targets: []target{t, of}})
	}
}

// linked records the link of an object to another one.
func linked(d *kernel.Directory, at kernel.Moment, activity, kind, category string, of target, id string) {
	add(d, at, Record{
		Activity: activity, Category: category, Service: coreDirectory, Kind: kind, Targets: []target{of, memberTarget(d, id)},
	})
}

// memberTarget describes an object of any type.
func memberTarget(d *kernel.Directory, id string) target {
	if u := directory.Users.Truth(d, id); u != nil {
		return userTarget(u, nil)
	}
	if g := directory.Groups.Truth(d, id); g != nil {
		return groupTarget(g)
	}
	if p := application.ServicePrincipals.Truth(d, id); p != nil {
		return principalTarget(p, nil)
	}
	return target{ID: id, Type: typeOther}
}
