package exchange

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

const (
	// pageSize is the largest page (exchange §4).
	pageSize = 1000
	// mostPages bounds a list whose links never end.
	mostPages = 1000
)

// list reads all pages of a list.
func list[T any](ctx context.Context, c *Client, op operation, p parameters) ([]T, error) {
	all := []T{}
	for some, err := range pages[T](ctx, c, op, p) {
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// pages iterates over the pages of a list until the caller stops. An error is the
// last value. The same call is sent to the link of each next page (exchange §6.1).
func pages[T any](ctx context.Context, c *Client, op operation, p parameters) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		body, err := input(op, p)
		if err != nil {
			yield(nil, c.failed(op, err))
			return
		}
		for address, n := c.address(), 1; ; n++ {
			some, next, err := page[T](ctx, c, op, address, body)
			if err == nil && next != "" {
				address, err = c.following(address, next, n)
			}
			if err != nil {
				yield(nil, c.ofPage(op, n, err))
				return
			}
			if !yield(some, nil) || next == "" {
				return
			}
		}
	}
}

func page[T any](ctx context.Context, c *Client, op operation, address string, body []byte) (some []T, next string, err error) {
	a, err := c.post(ctx, op, address, body)
	if err != nil {
		return nil, "", err
	}
	return some, a.Next, c.decode(op, a, &some)
}

// following returns the address of the page after page n.
func (c *Client) following(address, link string, n int) (string, error) {
	next, err := c.hosts.next(link)
	switch {
	case err != nil:
		return "", err
	case next == address:
		return "", errors.New("the link to the next page leads to the same page")
	case n == mostPages:
		return "", fmt.Errorf("the list has more than %d pages", mostPages)
	}
	return next, nil
}

// ofPage describes a failure within a list. What a later page says of itself, such
// as an expired link, says nothing about the listed objects.
func (c *Client) ofPage(op operation, n int, err error) error {
	err = c.failed(op, err)
	var refused *service.Error
	if n == 1 || !errors.As(err, &refused) || refused.Status == 0 {
		return err
	}
	of := *refused
	of.Message = fmt.Sprintf("page %d of the list: %s", n, of.Message)
	of.Kinds = slices.DeleteFunc(slices.Clone(of.Kinds), func(kind error) bool { return kind == service.ErrNotFound })
	return &of
}
