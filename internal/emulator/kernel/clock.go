package kernel

import (
	"context"
	"time"
)

// clock is the virtual clock: how far it has been moved from the one beneath it.
type clock struct {
	offset time.Duration
	// ahead is how far replicas are ahead of the time that has passed, because
	// requests brought them on. It is no part of the clock: tokens do not age, and
	// what is written is not dated by it.
	ahead time.Duration
	// moved is closed when the clock is moved, and replaced by another one.
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
// users come closer to their end.
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

// WaitUntil waits for the virtual clock, and reports whether it got there before
// the context ended.
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

// left is how long it takes until t, unless the clock is moved before.
func (w *World) left(t time.Time) (time.Duration, <-chan struct{}) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return t.Sub(w.now()), w.moved
}

// SetLag changes how long writes from now on take to reach readers. Writes that
// are already under way keep the lag they were made with.
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
		Now: now, heard: now.Add(w.ahead), lag: w.lag, truthful: w.truthful, Settings: w.settings, newID: w.options.NewID, op: &operation{},
	}
}

// looks is how many stale answers there are at most to a client that asks again.
const looks = 3

// catchUp brings replicas on after an answer that missed a write with such a
// delay.
func (w *World) catchUp(missed time.Duration) {
	if w.options.RequestsMoveLag {
		w.ahead += (missed + looks - 1) / looks
	}
}
