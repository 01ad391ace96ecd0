package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
)

var (
	opReadManager   = operation{"GET /users/{id}/manager", []string{"User.Read.All", "User.ReadWrite.All"}}
	opSetManager    = operation{"PUT /users/{id}/manager/$ref", []string{"User.ReadWrite.All"}}
	opRemoveManager = operation{"DELETE /users/{id}/manager/$ref", []string{"User.ReadWrite.All"}}
	opReadSponsors  = operation{"GET /users/{id}/sponsors", []string{"User.Read.All", "User.ReadWrite.All"}}
	opAddSponsor    = operation{"POST /users/{id}/sponsors/$ref", []string{"User.ReadWrite.All"}}
	opRemoveSponsor = operation{"DELETE /users/{id}/sponsors/{id}/$ref", []string{"User.ReadWrite.All"}}
)

// Manager returns the object id of a person's manager, empty when there is none.
//
// GET /users/{id}/manager.
func (c *Client) Manager(ctx context.Context, userID string) (string, error) {
	var manager struct{ ID string }
	err := c.read(ctx, call{op: opReadManager, path: userPath(userID) + "/manager", query: url.Values{"$select": {"id"}}}, &manager)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return manager.ID, err
}

// SetManager makes somebody of the same tenant the manager; an empty id leaves
// the person without one.
//
// PUT /users/{id}/manager/$ref, DELETE /users/{id}/manager/$ref.
func (c *Client) SetManager(ctx context.Context, userID, managerID string) error {
	k := call{op: opSetManager, method: http.MethodPut, path: userPath(userID) + "/manager/$ref", body: c.reference(managerID)}
	if managerID == "" {
		k = call{op: opRemoveManager, method: http.MethodDelete, path: userPath(userID) + "/manager/$ref"}
	}
	err := c.pollFresh(ctx, userID, func(ctx context.Context) error { return c.send(ctx, k, nil) })
	if managerID == "" && errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// Sponsors returns the object ids of a person's sponsors, sorted.
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

// SetSponsors makes the given users and groups, and nobody else, a person's
// sponsors. It touches only what differs.
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
	for _, id := range want {
		if slices.Contains(have, id) {
			continue
		}
		k := call{op: opAddSponsor, method: http.MethodPost, path: userPath(userID) + "/sponsors/$ref", body: c.reference(id)}
		if err := c.send(ctx, k, nil); err != nil {
			return err
		}
	}
	for _, id := range have {
		if slices.Contains(want, id) {
			continue
		}
		k := call{op: opRemoveSponsor, method: http.MethodDelete, path: userPath(userID) + "/sponsors/" + url.PathEscape(id) + "/$ref"}
		if err := c.send(ctx, k, nil); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}
