package graph

import (
	"context"
	"errors"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// facts are answers about a tenant as a whole that do not change during a run:
// hundreds of people are checked against them, and they are asked for once. A
// refusal is an answer too. Whoever writes what a fact is about forgets it.
type facts struct {
	// host is where they are read, for errors.
	host string

	mu    sync.Mutex
	known map[string]*fact
}

// fact is complete when done is closed.
type fact struct {
	done  chan struct{}
	value any
	err   error
}

func newFacts(host string) *facts { return &facts{host: host, known: map[string]*fact{}} }

// remembered returns the fact of a name, reading it unless that was done or is
// being done. Each caller waits as long as its own context allows; the read goes
// on for the others.
func remembered[T any](ctx context.Context, f *facts, name string, read func(context.Context) (T, error)) (T, error) {
	k := f.find(ctx, name, func(ctx context.Context) (any, error) { return read(ctx) })
	select {
	case <-k.done:
		value, _ := k.value.(T)
		return value, k.err
	case <-ctx.Done():
		var none T
		return none, &transport.BrokenError{Host: f.host, Err: ctx.Err()}
	}
}

// find returns the fact of a name, which may be on its way.
func (f *facts) find(ctx context.Context, name string, read func(context.Context) (any, error)) *fact {
	f.mu.Lock()
	defer f.mu.Unlock()
	k, ok := f.known[name]
	if !ok {
		k = &fact{done: make(chan struct{})}
		f.known[name] = k
		go f.complete(context.WithoutCancel(ctx), name, k, read)
	}
	return k
}

func (f *facts) complete(ctx context.Context, name string, k *fact, read func(context.Context) (any, error)) {
	ctx, cancel := context.WithTimeout(ctx, sharedTimeout)
	defer cancel()
	defer close(k.done)
	k.value, k.err = read(ctx)
	if errors.Is(k.err, context.DeadlineExceeded) {
		// No answer is none for those who ask later.
		f.forget(name, k)
	}
}

func (f *facts) forget(name string, k *fact) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known[name] == k {
		delete(f.known, name)
	}
}

// settle replaces a fact that was changed by what was seen of the change: whoever
// reads it anew may meet a replica that has not heard of it (graph-identity §1.8). Where
// nothing was seen, the next one to ask reads it.
func (f *facts) settle(name string, seen any, err error) {
	if err != nil {
		f.drop(name)
		return
	}
	k := &fact{done: make(chan struct{}), value: seen}
	close(k.done)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known[name] = k
}

// drop forgets a fact that was changed, so that the next one to ask reads it.
func (f *facts) drop(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, name)
}
