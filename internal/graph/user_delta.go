package graph

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
)

var opUserDelta = operation{"GET /users/delta", []string{"User.Read.All", "User.ReadWrite.All"}}

// deltaPage is one page of a delta query: all but the last have Next.
type deltaPage struct {
	Value []TrackedUser
	Next  string `json:"@odata.nextLink"`
	Delta string `json:"@odata.deltaLink"`
}

// UserChanges passes the users that have changed since a link to each, page by page,
// and returns the link for the next call. Without a link these are all users. A user
// can come several times; the last one counts. The link of another call encodes its
// properties, and is a path below the version. An expired link is an error of kind
// service.ErrExpired.
//
// GET /users/delta.
func (c *Client) UserChanges(ctx context.Context, link string, properties []string, each func([]TrackedUser) error) (next string, err error) {
	k := call{op: opUserDelta, method: http.MethodGet, path: link}
	if link == "" {
		k.path, k.query = "/users/delta", url.Values{"$select": {deltaSelect(properties)}}
	}
	for {
		var p deltaPage
		if err := c.send(ctx, k, &p); err != nil {
			return "", err
		}
		if err := each(p.Value); err != nil {
			return "", err
		}
		path, err := below(cmp.Or(p.Next, p.Delta), version)
		if err == nil && p.Next != "" && path == k.path {
			err = errors.New("the link to the next page leads to the same page")
		}
		if err != nil {
			return "", c.failed(k.op, err)
		}
		if p.Next == "" {
			return path, nil
		}
		k.path, k.query = path, nil
	}
}

// UserChangesFromNow returns the link of the changes from now on.
//
// GET /users/delta.
func (c *Client) UserChangesFromNow(ctx context.Context, properties []string) (link string, err error) {
	var p deltaPage
	err = c.send(ctx, call{
		op: opUserDelta, method: http.MethodGet, path: "/users/delta",
		query: url.Values{"$select": {deltaSelect(properties)}, "$deltatoken": {"latest"}},
	}, &p)
	if err != nil {
		return "", err
	}
	link, err = below(p.Delta, version)
	return link, c.failed(opUserDelta, err)
}

// deltaSelect leaves out what a delta query never reports (graph-identity §3).
func deltaSelect(properties []string) string {
	return trackedSelect(slices.DeleteFunc(slices.Clone(properties), func(p string) bool { return p == visibleProperty }))
}
