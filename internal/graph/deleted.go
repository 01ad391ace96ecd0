package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opReadDeleted = operation{"GET /directory/deletedItems/{id}", []string{"User.Read.All", "User.ReadWrite.All"}}
	opListDeleted = operation{"GET /directory/deletedItems/microsoft.graph.user", []string{"User.Read.All", "User.ReadWrite.All"}}
	opRestore     = operation{"POST /directory/deletedItems/{id}/restore", []string{"User.DeleteRestore.All", "User.ReadWrite.All"}}
)

// RefreshUser reads an existing user. A 404 alone does not mean that the user is
// gone: a replica may not have a new user, or may have lost it briefly
// (graph-identity §1.8). The user is gone when it is in the recycle bin, or when
// several reads find it in neither place.
//
// GET /users/{id}, GET /directory/deletedItems/{id}.
func (c *Client) RefreshUser(ctx context.Context, id string) (User, error) {
	found, err := c.User(ctx, id)
	if errors.Is(err, service.ErrNotFound) {
		return c.lookAgain(ctx, id, err)
	}
	return found, err
}

// lookAgain finds out whether a user that one read did not find is gone.
func (c *Client) lookAgain(ctx context.Context, id string, missing error) (User, error) {
	if c.deleted(ctx, id) {
		return User{}, missing
	}
	return lookFor(ctx, c, opReadUser, "user "+id, 1, func(ctx context.Context) (User, error) { return c.User(ctx, id) })
}

// lookFor reads or changes an existing object after some looks in vain. It is gone when
// mostLooks do not find it. What names it in errors.
func lookFor[T any](ctx context.Context, c *Client, op operation, what string, looks int, read func(context.Context) (T, error)) (found T, err error) {
	err = transport.Poll(ctx, c.clock, what+" to be found", func(ctx context.Context) (bool, string, error) {
		o, err := read(ctx)
		found = o
		if looks++; errors.Is(err, service.ErrNotFound) && looks < mostLooks {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return found, c.named(op, err)
}

// Gone reports whether a user that a replica has shown is deleted, as after a read of
// its references that does not find it.
//
// GET /users/{id}, GET /directory/deletedItems/{id}.
func (c *Client) Gone(ctx context.Context, id string) bool {
	return c.disappears(ctx, "user "+id, func(ctx context.Context) bool {
		_, err := c.RefreshUser(ctx, id)
		return errors.Is(err, service.ErrNotFound) || c.deleted(ctx, id)
	})
}

// disappears looks several times whether an object is gone that a replica has shown.
func (c *Client) disappears(ctx context.Context, what string, gone func(context.Context) bool) bool {
	is := false
	err := c.severalLooks(ctx, what+" to be gone", mostLooks, "it exists", func(ctx context.Context) (bool, error) {
		is = gone(ctx)
		return is, nil
	})
	return err == nil && is
}

// deleted reports whether a user is known to be in the recycle bin.
func (c *Client) deleted(ctx context.Context, id string) bool {
	var u struct{ ID string }
	err := c.read(ctx, call{
		op: opReadDeleted, path: "/directory/deletedItems/" + url.PathEscape(id), query: url.Values{"$select": {"id"}},
	}, &u)
	return err == nil
}

// RestoreUser restores a user from the recycle bin with all its data, and returns
// when the user can be read. After a lost answer it looks for the user before it
// repeats the request.
//
// POST /directory/deletedItems/{id}/restore.
func (c *Client) RestoreUser(ctx context.Context, id string) (User, error) {
	err := untilKnown(func(again bool) error {
		err := c.send(ctx, call{op: opRestore, method: http.MethodPost, path: "/directory/deletedItems/" + url.PathEscape(id) + "/restore"}, nil)
		if again {
			// The recycle bin does not have the user: an earlier attempt has succeeded.
			return unless(err, service.ErrNotFound)
		}
		return err
	}, func() (bool, error) {
		// A user that cannot be read is restored again.
		_, err := c.User(ctx, id)
		return err == nil, nil
	})
	if err != nil {
		return User{}, err
	}
	c.bin.leave(id)
	c.markFresh(id)
	return c.AwaitUser(ctx, id, UserChange{})
}
