package kernel

import (
	"context"
	"time"
)

// clock is the virtual clock: its offset from the underlying clock.
type clock struct {
	offset time.Duration
	// ahead is the progress of the replicas beyond the elapsed time, caused by
	// requests. It is not part of the clock: it affects neither the age of tokens nor
	// the timestamps of writes.
	ahead time.Duration
	// moved is closed when the clock is advanced, and then replaced.
	moved chan struct{}
}

// Now is the virtual clock, in UTC.
func (w *World) Now() time.Time {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.now()
}

func (w *World) now() time.Time { return w.options.Now().Add(w.offset).UTC() }

// Advance moves the virtual clock forward: tokens age, lag passes, and deleted
// users approach their expiry.
func (w *World) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.setOffset(w.offset + d)
	for _, t := range w.order {
		t.expire(w.moment())
	}
}

func (w *World) setOffset(d time.Duration) {
	w.offset = d
	close(w.moved)
	w.moved = make(chan struct{})
}

// WaitUntil waits for the virtual clock, and reports whether it reached the time
// before the context ended.
func (w *World) WaitUntil(ctx context.Context, t time.Time) bool {
	for {
		left, moved := w.left(t)
		if left <= 0 {
			return true
		}
		passed := time.NewTimer(left)
		select {
		case <-passed.C:
		case <-moved:
		case <-ctx.Done():
			passed.Stop()
			return false
		}
		passed.Stop()
	}
}

// left is the real time until t, unless the clock is advanced before.
func (w *World) left(t time.Time) (time.Duration, <-chan struct{}) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return t.Sub(w.now()), w.moved
}

// SetLag changes the lag of later writes. Writes in progress keep their lag.
func (w *World) SetLag(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lag = d
}

// Lag is the replication lag of writes made now.
func (w *World) Lag() time.Duration {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.lag
}

// moment is the instant of one operation.
func (w *World) moment() Moment {
	now := w.now()
	return Moment{
		Now: now, heard: now.Add(w.ahead), lag: w.lag, truthful: w.truthful, Settings: w.settings,
		newID: w.options.NewID, op: &operation{}, origin: w.origin,
	}
}

// looks is the maximum number of stale responses to a client that retries.
const looks = 3

// catchUp advances the replicas after a response that missed a write with the
// given delay.
func (w *World) catchUp(missed time.Duration) {
	if w.options.RequestsMoveLag {
		w.ahead += (missed + looks - 1) / looks
	}
}
