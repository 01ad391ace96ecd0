package graph

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
)

// page is one page of a list. An empty page is not necessarily the last
// (graph-identity §2.4).
type page[T any] struct {
	Value []T
	Next  string `json:"@odata.nextLink"`
}

// everything reads all pages of a list.
func everything[T any](ctx context.Context, c *Client, k call) ([]T, error) {
	return collect(pages[T](c, k, func(k call, out any) error { return c.send(ctx, k, out) }))
}

// readAll reads all pages of a list, in requests that may be part of a batch.
func readAll[T any](ctx context.Context, c *Client, k call) ([]T, error) {
	return collect(pages[T](c, k, func(k call, out any) error { return c.read(ctx, k, out) }))
}

func collect[T any](pages iter.Seq2[[]T, error]) ([]T, error) {
	var all []T
	for some, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// anyOf reports whether an element of a list has a property. It reads no page after
// that element.
func anyOf[T any](pages iter.Seq2[[]T, error], has func(T) bool) (bool, error) {
	for some, err := range pages {
		if err != nil || slices.ContainsFunc(some, has) {
			return err == nil, err
		}
	}
	return false, nil
}

// pages iterates over the pages of a list until the caller stops. An error is the
// last value.
func pages[T any](c *Client, k call, get func(k call, out any) error) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		for {
			var p page[T]
			err := get(k, &p)
			if !yield(p.Value, err) || err != nil || p.Next == "" {
				return
			}
			next, err := below(p.Next, cmp.Or(k.version, version))
			if err == nil && next == k.path {
				err = errors.New("the link to the next page leads to the same page")
			}
			if err != nil {
				yield(nil, c.failed(k.op, err))
				return
			}
			// The next link contains the query.
			k.path, k.query = next, nil
		}
	}
}

// below returns the part of a link that follows the version. The rest is dropped,
// so that the token is sent only to the configured root.
func below(link, version string) (string, error) {
	_, path, found := strings.Cut(link, version+"/")
	if !found {
		return "", errors.New("the link to the next page names no version of the API")
	}
	return "/" + path, nil
}
