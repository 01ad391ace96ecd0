package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opOwners      = operation{"GET /groups/{id}/owners", readMembers}
	opAddOwner    = operation{"POST /groups/{id}/owners/$ref", writeGroups}
	opRemoveOwner = operation{"DELETE /groups/{id}/owners/{id}/$ref", writeGroups}
)

// GroupOwners returns the object ids of a group's owners, users and service
// principals, sorted.
//
// GET /groups/{id}/owners.
func (c *Client) GroupOwners(ctx context.Context, groupID string) ([]string, error) {
	var owners []struct{ ID string }
	err := c.withGroup(ctx, opOwners, groupID, func(ctx context.Context) (err error) {
		owners, err = readAll[struct{ ID string }](ctx, c, call{
			op: opOwners, path: groupPath(groupID) + "/owners", query: url.Values{"$select": {"id"}},
		})
		return err
	})
	ids := make([]string, 0, len(owners))
	for _, o := range owners {
		ids = append(ids, strings.ToLower(o.ID))
	}
	slices.Sort(ids)
	return ids, err
}

// SetGroupOwners adds and removes the owners in which a group differs, and returns
// when that can be read. New owners are added first: Graph keeps the last owner that
// is a user. The owner own remains: Graph may make the principal that creates a group
// its owner, and refuse to remove it (graph-identity §7.1).
//
// POST /groups/{id}/owners/$ref, DELETE /groups/{id}/owners/{id}/$ref.
func (c *Client) SetGroupOwners(ctx context.Context, groupID string, want []string, own string) error {
	have, err := c.GroupOwners(ctx, groupID)
	if err != nil {
		return err
	}
	others := func(owners []string) []string {
		return slices.DeleteFunc(owners, func(id string) bool { return id == own && !slices.Contains(want, id) })
	}
	have = others(have)
	path := groupPath(groupID) + "/owners/"
	for _, id := range missingFrom(have, want) {
		err := c.withGroup(ctx, opAddOwner, groupID, func(ctx context.Context) error {
			return c.send(ctx, call{op: opAddOwner, method: http.MethodPost, path: path + "$ref", body: c.reference(id)}, nil)
		})
		if err != nil && !referenceExists(err) {
			return err
		}
	}
	for _, id := range missingFrom(want, have) {
		err := c.send(ctx, call{op: opRemoveOwner, method: http.MethodDelete, path: path + url.PathEscape(id) + "/$ref"}, nil)
		if err != nil && !referenceMissing(err) {
			return err
		}
	}
	err = transport.Poll(ctx, c.clock, "the owners of group "+groupID, func(ctx context.Context) (bool, string, error) {
		now, err := c.GroupOwners(ctx, groupID)
		return sameSet(others(now), want), "the owners as they were before", err
	})
	return c.named(opOwners, err)
}

var _ service.Adviser = (*LastOwnerError)(nil)

// LastOwnerError means that Graph keeps the last owner of a group.
type LastOwnerError struct{ err error }

func (e *LastOwnerError) Error() string { return e.err.Error() }

// Unwrap returns Graph's refusal.
func (e *LastOwnerError) Unwrap() error { return e.err }

// Advice is what to do about an owner that remains.
func (e *LastOwnerError) Advice(tenant string) string {
	return fmt.Sprintf("A group that has a user as its owner keeps one. Configure that owner or another user of tenant %q in owners, such as an"+
		" administrator. In a restricted management administrative unit, owners cannot change the members.", tenant)
}

// keepsLastOwner reports whether Graph refused to remove an owner because it is the
// last one. The code is that of every invalid request (graph-identity §0.2).
func keepsLastOwner(e *service.Error) bool {
	return e.Status == http.StatusBadRequest && strings.Contains(e.Message, "must have at least one owner")
}
