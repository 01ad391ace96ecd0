package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// errRestricted is the observed refusal to change a member of a restricted unit
// (graph-identity §0.2).
var errRestricted = refusal.New(403, refusal.CodeDenied, "%s", "Insufficient privileges to complete the operation. Target object is a member of a restricted management administrative unit and can only be modified by administrators scoped to that administrative unit. Check that you are assigned a role that has permission to perform the operation for this restricted management administrative unit. Learn more: https://go.microsoft.com/fwlink/?linkid=2197831")

// The roles that manage objects of a type in the scope of a unit (graph-identity
// §7.5). Group administrators of other services manage Microsoft 365 groups only,
// which restricted units do not contain.
var (
	managersOfUsers  = []string{directoryRoles["User Administrator"]}
	managersOfGroups = []string{directoryRoles["Groups Administrator"], directoryRoles["User Administrator"]}
)

func guardUser(d *kernel.Directory, u *User, by kernel.Actor, at kernel.Moment) error {
	return guardRestricted(d, u.ID, by, managersOfUsers, at)
}

// guardGroup also protects role-assignable groups in a restricted unit: the roles
// that manage them cannot have the scope of a unit (graph-cross-tenant §5).
func guardGroup(d *kernel.Directory, g *Group, by kernel.Actor, at kernel.Moment) error {
	if g.IsAssignableToRole {
		return guardRestricted(d, g.ID, by, nil, at)
	}
	return guardRestricted(d, g.ID, by, managersOfGroups, at)
}

// guardRestricted refuses changes of a member of restricted units to principals
// without a role in the scope of one of them. Neither roles of the whole tenant nor
// permissions of applications count.
func guardRestricted(d *kernel.Directory, id string, by kernel.Actor, roles []string, at kernel.Moment) error {
	units := restrictors(d, id)
	allowed := func(u *AdministrativeUnit) bool { return holdsIn(d, u.ID, by.PrincipalID, roles, at) }
	if len(units) == 0 || slices.ContainsFunc(units, allowed) {
		return nil
	}
	return errRestricted
}

// restrictors are the restricted units that an object is a member of.
func restrictors(d *kernel.Directory, id string) []*AdministrativeUnit {
	return slices.DeleteFunc(AdministrativeUnits.All(d), func(u *AdministrativeUnit) bool {
		return !u.restricts() || !slices.Contains(u.Members, id)
	})
}

// holdsIn reports whether a principal, or a group that it is a member of, holds one
// of the roles in the scope of a unit.
func holdsIn(d *kernel.Directory, unitID, principalID string, roles []string, at kernel.Moment) bool {
	holds := func(id string) bool {
		if id == principalID {
			return true
		}
		holder, _ := d.Resolve(id, at)
		g := kernel.As[Group](holder)
		return g != nil && slices.Contains(g.Members, principalID)
	}
	return principalID != "" && slices.ContainsFunc(ScopedRoles.All(d), func(a *RoleAssignment) bool {
		return a.Scope == unitScope(unitID) && slices.Contains(roles, a.RoleID) && holds(a.PrincipalID)
	})
}

// unitWatch follows the members of units: their isManagementRestricted, and the
// roles in the scope of a unit, which end with it.
var unitWatch = kernel.Watching(AdministrativeUnits, func(d *kernel.Directory, before, next *AdministrativeUnit, at kernel.Moment) {
	for _, u := range []*AdministrativeUnit{before, next} {
		if u == nil || !u.restricts() {
			continue
		}
		for _, id := range u.Members {
			markRestricted(d, id, func(g *Group) { Groups.Put(d, g, at.Unwatched()) }, func(x *User) { Users.Put(d, x, at.Unwatched()) })
		}
	}
	if next == nil {
		endScope(d, before.ID, at)
	}
})

// markSeeded sets isManagementRestricted of the members of seeded units.
func markSeeded(d *kernel.Directory) {
	for _, u := range AdministrativeUnits.All(d) {
		if !u.restricts() {
			continue
		}
		for _, id := range u.Members {
			markRestricted(d, id, func(g *Group) { Groups.Fill(d, g) }, func(x *User) { Users.Fill(d, x) })
		}
	}
}

// markRestricted writes isManagementRestricted of a user or a group if it has
// changed.
func markRestricted(d *kernel.Directory, id string, putGroup func(*Group), putUser func(*User)) {
	restricted := len(restrictors(d, id)) > 0
	if g := Groups.Truth(d, id); g != nil && g.Restricted != restricted {
		g = Groups.Clone(g)
		g.Restricted = restricted
		putGroup(g)
	}
	if u := Users.Truth(d, id); u != nil && u.Restricted != restricted {
		u = Users.Clone(u)
		u.Restricted = restricted
		putUser(u)
	}
}
