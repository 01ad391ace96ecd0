package graph

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

var opUserGroups = operation{
	"GET /users/{id}/memberOf/microsoft.graph.group", []string{"User.Read.All", "User.ReadWrite.All", "GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"},
}

var opAllUserGroups = operation{
	"GET /users/{id}/transitiveMemberOf/microsoft.graph.group", []string{"User.Read.All", "User.ReadWrite.All", "GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"},
}

// groupIDs selects the ids of groups. Lists that are limited to a type are advanced
// queries (graph-identity §7.6).
func groupIDs() url.Values {
	return url.Values{"$select": {"id"}, "$top": {"999"}, "$count": {"true"}}
}

// AllUserGroups lists the ids of the groups that a user is a direct or nested member
// of, in lower case.
//
// GET /users/{id}/transitiveMemberOf/microsoft.graph.group.
func (c *Client) AllUserGroups(ctx context.Context, userID string) ([]string, error) {
	groups, err := readAll[Group](ctx, c, call{
		op: opAllUserGroups, method: http.MethodGet, path: "/users/" + url.PathEscape(userID) + "/transitiveMemberOf/microsoft.graph.group",
		query: groupIDs(), advanced: true,
	})
	ids := make([]string, 0, len(groups))
	for _, g := range groups {
		ids = append(ids, strings.ToLower(g.ID))
	}
	return ids, err
}

// InSyncScope reports whether a user is assigned to a synchronization with the role
// whose holders are synchronized: itself, or by a group that it is a direct member of
// (graph-cross-tenant §4.6). The assignments are read once.
//
// GET /servicePrincipals/{id}, GET /servicePrincipals/{id}/appRoleAssignedTo,
// GET /users/{id}/memberOf/microsoft.graph.group.
func (c *Client) InSyncScope(ctx context.Context, applicationID, userID string) (bool, error) {
	assigned, err := remembered(ctx, c, &c.facts.syncScopes, strings.ToLower(applicationID), func(ctx context.Context) ([]string, error) {
		return c.inRole(ctx, applicationID)
	})
	if err != nil || len(assigned) == 0 || slices.Contains(assigned, strings.ToLower(userID)) {
		return len(assigned) > 0, err
	}
	groups, err := readAll[Group](ctx, c, call{
		op: opUserGroups, method: http.MethodGet, path: "/users/" + url.PathEscape(userID) + "/memberOf/microsoft.graph.group",
		query: groupIDs(), advanced: true,
	})
	return slices.ContainsFunc(groups, func(g Group) bool { return slices.Contains(assigned, strings.ToLower(g.ID)) }), err
}

// inRole lists the users and groups that have the role for synchronization, in lower
// case.
func (c *Client) inRole(ctx context.Context, applicationID string) ([]string, error) {
	_, holders, err := c.syncHolders(ctx, applicationID)
	ids := make([]string, 0, len(holders))
	for _, h := range holders {
		ids = append(ids, strings.ToLower(h.PrincipalID))
	}
	return ids, err
}
