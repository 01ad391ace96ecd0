package transport

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The interval between two looks starts short, because most writes are visible
// at once, and grows, because the rest may take minutes.
const (
	firstInterval  = 100 * time.Millisecond
	longestWait    = 5 * time.Second
	intervalGrowth = 1.6
)

// PollTimeoutError says what was waited for and what was seen last.
type PollTimeoutError struct {
	// What was waited for, as the end of a sentence that starts with "waiting for".
	What string
	// Looks is how often the service was asked.
	Looks int
	// Last is the last answer in words.
	Last string
	err  error
}

func (e *PollTimeoutError) Error() string {
	return fmt.Sprintf("gave up waiting for %s after %d looks; the last answer was: %s", e.What, e.Looks, e.Last)
}

// Unwrap returns the context's error.
func (e *PollTimeoutError) Unwrap() error { return e.err }

// Poll asks look until it reports true, waiting ever longer in between. Look
// also says in words what it saw, for the error that Poll returns when the
// context ends first. An error of look ends the wait at once.
func Poll(ctx context.Context, clock Clock, what string, look func(context.Context) (done bool, saw string, err error)) error {
	interval := firstInterval
	saw := "none"
	for looks := 1; ; looks++ {
		done, now, err := look(ctx)
		if err == nil && done {
			return nil
		}
		// An answer that the deadline cut short says nothing about the service.
		if err != nil && (ctx.Err() == nil || !errors.Is(err, ctx.Err())) {
			return err
		}
		if err == nil {
			saw = now
		}
		if err := clock.Wait(ctx, interval); err != nil {
			return &PollTimeoutError{What: what, Looks: looks, Last: saw, err: err}
		}
		interval = min(time.Duration(float64(interval)*intervalGrowth), longestWait)
	}
}
