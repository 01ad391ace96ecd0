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

// write sends a change until it is there. After an answer that may hide a success it
// looks for the change first and repeats it only if it is missing: a change carries
// absolute values, so that a second one changes nothing.
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

// mostAbsences is how often in a row an object that was seen is missing before it
// counts as gone; with the intervals of a poll that is half a minute.
const mostAbsences = 12

// absences tells replication lag from an object that is gone: the next call may
// reach a back end that has not heard of it (exchange §4, §9.5).
type absences struct {
	client *Client
	id     string
	inARow int
}

// lag reports whether an error is replication lag.
func (a *absences) lag(err error) bool {
	if !errors.Is(err, service.ErrNotFound) {
		a.inARow = 0
		return false
	}
	a.inARow++
	return a.client.wasSeen(a.id) && a.inARow < mostAbsences
}

// missesOfRefresh is how often in a row an object that existed before is missing
// before it counts as gone.
const missesOfRefresh = 5

// refreshed reads an object that existed before. The first read may come from a
// list; those that follow ask for it.
func refreshed[T any](ctx context.Context, c *Client, op operation, what string, read func(context.Context) (T, error)) (found T, err error) {
	misses := 0
	err = transport.Poll(ctx, c.clock, what, func(ctx context.Context) (bool, string, error) {
		var err error
		if found, err = read(ctx); !errors.Is(err, service.ErrNotFound) {
			return true, "", err
		}
		misses++
		if misses < missesOfRefresh {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return found, c.failed(op, err)
}

// pollSeen repeats a call for an object that was seen while a back end does not
// know it.
func (c *Client) pollSeen(ctx context.Context, op operation, kind, id string, do func(context.Context) error) error {
	missing := absences{client: c, id: id}
	return c.failed(op, transport.Poll(ctx, c.clock, kind+" "+id+" to appear", func(ctx context.Context) (bool, string, error) {
		err := do(ctx)
		if missing.lag(err) {
			return false, err.Error(), nil
		}
		return true, "", err
	}))
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
