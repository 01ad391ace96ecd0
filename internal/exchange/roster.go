package exchange

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// rosterOf shares the reads of single objects of a cmdlet. What the application may
// not do for one it may not do for the others.
func rosterOf[T any](c *Client, op operation, read func(context.Context, string) (T, error), id func(T) string) *share.Roster[T] {
	return share.NewRoster(share.Source[T]{
		ID: id, Read: share.Singly(mostReads, read, Unavailable), List: share.Listing[T]{Read: listOf[T](c, op)}, Refused: Unavailable,
	})
}

// listOf lists the objects of a cmdlet in a tenant, and stops after a number of pages.
func listOf[T any](c *Client, op operation) func(context.Context, int) ([]T, bool, error) {
	return func(ctx context.Context, most int) (all []T, complete bool, err error) {
		return share.UpTo(pages[T](ctx, c, op, parameters{"ResultSize": unlimited}), most)
	}
}

// waited adds the host to the error of a caller whose wait has ended.
func (c *Client) waited(err error) error {
	var wait *share.WaitError
	if errors.As(err, &wait) {
		return &transport.BrokenError{Host: c.host, Err: wait.Err}
	}
	return err
}
