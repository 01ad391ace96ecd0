package share

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/singleflight"
)

// DefaultLimit bounds a shared call whose owner sets no limit.
const DefaultLimit = 5 * time.Minute

// WaitError says that the caller's own context ended before the shared call did.
// The call goes on for the other callers.
type WaitError struct {
	// Err is the context's error.
	Err error
}

func (e *WaitError) Error() string { return fmt.Sprintf("the wait for an answer ended: %v", e.Err) }

// Unwrap returns the context's error.
func (e *WaitError) Unwrap() error { return e.Err }

// Flights makes one call of what several callers ask for at the same time. The
// zero value is ready for use. It must not be copied after the first call.
type Flights[T any] struct {
	// Limit bounds a call, which no single caller can cancel; DefaultLimit when 0.
	Limit time.Duration

	group singleflight.Group
}

// Do returns what read returns. A caller that comes while the call of the same key
// is under way gets the answer of that call. Each caller waits until its own
// context ends, and then gets a [WaitError]; read gets the values of the first
// caller's context, but not its end.
func (f *Flights[T]) Do(ctx context.Context, key string, read func(context.Context) (T, error)) (T, error) {
	flight := f.group.DoChan(key, func() (any, error) {
		ctx, cancel := outliving(ctx, f.Limit)
		defer cancel()
		return read(ctx)
	})
	select {
	case landed := <-flight:
		// A read of an interface type may return nil, which asserts to nothing.
		value, _ := landed.Val.(T)
		return value, landed.Err
	case <-ctx.Done():
		var none T
		return none, &WaitError{ctx.Err()}
	}
}

// forget has the next caller of a key make a call of its own.
func (f *Flights[T]) forget(key string) { f.group.Forget(key) }

// outliving is the context of a call that goes on when its first caller leaves.
func outliving(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	if limit == 0 {
		limit = DefaultLimit
	}
	return context.WithTimeout(context.WithoutCancel(ctx), limit)
}
