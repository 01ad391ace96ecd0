package transport

import (
	"context"
	"sync"
	"time"
)

// fakeClock advances only during waits, and records their durations.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d <= 0 {
		return ctx.Err()
	}
	if deadline, ok := ctx.Deadline(); ok && c.now.Add(d).After(deadline) {
		return context.DeadlineExceeded
	}
	c.now = c.now.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}
