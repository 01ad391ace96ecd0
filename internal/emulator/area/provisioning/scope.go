package provisioning

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// scope is what the assignments of a service principal say, by the id of a user or
// a group.
type scope struct {
	// roles are the roles by assigned user; users in assigned groups have those of
	// the group.
	roles map[string][]string
	// groups are the assigned groups.
	groups []string
}

// newScope reads the assignments. Only the direct members of an assigned group are
// assigned; nested groups are ignored (graph-cross-tenant §4.6).
func (c *cycle) newScope() scope {
	s := scope{roles: map[string][]string{}}
	for _, a := range application.Assignments.All(c.source) {
		if a.ResourceID != c.principal.ID {
			continue
		}
		role := c.principal.RoleName(a.AppRoleID)
		if directory.Users.Truth(c.source, a.PrincipalID) != nil {
			s.assign(a.PrincipalID, role)
		}
		g := directory.Groups.Truth(c.source, a.PrincipalID)
		if g == nil {
			continue
		}
		if role == syncRole {
			s.groups = append(s.groups, g.ID)
		}
		for _, id := range g.Members {
			if directory.Users.Truth(c.source, id) != nil {
				s.assign(id, role)
			}
		}
	}
	return s
}

func (s *scope) assign(id, role string) {
	if !slices.Contains(s.roles[id], role) {
		s.roles[id] = append(s.roles[id], role)
	}
}

// standing is whether a user is in scope, and why not.
type standing struct {
	in bool
	// active, assigned and entitled are the questions of the log.
	active, assigned, entitled, filtered bool
	filters                              map[string]bool
}

// The reasons of the log for an object that is left out.
const (
	skipNotEntitled = "NotEffectivelyEntitled"
	skipNotActive   = "NotActiveInSource"
	skipFilter      = "NotInScope"
	skipExternal    = "ExternalUser"
	skipUnsupported = "EntityTypeNotSupported"
	skipRedundant   = "RedundantExport"
)

func (s standing) reason() string {
	switch {
	case !s.active:
		return skipNotActive
	case !s.entitled:
		return skipNotEntitled
	default:
		return skipFilter
	}
}

// standingOf evaluates the scope of an internal member. The role of the default
// access does not entitle, which is assumed (graph-cross-tenant §4.2).
func (c *cycle) standingOf(u *directory.User) standing {
	roles := c.scope.roles[u.ID]
	s := standing{active: u.AccountEnabled, assigned: len(roles) > 0}
	s.entitled = c.job.Cycles.All || slices.Contains(roles, syncRole)
	s.filtered, s.filters = c.users.Scope.accepts(attributesOf(u, roles))
	s.in = s.entitled && s.filtered
	return s
}

// synchronizable reports whether a user can be synchronized at all: an internal
// member. External users and internal guests are not, so that a user of a mesh does
// not come back as a guest of another tenant (graph-cross-tenant §4.6).
func synchronizable(u *directory.User) bool {
	return !u.External() && u.UserType == directory.TypeMember
}
