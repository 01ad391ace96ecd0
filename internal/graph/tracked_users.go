package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

var _ service.Adviser = (*MissingGroupError)(nil)

// EachUser passes all users of the tenant to each, page by page. A filter is an
// advanced query, whose index gets a change late (graph-identity §2.4). Callers share a
// list that did not begin before a time, as those of the other lists of this file.
//
// GET /users.
func (c *Client) EachUser(ctx context.Context, since time.Time, filter string, properties []string, each func([]TrackedUser) error) error {
	k := call{op: opListUsers, path: "/users"}
	if filter != "" {
		k.query, k.advanced = url.Values{"$filter": {filter}, "$count": {"true"}}, true
	}
	_, err := c.sharePages(ctx, listOf(k, properties), since, each)
	return err
}

// EachGroupUser passes the direct and nested users of a group to each, page by page. A
// user can come several times if the group is new.
//
// GET /groups/{id}/transitiveMembers/microsoft.graph.user.
func (c *Client) EachGroupUser(ctx context.Context, since time.Time, groupID string, properties []string, each func([]TrackedUser) error) error {
	k := call{
		op: opGroupUsers, path: "/groups/" + url.PathEscape(groupID) + "/transitiveMembers/microsoft.graph.user",
		query: url.Values{"$count": {"true"}}, advanced: true,
	}
	nameless := func(u TrackedUser) bool { return u.UserPrincipalName == "" }
	err := c.withGroup(ctx, opGroupUsers, groupID, func(ctx context.Context) error {
		_, err := c.sharePages(ctx, listOf(k, properties), since, func(users []TrackedUser) error {
			if slices.ContainsFunc(users, nameless) {
				return c.failed(opGroupUsers, errNamelessMembers)
			}
			return each(users)
		})
		return err
	})
	var missing *service.Error
	if errors.Is(err, service.ErrNotFound) && errors.As(err, &missing) {
		named := *missing
		named.Err = &MissingGroupError{groupID}
		return &named
	}
	return err
}

// MissingGroupError means that a group whose users are in scope does not exist.
type MissingGroupError struct{ ID string }

func (e *MissingGroupError) Error() string { return "the tenant has no group " + e.ID }

// Advice is what to do about a group that does not exist.
func (e *MissingGroupError) Advice(tenant string) string {
	return fmt.Sprintf("The group %s does not exist in tenant %q. Restore it, or remove its id from group_ids: then its users leave the scope.", e.ID, tenant)
}

// EachDeletedUser passes the users of the recycle bin to each, page by page.
//
// GET /directory/deletedItems/microsoft.graph.user.
func (c *Client) EachDeletedUser(ctx context.Context, since time.Time, properties []string, each func([]TrackedUser) error) error {
	k := call{op: opListDeleted, path: "/directory/deletedItems/microsoft.graph.user"}
	_, err := c.sharePages(ctx, listOf(k, properties), since, each)
	return err
}

// TrackedUsers reads users by id, in batches; a user that does not exist is missing.
//
// GET /users/{id}.
func (c *Client) TrackedUsers(ctx context.Context, ids, properties []string) (map[string]TrackedUser, error) {
	query := url.Values{"$select": {trackedSelect(properties)}}
	found, err := share.Together(ctx, mostAsked, ids, func(ctx context.Context, id string) (*TrackedUser, error) {
		var u TrackedUser
		err := c.read(ctx, call{op: opReadUser, path: userPath(id), query: query}, &u)
		if errors.Is(err, service.ErrNotFound) {
			return nil, nil
		}
		return &u, err
	})
	users := make(map[string]TrackedUser, len(found))
	for id, u := range found {
		if u != nil {
			users[id] = *u
		}
	}
	return users, err
}

// TrackedByAddresses reads the users with any of the addresses, in batches, each once.
//
// GET /users.
func (c *Client) TrackedByAddresses(ctx context.Context, addresses, properties []string) ([]TrackedUser, error) {
	answers, err := share.Together(ctx, mostAsked, addresses, func(ctx context.Context, address string) ([]TrackedUser, error) {
		return readAll[TrackedUser](ctx, c, call{
			op: opListUsers, path: "/users", query: url.Values{"$filter": {filterByAddress(address)}, "$select": {trackedSelect(properties)}},
		})
	})
	if err != nil {
		return nil, err
	}
	unique := map[string]TrackedUser{}
	for _, found := range answers {
		for _, u := range found {
			unique[u.ID] = u
		}
	}
	return slices.Collect(maps.Values(unique)), nil
}

// UserPropertyReadable reports whether the application can read a property of users:
// it has the permission, and the service returns the property, even if it has no
// value. A tenant without users does not show it, which counts as readable.
//
// GET /users.
func (c *Client) UserPropertyReadable(ctx context.Context, property string) (bool, error) {
	name := property
	if strings.HasPrefix(property, extensionPrefix) {
		name = extensionsName
	}
	k := call{op: opListUsers, method: http.MethodGet, path: "/users", query: url.Values{"$select": {"id," + name}, "$top": {"1"}}}
	var user map[string]json.RawMessage
	list := pages[map[string]json.RawMessage](c, k, func(k call, out any) error { return c.send(ctx, k, out) })
	there, err := anyOf(list, func(u map[string]json.RawMessage) bool {
		user = u
		return true
	})
	if errors.Is(err, service.ErrForbidden) {
		return false, nil
	}
	if err != nil || !there {
		return err == nil, err
	}
	value, returned := user[name]
	// The extension attributes are an object even without values.
	return returned && (name == property || string(value) != "null"), nil
}
