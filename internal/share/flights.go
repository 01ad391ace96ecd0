package share

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

// DefaultLimit bounds a shared call whose Limit is zero.
const DefaultLimit = 5 * time.Minute

// WaitError means that the caller's own context ended before the shared call did.
// The call continues for the other callers.
type WaitError struct {
	// Err is the context's error.
	Err error
}

func (e *WaitError) Error() string { return fmt.Sprintf("the wait for an answer ended: %v", e.Err) }

// Unwrap returns the context's error.
func (e *WaitError) Unwrap() error { return e.Err }

// Flights merges concurrent calls with the same key into one. The zero value is
// ready for use. It must not be copied after the first call.
type Flights[T any] struct {
	// Limit bounds a call, which no single caller can cancel; zero means
	// DefaultLimit.
	Limit time.Duration

	group singleflight.Group
}

// Do returns the result of read. A caller that arrives while a call with the same
// key is in flight shares its result. Each caller waits until its own context
// ends, and then gets a [WaitError]; read gets the values of the first caller's
// context, but not its deadline or cancellation.
func (f *Flights[T]) Do(ctx context.Context, key string, read func(context.Context) (T, error)) (T, error) {
	flight := f.group.DoChan(key, func() (any, error) {
		ctx, cancel := outliving(ctx, f.Limit)
		defer cancel()
		return read(ctx)
	})
	select {
	case landed := <-flight:
		// A read of an interface type may return nil, for which the type assertion
		// fails.
		value, _ := landed.Val.(T)
		return value, landed.Err
	case <-ctx.Done():
		var none T
		return none, &WaitError{ctx.Err()}
	}
}

// forget makes the next caller of a key start a new call.
func (f *Flights[T]) forget(key string) { f.group.Forget(key) }

// outliving returns the context of a call that continues when its first caller
// leaves.
func outliving(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if limit == 0 {
		limit = DefaultLimit
	}
	return context.WithTimeout(context.WithoutCancel(ctx), limit)
}
