package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opReadGroup   = operation{"GET /groups/{id}", []string{"GroupMember.Read.All", "Group.Read.All"}}
	opReadContact = operation{"GET /contacts/{id}", []string{"OrgContact.Read.All", "Directory.Read.All"}}
)

const (
	// mostLooks is how often an object has to be missing before it counts as
	// missing and not as late, over about three seconds.
	mostLooks = 6
	// referencePatience is how long Graph may refuse a reference between two
	// objects that can be read (msgraph-sdk-dotnet#2508 saw minutes).
	referencePatience = 5 * time.Minute
)

// MissingObjectError says that a reference leads to an object that the tenant
// does not have.
type MissingObjectError struct {
	ID  string
	err error
}

func (e *MissingObjectError) Error() string {
	return fmt.Sprintf("the tenant has no object %s", e.ID)
}

// Unwrap returns Graph's refusal.
func (e *MissingObjectError) Unwrap() error { return e.err }

// refer writes a reference of a user to a target, or takes one away. What is
// refused because one of the two is late is repeated; a target that does not
// exist is a *MissingObjectError.
func (c *Client) refer(ctx context.Context, userID, targetID string, k call) error {
	began, missing := c.clock.Now(), 0
	err := transport.Poll(ctx, c.clock, "user "+userID+" to take the reference", func(ctx context.Context) (bool, string, error) {
		err := c.send(ctx, k, nil)
		switch {
		case err == nil, !referenceUnheard(err), k.method == http.MethodDelete && errors.Is(err, ErrNotFound):
			return true, "", err
		case targetID != "" && !c.exists(ctx, targetID):
			if missing++; missing == mostLooks {
				return true, "", &MissingObjectError{ID: targetID, err: err}
			}
		case c.clock.Now().Sub(began) > referencePatience, errors.Is(err, ErrNotFound) && !c.isFresh(userID):
			return true, "", err
		}
		return false, err.Error(), nil
	})
	return c.named(k.op, err)
}

// exists reports whether a user, group or contact can be read. What the
// application may not look at counts as there.
func (c *Client) exists(ctx context.Context, id string) bool {
	for _, kind := range []struct {
		op   operation
		path string
	}{{opReadUser, "/users/"}, {opReadGroup, "/groups/"}, {opReadContact, "/contacts/"}} {
		var object struct{ ID string }
		err := c.read(ctx, call{op: kind.op, path: kind.path + url.PathEscape(id), query: url.Values{"$select": {"id"}}}, &object)
		if !errors.Is(err, ErrNotFound) {
			return true
		}
	}
	return false
}

// Exists reports whether the tenant has a user, group or contact, which may be
// late. It is remembered over the run; what cannot be told counts as there.
//
// GET /users/{id}, GET /groups/{id}, GET /contacts/{id}.
func (c *Client) Exists(ctx context.Context, id string) (bool, error) {
	return remembered(ctx, c.facts, "object "+id, func(ctx context.Context) (bool, error) {
		looks, found := 0, false
		err := transport.Poll(ctx, c.clock, "object "+id+" to appear", func(ctx context.Context) (bool, string, error) {
			looks++
			found = c.exists(ctx, id)
			return found || looks == mostLooks, "no such object", nil
		})
		return found, c.named(opReadUser, err)
	})
}
