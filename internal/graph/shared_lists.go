package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

const (
	// listLimit bounds a list of users that callers share.
	listLimit = time.Hour
	// sharedAge is how long a list of users serves other callers of a run.
	sharedAge = 5 * time.Minute
)

// Now is the time by which lists of users are shared.
func (c *Client) Now() time.Time { return c.clock.Now() }

// AllUsers passes all users of the tenant to each, page by page, and returns the link to
// their changes from before the list on. Callers with the same properties share one list.
//
// GET /users/delta, GET /users.
func (c *Client) AllUsers(ctx context.Context, since time.Time, properties []string, each func([]TrackedUser) error) (share.Reading, error) {
	k := listOf(call{op: opListUsers, path: "/users"}, properties)
	return c.shareList(ctx, "all "+keyOf(k), k.op, since, func(ctx context.Context, keep func([]byte) error) (string, error) {
		link, err := c.userChangesFromNow(ctx, properties)
		if err != nil {
			return "", err
		}
		_, err = c.keepPages(ctx, k, keep)
		return link, err
	}, each)
}

// listOf is a list of tracked users.
func listOf(k call, properties []string) call {
	query := url.Values{"$select": {trackedSelect(properties)}, "$top": {"999"}}
	for name, values := range k.query {
		query[name] = values
	}
	k.method, k.query = http.MethodGet, query
	return k
}

func keyOf(k call) string { return k.path + "?" + k.query.Encode() }

// sharePages passes the pages of a list to each. Callers of the same list share a reading
// that did not begin before a time.
func (c *Client) sharePages(ctx context.Context, k call, since time.Time, each func([]TrackedUser) error) (share.Reading, error) {
	return c.shareList(ctx, keyOf(k), k.op, since, func(ctx context.Context, keep func([]byte) error) (string, error) {
		return c.keepPages(ctx, k, keep)
	}, each)
}

func (c *Client) shareList(
	ctx context.Context, key string, op operation, since time.Time, read func(context.Context, func([]byte) error) (string, error),
	each func([]TrackedUser) error,
) (share.Reading, error) {
	r, err := c.lists.Each(ctx, key, since, read, func(page []byte) error {
		var users []TrackedUser
		if err := json.Unmarshal(page, &users); err != nil {
			return fmt.Errorf("decode a page: %w", err)
		}
		return each(users)
	})
	return r, c.named(op, c.waited(err))
}

// rawPage is one page of a list or of a delta query. All pages but the last have Next, and
// the last one of a delta query has Delta.
type rawPage struct {
	Value json.RawMessage
	Next  string `json:"@odata.nextLink"`
	Delta string `json:"@odata.deltaLink"`
}

// keepPages reads all pages, and returns the path of the link to later changes; empty
// without one.
func (c *Client) keepPages(ctx context.Context, k call, keep func([]byte) error) (link string, err error) {
	for {
		var p rawPage
		if err := c.send(ctx, k, &p); err != nil {
			return "", err
		}
		if len(p.Value) > 0 {
			if err := keep(p.Value); err != nil {
				return "", c.failed(k.op, err)
			}
		}
		if p.Next == "" && p.Delta == "" {
			return "", nil
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
