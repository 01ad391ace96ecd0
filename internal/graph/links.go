package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opReadManager   = operation{"GET /users/{id}/manager", []string{"User.Read.All", "User.ReadWrite.All"}}
	opSetManager    = operation{"PUT /users/{id}/manager/$ref", []string{"User.ReadWrite.All"}}
	opRemoveManager = operation{"DELETE /users/{id}/manager/$ref", []string{"User.ReadWrite.All"}}
	opReadSponsors  = operation{"GET /users/{id}/sponsors", []string{"User.Read.All", "User.ReadWrite.All"}}
	opAddSponsor    = operation{"POST /users/{id}/sponsors/$ref", []string{"User.ReadWrite.All"}}
	opRemoveSponsor = operation{"DELETE /users/{id}/sponsors/{id}/$ref", []string{"User.ReadWrite.All"}}
)

// Manager returns the object id of a user's manager, empty when there is none.
//
// GET /users/{id}/manager.
func (c *Client) Manager(ctx context.Context, userID string) (string, error) {
	var manager struct{ ID string }
	err := c.read(ctx, call{op: opReadManager, path: userPath(userID) + "/manager", query: url.Values{"$select": {"id"}}}, &manager)
	if errors.Is(err, service.ErrNotFound) {
		return "", nil
	}
	return manager.ID, err
}

// SetManager makes a user or a contact of the same tenant the manager, and
// returns when that can be read; an empty id removes the manager.
//
// PUT /users/{id}/manager/$ref, DELETE /users/{id}/manager/$ref.
func (c *Client) SetManager(ctx context.Context, userID, managerID string) error {
	path := userPath(userID) + "/manager/$ref"
	k := call{op: opSetManager, method: http.MethodPut, path: path, body: c.reference(managerID)}
	if managerID == "" {
		k = call{op: opRemoveManager, method: http.MethodDelete, path: path}
	}
	err := c.refer(ctx, referrer{userID, managerKinds}, managerID, k)
	if err != nil && (managerID != "" || !errors.Is(err, service.ErrNotFound)) {
		return err
	}
	return c.awaitLinks(ctx, k.op, userID, func(ctx context.Context) (bool, error) {
		now, err := c.Manager(ctx, userID)
		return strings.EqualFold(now, managerID), err
	})
}

// awaitLinks returns when the references of a user show the write, if the
// application may read them.
func (c *Client) awaitLinks(ctx context.Context, op operation, userID string, seen func(context.Context) (bool, error)) error {
	err := transport.Poll(ctx, c.clock, "the references of user "+userID, func(ctx context.Context) (bool, string, error) {
		ok, err := seen(ctx)
		if c.notYet(userID, err) {
			return false, "the user does not exist", nil
		}
		return ok || errors.Is(err, service.ErrForbidden), "the references as they were before", unless(err, service.ErrForbidden)
	})
	return c.named(op, err)
}

// Sponsors returns the object ids of a user's sponsors, sorted.
//
// GET /users/{id}/sponsors.
func (c *Client) Sponsors(ctx context.Context, userID string) ([]string, error) {
	sponsors, err := readAll[struct{ ID string }](ctx, c, call{
		op: opReadSponsors, path: userPath(userID) + "/sponsors", query: url.Values{"$select": {"id"}},
	})
	ids := make([]string, 0, len(sponsors))
	for _, s := range sponsors {
		ids = append(ids, s.ID)
	}
	slices.Sort(ids)
	return ids, err
}

// mostSponsors is the number of sponsors that a user can have (b2b-sponsors).
const mostSponsors = 5

// SetSponsors replaces a user's sponsors with the given users and groups. It
// writes only the differences, and removes a sponsor before another one is added only
// if there is no room for both.
//
// POST /users/{id}/sponsors/$ref, DELETE /users/{id}/sponsors/{id}/$ref.
func (c *Client) SetSponsors(ctx context.Context, userID string, want []string) error {
	var have []string
	err := c.pollFresh(ctx, userID, func(ctx context.Context) (err error) {
		have, err = c.Sponsors(ctx, userID)
		return err
	})
	if err != nil {
		return err
	}
	add, remove := missingFrom(have, want), missingFrom(want, have)
	if len(add)+len(remove) == 0 {
		return nil
	}
	first := min(max(len(have)+len(add)-mostSponsors, 0), len(remove))
	if err := c.removeSponsors(ctx, userID, remove[:first]); err != nil {
		return err
	}
	for _, id := range add {
		k := call{op: opAddSponsor, method: http.MethodPost, path: userPath(userID) + "/sponsors/$ref", body: c.reference(id)}
		if err := c.refer(ctx, referrer{userID, sponsorKinds}, id, k); err != nil && !referenceExists(err) {
			return err
		}
	}
	if err := c.removeSponsors(ctx, userID, remove[first:]); err != nil {
		return err
	}
	return c.awaitLinks(ctx, opAddSponsor, userID, func(ctx context.Context) (bool, error) {
		now, err := c.Sponsors(ctx, userID)
		return sameSet(now, want), err
	})
}

func (c *Client) removeSponsors(ctx context.Context, userID string, ids []string) error {
	for _, id := range ids {
		k := call{op: opRemoveSponsor, method: http.MethodDelete, path: userPath(userID) + "/sponsors/" + url.PathEscape(id) + "/$ref"}
		if err := c.refer(ctx, referrer{userID, sponsorKinds}, "", k); err != nil && !referenceMissing(err) {
			return err
		}
	}
	return nil
}

// missingFrom returns the elements of want that are not in have.
func missingFrom(have, want []string) []string {
	return slices.DeleteFunc(slices.Clone(want), func(id string) bool { return slices.Contains(have, id) })
}
