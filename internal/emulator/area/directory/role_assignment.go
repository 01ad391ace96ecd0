package directory

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// RoleAssignment gives a principal a directory role, in the whole tenant or in the
// scope of an administrative unit.
type RoleAssignment struct {
	ID          string `json:"id"`
	RoleID      string `json:"roleDefinitionId"` // template id
	PrincipalID string `json:"principalId"`
	// Scope is "/" or "/administrativeUnits/{id}".
	Scope string `json:"directoryScopeId"`
}

const wholeTenant = "/"

// unitScope is the directoryScopeId of a unit.
func unitScope(id string) string { return "/administrativeUnits/" + id }

func (a *RoleAssignment) unit() string { return strings.TrimPrefix(a.Scope, unitScope("")) }

var roleAssignmentClass = schema.NewClass(
	"UnifiedRoleAssignment", "unifiedRoleAssignment",
	schema.ReadText("id", func(a *RoleAssignment) *string { return &a.ID }),
	schema.ReadText("principalId", func(a *RoleAssignment) *string { return &a.PrincipalID }),
	schema.ReadText("directoryScopeId", func(a *RoleAssignment) *string { return &a.Scope }),
	schema.ReadText("roleDefinitionId", func(a *RoleAssignment) *string { return &a.RoleID }),
)

// ScopedRoles are the roles in the scope of units. Those of the whole tenant are in
// [Roles].
var ScopedRoles = &kernel.Set[RoleAssignment]{
	Declaration: kernel.Declaration{Name: "scoped_roles", Class: roleAssignmentClass, Exact: true, Steady: true},
	ID:          func(a *RoleAssignment) *string { return &a.ID },
}

// unitRoles are the built-in roles that can have the scope of a unit
// (graph-identity §7.5).
var unitRoles = []string{
	directoryRoles["Authentication Administrator"], directoryRoles["Groups Administrator"], directoryRoles["Helpdesk Administrator"],
	directoryRoles["Privileged Authentication Administrator"], directoryRoles["Teams Administrator"], directoryRoles["User Administrator"],
}

// roleHolders are the types of principals; groups have to be role-assignable.
var roleHolders = []string{"user", "group", "servicePrincipal"}

// RoleAssignments lists the roles of the whole tenant and those in the scope of
// units.
func RoleAssignments(d *kernel.Directory, at kernel.Moment) []*RoleAssignment {
	var all []*RoleAssignment
	roles := *Roles.In(d)
	for _, role := range slices.Sorted(maps.Keys(roles)) {
		for _, principal := range roles[role] {
			all = append(all, &RoleAssignment{ID: assignmentID(role, principal), RoleID: role, PrincipalID: principal, Scope: wholeTenant})
		}
	}
	for _, a := range ScopedRoles.All(d) {
		if seen := ScopedRoles.As(d, a.ID, kernel.ByID, at); seen != nil {
			all = append(all, seen)
		}
	}
	return all
}

// assignmentID joins two GUIDs in the form of real ids, which are case-sensitive.
func assignmentID(role, other string) string {
	raw, err := hex.DecodeString(strings.ReplaceAll(role+other, "-", ""))
	if err != nil {
		raw = []byte(role + other) // a source of ids that are no GUIDs
	}
	return base64.RawURLEncoding.EncodeToString(raw) + "-1"
}

// AssignRole gives a principal a role.
func AssignRole(d *kernel.Directory, a RoleAssignment, at kernel.Moment) (*RoleAssignment, error) {
	if err := checkAssignment(d, a, at); err != nil {
		return nil, err
	}
	for _, other := range RoleAssignments(d, at) {
		if other.RoleID == a.RoleID && other.PrincipalID == a.PrincipalID && other.Scope == a.Scope {
			return nil, refusal.BadRequest("A conflicting object with one or more of the specified property values is present in the directory.")
		}
	}
	if a.Scope == wholeTenant {
		roles := *Roles.In(d)
		roles[a.RoleID] = append(slices.Clone(roles[a.RoleID]), a.PrincipalID)
		a.ID = assignmentID(a.RoleID, a.PrincipalID)
		return &a, nil
	}
	a.ID = assignmentID(a.RoleID, at.NewID())
	ScopedRoles.Put(d, &a, at)
	return &a, nil
}

func checkAssignment(d *kernel.Directory, a RoleAssignment, at kernel.Moment) error {
	principal, ok := d.Resolve(a.PrincipalID, at)
	group := kernel.As[Group](principal)
	switch isUser := kernel.As[User](principal) != nil; {
	case !ok:
		return refusal.NotFound(a.PrincipalID)
	case group != nil && !group.IsAssignableToRole, !slices.Contains(roleHolders, typeOf(principal)):
		return refusal.InvalidValue("principalId", roleAssignmentClass.Name)
	case !isKnownRole(a.RoleID):
		return refusal.NotModeled("the role definition '%s'", a.RoleID)
	case a.Scope == wholeTenant && !isUser:
		return refusal.NotModeled("a role in the whole tenant for an application or a group")
	case a.Scope == wholeTenant:
		return nil
	case !strings.HasPrefix(a.Scope, unitScope("")):
		return refusal.NotModeled("the directoryScopeId '%s'", a.Scope)
	case !slices.Contains(unitRoles, a.RoleID):
		return refusal.BadRequest("The given built-in role is not supported to be assigned to a single resource scope.")
	}
	_, err := AdministrativeUnits.Lookup(d, a.unit(), at)
	return err
}

func isKnownRole(id string) bool {
	return slices.Contains(slices.Collect(maps.Values(directoryRoles)), id)
}

// RevokeRole ends an assignment.
func RevokeRole(d *kernel.Directory, id string, at kernel.Moment) error {
	a, err := roleAssignment(d, id, at)
	switch {
	case err != nil:
		return err
	case a.Scope == wholeTenant:
		roles := *Roles.In(d)
		roles[a.RoleID] = slices.DeleteFunc(slices.Clone(roles[a.RoleID]), func(p string) bool { return p == a.PrincipalID })
	case ScopedRoles.Truth(d, id) == nil:
		return refusal.NotFound(id)
	default:
		ScopedRoles.Remove(d, id, at)
	}
	return nil
}

func roleAssignment(d *kernel.Directory, id string, at kernel.Moment) (*RoleAssignment, error) {
	for _, a := range RoleAssignments(d, at) {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, refusal.NotFound(id)
}

// endScope ends the roles in the scope of a unit.
func endScope(d *kernel.Directory, unitID string, at kernel.Moment) {
	for _, a := range ScopedRoles.All(d) {
		if a.Scope == unitScope(unitID) {
			ScopedRoles.Remove(d, a.ID, at)
		}
	}
}
