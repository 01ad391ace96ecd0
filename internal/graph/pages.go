package graph

import (
	"context"
	"errors"
	"strings"
)

// page is one answer to a list. It may be empty and still not be the last
// (graph-identity §2.4).
type page[T any] struct {
	Value []T
	Next  string `json:"@odata.nextLink"`
}

// everything reads a list, page by page.
func everything[T any](ctx context.Context, c *Client, k call) ([]T, error) {
	var all []T
	for {
		var p page[T]
		if err := c.send(ctx, k, &p); err != nil {
			return nil, err
		}
		all = append(all, p.Value...)
		if p.Next == "" {
			return all, nil
		}
		next, err := below(p.Next)
		if err != nil {
			return nil, c.failed(k.op, err)
		}
		// The link repeats the query.
		k.path, k.query = next, nil
	}
}

// below is what follows the version in a link. The rest of it is dropped: the
// token goes nowhere but to the root that is configured.
func below(link string) (string, error) {
	_, path, found := strings.Cut(link, version+"/")
	if !found {
		return "", errors.New("the link to the next page names no version of the API")
	}
	return "/" + path, nil
}
