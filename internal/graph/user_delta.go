package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

var opUserDelta = operation{"GET /users/delta", []string{"User.Read.All", "User.ReadWrite.All"}}

// UserChanges passes the users that have changed since a link to each, page by page,
// and returns the link for the next call. Without a link these are all users. A user
// can come several times; the last one counts. The link of another call encodes its
// properties, and is a path below the version. An expired link is an error of kind
// service.ErrExpired. Callers with the same link share the answer.
//
// GET /users/delta.
func (c *Client) UserChanges(
	ctx context.Context, since time.Time, link string, properties []string, each func([]TrackedUser) error,
) (share.Reading, error) {
	k := call{op: opUserDelta, method: http.MethodGet, path: link}
	if link == "" {
		k.path, k.query = "/users/delta", url.Values{"$select": {deltaSelect(properties)}}
	}
	return c.shareList(ctx, keyOf(k), k.op, since, func(ctx context.Context, keep func([]byte) error) (string, error) {
		next, err := c.keepPages(ctx, k, keep)
		if err == nil && next == "" {
			err = c.failed(k.op, errors.New("the last page has no link to later changes"))
		}
		return next, err
	}, each)
}

// userChangesFromNow returns the link of the changes from now on.
//
// GET /users/delta.
func (c *Client) userChangesFromNow(ctx context.Context, properties []string) (link string, err error) {
	query := url.Values{"$select": {deltaSelect(properties)}, "$deltatoken": {"latest"}}
	return c.keepPages(ctx, call{op: opUserDelta, method: http.MethodGet, path: "/users/delta", query: query}, func([]byte) error { return nil })
}

// deltaSelect leaves out what a delta query never reports (graph-identity §3).
func deltaSelect(properties []string) string {
	return trackedSelect(slices.DeleteFunc(slices.Clone(properties), func(p string) bool { return p == visibleProperty }))
}
