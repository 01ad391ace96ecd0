package graph

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// mostTries bounds how often a POST with an unknown outcome is sent.
const mostTries = 3

// untilKnown sends a request whose repetition does no harm until its outcome is known. After
// a lost answer it looks whether the request was carried out, and sends it again if not;
// again marks the repetitions, which the service may refuse because an earlier one was
// carried out. A look that fails ends it: the outcome stays unknown.
func untilKnown(send func(again bool) error, carriedOut func() (bool, error)) error {
	for try := 1; ; try++ {
		err := send(try > 1)
		if !errors.Is(err, service.ErrAmbiguous) || try == mostTries {
			return err
		}
		if done, lookErr := carriedOut(); lookErr != nil {
			return errors.Join(err, lookErr)
		} else if done {
			return nil
		}
	}
}

// lostResult looks for what a request with a lost answer has created, several times,
// because lists show new objects late. A request whose result is not found is not
// repeated, unlike those of untilKnown: a second object would remain.
func lostResult[T any](ctx context.Context, c *Client, what string, look func(context.Context) (T, bool, error)) (result T, found bool) {
	// Without a result the error of the request stands.
	_ = c.severalLooks(ctx, what, mostLooks, "none", func(ctx context.Context) (bool, error) {
		var err error
		result, found, err = look(ctx)
		return found, err
	})
	return result, found
}

// severalLooks looks until it finds what replicas show late, most times at the most. Saw
// names what the others show.
func (c *Client) severalLooks(ctx context.Context, what string, most int, saw string, look func(context.Context) (found bool, err error)) error {
	looks := 0
	return transport.Poll(ctx, c.clock, what, func(ctx context.Context) (bool, string, error) {
		found, err := look(ctx)
		looks++
		return found || looks == most, saw, err
	})
}

// firstOf is the first element of a list, if there is one.
func firstOf[T any](list []T, err error) (first T, found bool, _ error) {
	if err != nil || len(list) == 0 {
		return first, false, err
	}
	return list[0], true, nil
}
