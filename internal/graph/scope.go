package graph

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// Scope is what a group that decides about synchronization has beside its own
// properties.
type Scope struct {
	Owners []string
	// Members are the direct members, if they were asked for.
	Members Members
	// Count is the number of direct members. Unless the members were asked for, it is
	// that of the search index, which is late.
	Count int
	// Units are the administrative units of the group, if they were asked for.
	Units []AdministrativeUnit
	// Assigned are those of the requested service principals to which the group is
	// assigned.
	Assigned []string
}

// ScopeParts are the parts of a scope to be read. Owners are always read.
type ScopeParts struct {
	Members, Units bool
	// Applications are object ids of service principals.
	Applications []string
}

// Scope reads the parts of a scope group concurrently: lists of members in pages of
// 999, and the rest in batches.
//
// GET /groups/{id}/owners, GET /groups/{id}/members,
// GET /groups/{id}/memberOf, GET /servicePrincipals/{id}, GET /servicePrincipals/{id}/appRoleAssignedTo.
func (c *Client) Scope(ctx context.Context, groupID string, parts ScopeParts) (Scope, error) {
	var s Scope
	assigned := make([]bool, len(parts.Applications))
	reads := []func(context.Context) error{
		func(ctx context.Context) (err error) {
			s.Owners, err = c.GroupOwners(ctx, groupID)
			return err
		},
		func(ctx context.Context) error { return c.scopeMembers(ctx, groupID, parts.Members, &s) },
	}
	if parts.Units {
		reads = append(reads, func(ctx context.Context) (err error) {
			s.Units, err = c.GroupUnits(ctx, groupID)
			return err
		})
	}
	for i, id := range parts.Applications {
		reads = append(reads, func(ctx context.Context) (err error) {
			assigned[i], err = c.Assigned(ctx, id, groupID)
			return unless(err, service.ErrNotFound)
		})
	}
	if err := allOf(ctx, reads); err != nil {
		return Scope{}, err
	}
	for i, id := range parts.Applications {
		if assigned[i] {
			s.Assigned = append(s.Assigned, id)
		}
	}
	slices.Sort(s.Assigned)
	return s, nil
}

// RefreshScope reads an existing group with its scope. The group is gone when several
// looks do not find it: one of the reads of a look may meet a replica that does not have
// the group, or that still has it.
//
// GET /groups/{id}, and the reads of [Client.Scope].
func (c *Client) RefreshScope(ctx context.Context, groupID string, parts ScopeParts) (Group, Scope, error) {
	type both struct {
		group Group
		scope Scope
	}
	found, err := lookFor(ctx, c, opReadGroup, "group "+groupID, 0, func(ctx context.Context) (b both, err error) {
		if b.group, err = c.Group(ctx, groupID); err == nil {
			b.scope, err = c.Scope(ctx, groupID, parts)
		}
		return b, err
	})
	return found.group, found.scope, err
}

// allOf makes several reads at once. The first error ends the others.
func allOf(ctx context.Context, reads []func(context.Context) error) error {
	which := make([]int, len(reads))
	for i := range reads {
		which[i] = i
	}
	_, err := share.Together(ctx, len(reads), which, func(ctx context.Context, i int) (struct{}, error) { return struct{}{}, reads[i](ctx) })
	return err
}

func (c *Client) scopeMembers(ctx context.Context, groupID string, all bool, s *Scope) (err error) {
	if !all {
		s.Count, err = c.CountMembers(ctx, groupID)
		return err
	}
	s.Members, err = c.GroupMembers(ctx, groupID)
	s.Count = len(s.Members.Users) + len(s.Members.Groups) + len(s.Members.Others)
	return err
}

// CountMembers returns the number of direct members of a group. It comes from the
// search index, which has changes late (graph-identity §2.4).
//
// GET /groups/{id}/members.
func (c *Client) CountMembers(ctx context.Context, groupID string) (count int, err error) {
	var page struct {
		Count int `json:"@odata.count"`
	}
	k := call{
		op: opMembers, method: http.MethodGet, path: groupPath(groupID) + "/members", advanced: true,
		query: url.Values{"$select": {"id"}, "$top": {"1"}, "$count": {"true"}},
	}
	err = c.withGroup(ctx, opMembers, groupID, func(ctx context.Context) error { return c.read(ctx, k, &page) })
	return page.Count, err
}
