package transport

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestPoll(t *testing.T) {
	t.Parallel()
	t.Run("interval grows", func(t *testing.T) {
		t.Parallel()
		clock, looks := newFakeClock(), 0
		err := Poll(t.Context(), clock, "it", func(context.Context) (bool, string, error) {
			looks++
			return looks == 4, "nothing", nil
		})
		want := []time.Duration{100 * time.Millisecond, 160 * time.Millisecond, 256 * time.Millisecond}
		if err != nil || len(clock.waits) != len(want) {
			t.Fatalf("got %v after %v", err, clock.waits)
		}
		for i := range want {
			if clock.waits[i] != want[i] {
				t.Errorf("wait %d: %s, want %s", i, clock.waits[i], want[i])
			}
		}
	})
	t.Run("success at once does not wait", func(t *testing.T) {
		t.Parallel()
		clock := newFakeClock()
		err := Poll(t.Context(), clock, "it", func(context.Context) (bool, string, error) { return true, "", nil })
		if err != nil || len(clock.waits) != 0 {
			t.Errorf("got %v after %v", err, clock.waits)
		}
	})
	t.Run("timeout reports the last answer", func(t *testing.T) {
		t.Parallel()
		clock := newFakeClock()
		ctx, cancel := context.WithDeadline(t.Context(), clock.now.Add(5*365*24*time.Hour))
		defer cancel()
		clock.now = clock.now.Add(5*365*24*time.Hour - time.Second)
		err := Poll(ctx, clock, "user 7 to appear", func(context.Context) (bool, string, error) { return false, "no such user", nil })
		var timeout *PollTimeoutError
		if !errors.As(err, &timeout) || timeout.Last != "no such user" || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("error ends the wait", func(t *testing.T) {
		t.Parallel()
		refused := errors.New("refused")
		err := Poll(t.Context(), newFakeClock(), "it", func(context.Context) (bool, string, error) { return false, "", refused })
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
	})
}
