package share

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// patience is the deadline of an impatient caller.
const patience = 50 * time.Millisecond

// after returns a value after a delay.
func after[T any](d time.Duration, value T, err error) func(context.Context) (T, error) {
	return func(ctx context.Context) (T, error) {
		select {
		case <-time.After(d):
			return value, err
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
}

// impatient expects a caller to return at its own deadline.
func impatient(t *testing.T, get func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	began := time.Now()
	err := get(ctx)
	var wait *WaitError
	if !errors.As(err, &wait) || !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != patience {
		t.Errorf("a caller with %s left after %s with %v", patience, time.Since(began), err)
	}
}

// TestCallersReturnAtTheirOwnDeadline: for each kind of shared call, a caller
// returns at its deadline, whether it came first or second, and the call
// continues for the others.
func TestCallersReturnAtTheirOwnDeadline(t *testing.T) {
	t.Parallel()
	slow := after(time.Minute, 7, nil)
	for name, shared := range map[string]func() func(context.Context) (int, error){
		"a flight": func() func(context.Context) (int, error) {
			var f Flights[int]
			return func(ctx context.Context) (int, error) { return f.Do(ctx, "key", slow) }
		},
		"a memo": func() func(context.Context) (int, error) {
			var m Memo[int]
			return func(ctx context.Context) (int, error) { return m.Get(ctx, "key", slow) }
		},
		"a batch": func() func(context.Context) (int, error) {
			g := NewGatherer(20, func(ctx context.Context, questions []string) map[string]Answer[int] {
				value, err := slow(ctx)
				return map[string]Answer[int]{questions[0]: {value, err}}
			})
			return func(ctx context.Context) (int, error) { return g.Get(ctx, "key") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				get := shared()
				leave := func(ctx context.Context) error { _, err := get(ctx); return err }
				impatient(t, leave)
				answers := make(chan string)
				go func() {
					value, err := get(t.Context())
					answers <- fmt.Sprint(value, err)
				}()
				synctest.Wait()
				impatient(t, leave)
				if got := <-answers; got != "7 <nil>" {
					t.Errorf("the patient caller got %s", got)
				}
			})
		})
	}
}

func TestFlightIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var f Flights[int]
		reads := 0
		errs := make(chan error)
		for range 100 {
			go func() {
				_, err := f.Do(t.Context(), "key", func(ctx context.Context) (int, error) {
					reads++
					return after(time.Second, 1, nil)(ctx)
				})
				errs <- err
			}()
		}
		for range 100 {
			if err := <-errs; err != nil {
				t.Error(err)
			}
		}
		if reads != 1 {
			t.Errorf("%d calls were made", reads)
		}
		// A later caller starts a new call.
		if value, err := f.Do(t.Context(), "key", after(0, 2, nil)); value != 2 || err != nil {
			t.Errorf("a later call got %d, %v", value, err)
		}
	})
}

func TestFlightIsBounded(t *testing.T) {
	t.Parallel()
	for limit, want := range map[time.Duration]time.Duration{0: DefaultLimit, time.Second: time.Second} {
		synctest.Test(t, func(t *testing.T) {
			f := Flights[int]{Limit: limit}
			began := time.Now()
			_, err := f.Do(t.Context(), "key", after(24*time.Hour, 1, nil))
			var wait *WaitError
			if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &wait) || time.Since(began) != want {
				t.Errorf("with limit %s the call ended after %s with %v", limit, time.Since(began), err)
			}
		})
	}
}
