package graph

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// SyncScopeGroups lists the groups that are assigned to configurations of
// cross-tenant synchronization with the role whose holders are synchronized, by name:
// to one configuration, by the object id of its service principal, or to all of the
// tenant if that is empty.
//
// GET /servicePrincipals, GET /servicePrincipals/{id},
// GET /servicePrincipals/{id}/appRoleAssignedTo, GET /groups/{id}.
func (c *Client) SyncScopeGroups(ctx context.Context, applicationID string) ([]Group, error) {
	applications := []string{applicationID}
	if applicationID == "" {
		all, err := c.syncApplications(ctx)
		if err != nil {
			return nil, err
		}
		applications = applications[:0]
		for _, a := range all {
			applications = append(applications, a.ID)
		}
	}
	ids, err := c.assignedGroups(ctx, applications)
	if err != nil {
		return nil, err
	}
	found, err := share.Together(ctx, mostAsked, ids, func(ctx context.Context, id string) (Group, error) {
		g, err := c.Group(ctx, id)
		return g, unless(err, service.ErrNotFound)
	})
	groups := make([]Group, 0, len(ids))
	for _, id := range ids {
		if found[id].ID != "" {
			groups = append(groups, found[id])
		}
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(strings.Compare(a.DisplayName, b.DisplayName), strings.Compare(a.ID, b.ID))
	})
	return groups, err
}

// assignedGroups returns the object ids of the groups that are assigned to any of some
// service principals. One without the role is not one of a synchronization, and
// counts if it is the only one.
func (c *Client) assignedGroups(ctx context.Context, applications []string) ([]string, error) {
	assigned, err := share.Together(ctx, mostAsked, applications, func(ctx context.Context, id string) ([]roleHolder, error) {
		_, holders, err := c.syncHolders(ctx, id)
		var other *NoSyncRoleError
		if len(applications) > 1 && errors.As(err, &other) {
			err = nil
		}
		return holders, err
	})
	var ids []string
	for _, holders := range assigned {
		for _, h := range holders {
			if h.PrincipalType == "Group" {
				ids = append(ids, strings.ToLower(h.PrincipalID))
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}
