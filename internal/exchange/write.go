package exchange

import (
	"context"
	"errors"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	// mostTries bounds the writes of one change whose answers are lost.
	mostTries = 4
	firstRest = time.Second
)

// write sends a change until it is there. After an answer that may hide a success
// it looks first, and repeats the change only where it is not to be seen: a change
// carries absolute values, so that a second one changes nothing.
func (c *Client) write(ctx context.Context, op operation, send func(context.Context) error, seen func(context.Context) (bool, error)) error {
	for tries := 1; ; tries++ {
		err := c.sendWhenKnown(ctx, op, send)
		if !errors.Is(err, service.ErrAmbiguous) {
			return err
		}
		there, lookErr := seen(ctx)
		if there {
			return nil
		}
		if lookErr != nil || tries == mostTries || c.clock.Wait(ctx, firstRest<<tries) != nil {
			return err
		}
	}
}

// sendWhenKnown repeats a change that Exchange cannot pass on to Entra yet, because
// Entra has not heard of the object.
func (c *Client) sendWhenKnown(ctx context.Context, op operation, send func(context.Context) error) error {
	return c.failed(op, transport.Poll(ctx, c.clock, "Entra to know the object", func(ctx context.Context) (bool, string, error) {
		err := send(ctx)
		if notYet(err) {
			return false, err.Error(), nil
		}
		return true, "", err
	}))
}
