package transport

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// The polling interval starts short, because most writes are visible at once, and
// grows, because the rest may take minutes.
const (
	firstInterval  = 100 * time.Millisecond
	longestWait    = 5 * time.Second
	intervalGrowth = 1.6
)

// PollTimeoutError is a wait that did not end in time, with the last state seen.
type PollTimeoutError struct {
	// What completes a sentence that starts with "waiting for".
	What string
	// Looks is the number of polls.
	Looks int
	// Last describes the last answer.
	Last string
	err  error
}

func (e *PollTimeoutError) Error() string {
	return fmt.Sprintf("timed out waiting for %s after %d polls; last answer: %s", e.What, e.Looks, e.Last)
}

// Unwrap returns the context's error.
func (e *PollTimeoutError) Unwrap() error { return e.err }

// Poll calls look with growing intervals until it returns true. Look also
// describes the state that it saw, for the error that Poll returns when the
// context ends first. An error of look ends the wait at once.
func Poll(ctx context.Context, clock Clock, what string, look func(context.Context) (done bool, saw string, err error)) error {
	return PollUpTo(ctx, clock, longestWait, what, look)
}

// PollUpTo is Poll with another longest interval, for what may take hours.
func PollUpTo(ctx context.Context, clock Clock, longest time.Duration, what string, look func(context.Context) (done bool, saw string, err error)) error {
	interval := firstInterval
	saw := "none"
	for looks := 1; ; looks++ {
		done, now, err := look(ctx)
		if err == nil && done {
			return nil
		}
		// A poll interrupted by the deadline says nothing about the service.
		if err != nil && (ctx.Err() == nil || !errors.Is(err, ctx.Err())) {
			return err
		}
		if err == nil {
			saw = now
		}
		if err := clock.Wait(ctx, interval); err != nil {
			return &PollTimeoutError{What: what, Looks: looks, Last: saw, err: err}
		}
		interval = min(time.Duration(float64(interval)*intervalGrowth), longest)
	}
}
