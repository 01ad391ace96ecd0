package graph

import (
	"context"
	"errors"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// freshPatience is how long a refusal counts as lag of the synchronization service. A
// new configuration takes up to 15 seconds (graph-cross-tenant §4.6); a refusal for a
// missing permission looks the same, and stays.
const freshPatience = time.Minute

// notReady reports whether the synchronization service does not know a service
// principal yet that this client created: it answers 403 or 409, and 404 about jobs
// (graph-cross-tenant §4.2).
func (c *Client) notReady(principalID string, err error) bool {
	return c.isFresh(principalID) &&
		(errors.Is(err, service.ErrForbidden) || errors.Is(err, service.ErrConflict) || errors.Is(err, service.ErrNotFound))
}

// whenReady repeats a call about a new service principal until the synchronization
// service knows it.
func (c *Client) whenReady(ctx context.Context, op operation, principalID string, do func(context.Context) error) error {
	began := c.clock.Now()
	err := transport.Poll(ctx, c.clock, "service principal "+principalID+" to be ready", func(ctx context.Context) (bool, string, error) {
		err := do(ctx)
		late := errors.Is(err, service.ErrForbidden) && c.clock.Now().Sub(began) > freshPatience
		if c.notReady(principalID, err) && !late {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return c.named(op, err)
}
