package share

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var errRefused = errors.New("refused")

// counted answers at once and counts its calls.
type counted struct {
	reads int
	value int
	err   error
}

func (c *counted) read(context.Context) (int, error) {
	c.reads++
	return c.value, c.err
}

// failure is an error that knows whether it may be over with the next try.
type failure struct{ outage bool }

func (failure) Error() string  { return "failed" }
func (f failure) Outage() bool { return f.outage }

func TestMemoReadsOnce(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		source counted
		reads  int
	}{
		"a value":             {counted{value: 7}, 1},
		"a refusal":           {counted{err: errRefused}, 1},
		"no answer in time":   {counted{err: fmt.Errorf("read: %w", context.DeadlineExceeded)}, 3},
		"a read that was cut": {counted{err: fmt.Errorf("read: %w", context.Canceled)}, 3},
		"an outage":           {counted{err: fmt.Errorf("read: %w", failure{true})}, 3},
		"no outage":           {counted{err: fmt.Errorf("read: %w", failure{false})}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var m Memo[int]
			for range 3 {
				if value, err := m.Get(t.Context(), "key", tt.source.read); value != tt.source.value || !errors.Is(err, tt.source.err) {
					t.Errorf("got %d, %v", value, err)
				}
			}
			if tt.source.reads != tt.reads {
				t.Errorf("read %d times, want %d", tt.source.reads, tt.reads)
			}
			if other, err := m.Get(t.Context(), "other", (&counted{value: 8}).read); other != 8 || err != nil {
				t.Errorf("another key got %d, %v", other, err)
			}
		})
	}
}

func TestMemoTakesChanges(t *testing.T) {
	t.Parallel()
	var m Memo[int]
	old, fresh := counted{value: 1}, counted{value: 3}
	get := func(want int, source *counted) {
		t.Helper()
		if value, err := m.Get(t.Context(), "key", source.read); value != want || err != nil {
			t.Errorf("got %d, %v, want %d", value, err, want)
		}
	}
	get(1, &old)
	m.Settle("key", 2)
	get(2, &old)
	m.Forget("key")
	get(3, &fresh)
	get(3, &old)
	// A refusal is an answer until Settle replaces it.
	m.Forget("key")
	if _, err := m.Get(t.Context(), "key", (&counted{err: errRefused}).read); !errors.Is(err, errRefused) {
		t.Errorf("heard %v", err)
	}
	m.Settle("key", 4)
	get(4, &old)
}

// TestMemoDropsReadsOlderThanAChange: a read in flight when its key changes
// answers only its own callers.
func TestMemoDropsReadsOlderThanAChange(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*Memo[int])
		want   int
	}{
		"settled":   {func(m *Memo[int]) { m.Settle("key", 2) }, 2},
		"forgotten": {func(m *Memo[int]) { m.Forget("key") }, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var m Memo[int]
				before := make(chan int)
				go func() {
					value, _ := m.Get(t.Context(), "key", after(time.Second, 1, nil))
					before <- value
				}()
				synctest.Wait()
				tt.change(&m)
				// It does not join a read that began before the change.
				if value, err := m.Get(t.Context(), "key", (&counted{value: 3}).read); value != tt.want || err != nil {
					t.Errorf("during the read: %d, %v", value, err)
				}
				if value := <-before; value != 1 {
					t.Errorf("the caller from before got %d", value)
				}
				synctest.Wait()
				if value, err := m.Get(t.Context(), "key", (&counted{value: 4}).read); value != tt.want || err != nil {
					t.Errorf("after the read: %d, %v", value, err)
				}
			})
		})
	}
}

// TestMemoOutlivesItsCaller: the answer is stored for the next caller.
func TestMemoOutlivesItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var m Memo[int]
		reads := 0
		read := func(ctx context.Context) (int, error) {
			reads++
			return after(time.Minute, 0, errRefused)(ctx)
		}
		impatient(t, func(ctx context.Context) error { _, err := m.Get(ctx, "key", read); return err })
		<-time.After(time.Minute)
		if _, err := m.Get(t.Context(), "key", read); !errors.Is(err, errRefused) || reads != 1 {
			t.Errorf("heard %v after %d reads", err, reads)
		}
	})
}

// TestMemoConcurrently is for the race detector.
func TestMemoConcurrently(t *testing.T) {
	t.Parallel()
	var (
		m  Memo[int]
		wg sync.WaitGroup
	)
	for i := range 200 {
		wg.Go(func() {
			key := fmt.Sprint(i % 3)
			switch i % 10 {
			case 8:
				m.Settle(key, 1)
			case 9:
				m.Forget(key)
			default:
				if value, err := m.Get(t.Context(), key, func(context.Context) (int, error) { return 1, nil }); value != 1 || err != nil {
					t.Errorf("got %d, %v", value, err)
				}
			}
		})
	}
	wg.Wait()
}
