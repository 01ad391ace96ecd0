package share

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// errLeftOut is the error of a question that is missing from the answers.
var errLeftOut = errors.New("the answers leave out one of the questions")

// Answer is the answer to one question.
type Answer[A any] struct {
	Value A
	Err   error
}

// Gatherer coalesces concurrent questions into batches without a batching window:
// the first question is sent at once, and the questions that arrive while a batch
// is in flight are sent together when it returns. Equal waiting questions become
// one.
type Gatherer[Q comparable, A any] struct {
	// Before, unless it is nil, precedes the first batch after a pause, and may take a
	// while, as a sign-in does: questions that arrive meanwhile are in that batch.
	Before func(context.Context)

	most int
	ask  func(context.Context, []Q) map[Q]Answer[A]

	mu      sync.Mutex
	busy    bool
	waiting []Q
	askers  map[Q][]chan Answer[A]
}

// NewGatherer returns a gatherer of batches of up to most questions. Ask answers
// a batch of distinct questions within DefaultLimit; batches never overlap.
func NewGatherer[Q comparable, A any](most int, ask func(context.Context, []Q) map[Q]Answer[A]) *Gatherer[Q, A] {
	return &Gatherer[Q, A]{most: most, ask: ask, askers: map[Q][]chan Answer[A]{}}
}

// Get returns the answer to a question. It waits until the caller's own context
// ends, and then returns a [WaitError].
func (g *Gatherer[Q, A]) Get(ctx context.Context, q Q) (A, error) {
	mine := g.queue(ctx, q)
	select {
	case a := <-mine:
		return a.Value, a.Err
	case <-ctx.Done():
		var none A
		return none, &WaitError{ctx.Err()}
	}
}

// queue adds a question to the next batch.
func (g *Gatherer[Q, A]) queue(ctx context.Context, q Q) <-chan Answer[A] {
	// The buffer holds an answer that the caller no longer waits for.
	mine := make(chan Answer[A], 1)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.askers[q]) == 0 {
		g.waiting = append(g.waiting, q)
	}
	g.askers[q] = append(g.askers[q], mine)
	if !g.busy {
		g.busy = true
		go g.drain(ctx)
	}
	return mine
}

// drain sends batches until no question is waiting.
func (g *Gatherer[Q, A]) drain(ctx context.Context) {
	if g.Before != nil {
		bounded, cancel := outliving(ctx, DefaultLimit)
		g.Before(bounded)
		cancel()
	}
	for {
		questions, askers := g.next()
		if len(questions) == 0 {
			return
		}
		bounded, cancel := outliving(ctx, DefaultLimit)
		answers := g.ask(bounded, questions)
		cancel()
		for i, q := range questions {
			a, ok := answers[q]
			if !ok {
				a.Err = errLeftOut
			}
			for _, asker := range askers[i] {
				asker <- a
			}
		}
	}
}

// next removes up to one batch of waiting questions, each with its callers. An
// equal question that arrives later is sent again: the answer of this batch may
// be older than a write of that caller.
func (g *Gatherer[Q, A]) next() (questions []Q, askers [][]chan Answer[A]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), g.most)
	g.busy = n > 0
	questions, g.waiting = g.waiting[:n:n], slices.Clone(g.waiting[n:])
	for _, q := range questions {
		askers = append(askers, g.askers[q])
		delete(g.askers, q)
	}
	return questions, askers
}
