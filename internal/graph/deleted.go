package graph

import (
	"context"
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
		op: opListDeleted, path: "/directory/deletedItems/microsoft.graph.user", advanced: true,
		query: url.Values{"$filter": {filterByAddress(address)}, "$count": {"true"}, "$select": {userSelect}},
	})
}

// RestoreUser brings somebody back from the recycle bin, with everything they
// had, and returns when they can be read.
//
// POST /directory/deletedItems/{id}/restore.
func (c *Client) RestoreUser(ctx context.Context, id string) (User, error) {
	err := c.send(ctx, call{op: opRestore, method: http.MethodPost, path: "/directory/deletedItems/" + url.PathEscape(id) + "/restore"}, nil)
	if err != nil {
		return User{}, err
	}
	c.markFresh(id)
	return c.AwaitUser(ctx, id, UserChange{})
}
