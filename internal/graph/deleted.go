package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

var (
	opListDeleted = operation{"GET /directory/deletedItems/microsoft.graph.user", []string{"User.Read.All", "User.ReadWrite.All"}}
	opRestore     = operation{"POST /directory/deletedItems/{id}/restore", []string{"User.DeleteRestore.All", "User.ReadWrite.All"}}
)

// DeletedByAddress finds the people in the recycle bin who were known by an
// address.
//
// GET /directory/deletedItems/microsoft.graph.user.
func (c *Client) DeletedByAddress(ctx context.Context, address string) ([]User, error) {
	return readAll[User](ctx, c, call{
		op: opListDeleted, path: "/directory/deletedItems/microsoft.graph.user",
		query: url.Values{"$filter": {filterByAddress(address)}, "$select": {userSelect}},
	})
}

// RestoreUser brings a user back from the recycle bin, with everything they had,
// and returns when the user can be read. After an answer that got lost it looks
// for the user before it asks again.
//
// POST /directory/deletedItems/{id}/restore.
func (c *Client) RestoreUser(ctx context.Context, id string) (User, error) {
	restore := call{op: opRestore, method: http.MethodPost, path: "/directory/deletedItems/" + url.PathEscape(id) + "/restore"}
	for try := 1; ; try++ {
		err := c.send(ctx, restore, nil)
		switch {
		case errors.Is(err, ErrAmbiguous) && try < mostTries:
			if u, err := c.User(ctx, id); err == nil {
				return u, nil
			}
			continue
		case try > 1 && errors.Is(err, ErrNotFound):
			// An earlier try has done it: the recycle bin has the user no more.
		case err != nil:
			return User{}, err
		}
		c.markFresh(id)
		return c.AwaitUser(ctx, id, UserChange{})
	}
}
