package share

import (
	"context"
	"errors"
	"sync"
)

// Memo caches answers by key for its lifetime. Each key is read once, and a
// refusal is an answer too; a read that timed out, or that met an outage, is repeated.
// The zero value is ready for use. It must not be copied after the first use.
type Memo[T any] struct {
	flights Flights[T]

	mu    sync.Mutex
	known map[string]entry[T]
}

// entry is the state of one key.
type entry[T any] struct {
	// settled means that value and err are the answer.
	settled bool
	value   T
	err     error
	// changes counts how often the answer was replaced or forgotten: a read that
	// began before the last change is outdated.
	changes int
}

// Get returns the answer for a key, and calls read unless the answer is known or
// being read. Each caller waits until its own context ends, and then gets a
// [WaitError]; a read takes at most DefaultLimit, and its answer is stored even
// if every caller has left. An error that is no answer is not stored: see [Outage].
func (m *Memo[T]) Get(ctx context.Context, key string, read func(context.Context) (T, error)) (T, error) {
	if e := m.look(key); e.settled {
		return e.value, e.err
	}
	return m.flights.Do(ctx, key, func(ctx context.Context) (T, error) {
		// Another call may have ended since the caller checked.
		e := m.look(key)
		if e.settled {
			return e.value, e.err
		}
		value, err := read(ctx)
		if !unanswered(err) {
			m.remember(key, e.changes, value, err)
		}
		return value, err
	})
}

// Outage is an error that may be over with the next try, such as a connection that
// broke. An error is one if an error that it wraps says so.
type Outage interface{ Outage() bool }

// unanswered reports whether an error is no answer: the time ended, or an [Outage].
func unanswered(err error) bool {
	var outage Outage
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.As(err, &outage) && outage.Outage()
}

// Settle replaces the answer for a key with the result of a change.
func (m *Memo[T]) Settle(key string, value T) {
	m.change(key, entry[T]{settled: true, value: value})
}

// Forget drops the answer for a key that was changed. The next caller reads it
// again instead of joining a read that began earlier.
func (m *Memo[T]) Forget(key string) { m.change(key, entry[T]{}) }

func (m *Memo[T]) look(key string) entry[T] {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[key]
}

// remember stores an answer, unless the key was changed since its read began.
func (m *Memo[T]) remember(key string, changes int, value T, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known[key].changes == changes {
		m.put(key, entry[T]{settled: true, value: value, err: err, changes: changes})
	}
}

func (m *Memo[T]) change(key string, e entry[T]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e.changes = m.known[key].changes + 1
	m.put(key, e)
	m.flights.forget(key)
}

func (m *Memo[T]) put(key string, e entry[T]) {
	if m.known == nil {
		m.known = map[string]entry[T]{}
	}
	m.known[key] = e
}
