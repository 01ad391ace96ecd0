package graph

import (
	"context"
	"errors"
	"sync"
)

// facts are answers about a tenant as a whole that do not change during a run:
// hundreds of people are checked against them, and they are asked for once. A
// refusal is an answer too. Whoever writes what a fact is about forgets it.
type facts struct {
	mu    sync.Mutex
	known map[string]*fact
}

type fact struct {
	once  sync.Once
	value any
	err   error
}

// remembered returns the fact of a name, reading it if nobody has done so yet.
func remembered[T any](ctx context.Context, f *facts, name string, read func(context.Context) (T, error)) (T, error) {
	f.mu.Lock()
	if f.known == nil {
		f.known = map[string]*fact{}
	}
	k, ok := f.known[name]
	if !ok {
		k = &fact{}
		f.known[name] = k
	}
	f.mu.Unlock()
	k.once.Do(func() { k.value, k.err = read(ctx) })
	if cut := ctx.Err(); k.err != nil && (errors.Is(k.err, context.Canceled) || errors.Is(k.err, context.DeadlineExceeded)) {
		// The first asker ran out of time; that is no answer for the next one.
		f.forget(name, k)
		if cut == nil {
			return read(ctx)
		}
	}
	value, _ := k.value.(T)
	return value, k.err
}

func (f *facts) forget(name string, k *fact) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known[name] == k {
		delete(f.known, name)
	}
}

// drop forgets a fact that was changed, so that the next one to ask reads it.
func (f *facts) drop(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, name)
}

// expect puts what is planned in the place of what is.
func (f *facts) expect(name string, value any) {
	k := &fact{value: value}
	k.once.Do(func() {})
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil {
		f.known = map[string]*fact{}
	}
	f.known[name] = k
}
