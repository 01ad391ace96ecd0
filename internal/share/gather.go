package share

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// errLeftOut is the error of a question that is missing from the answers.
var errLeftOut = errors.New("the answers leave out one of the questions")

// Answer is the answer to one question.
type Answer[A any] struct {
	Value A
	Err   error
}

const (
	// stay is the part of the last batch's time that a question waits for others,
	// between shortestStay and longestStay.
	stay         = 8
	shortestStay = time.Millisecond
	longestStay  = 25 * time.Millisecond
	// lonely is the number of waits in vain after which no question waits anymore.
	lonely = 4
)

// Gatherer coalesces concurrent questions into batches: the first question is sent at
// once, and the questions that arrive while a batch is in flight are sent together
// when it returns. Callers that ask in step, as the resources of an apply do, would
// thereby wait for two batches each time. So once questions were sent together, a batch
// waits a small part of the last one's time for others; it no longer does when that was
// in vain. With several flights, it waits as long beside a batch in flight. Equal waiting
// questions become one.
type Gatherer[Q comparable, A any] struct {
	// Before, unless it is nil, precedes the first batch after a pause, and may take a
	// while, as a sign-in does: questions that arrive meanwhile are in that batch.
	Before func(context.Context)
	// Flights is the number of batches in flight at most; 0 means 1.
	Flights int

	most int
	ask  func(context.Context, []Q) map[Q]Answer[A]

	mu      sync.Mutex
	flights int
	waiting []Q
	// since is the time from which the waiting questions wait for others: the arrival
	// of the first, or the end of a batch, whose callers may ask again at once.
	since  time.Time
	askers map[Q][]chan Answer[A]

	// crowd is set once a batch had several questions; took is the time of the last
	// one, and alone the number of batches of one question since.
	crowd bool
	took  time.Duration
	alone int
}

// NewGatherer returns a gatherer of batches of up to most questions. Ask answers
// a batch of distinct questions within DefaultLimit. Batches do not overlap, unless
// Flights is set.
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
	if len(g.waiting) == 0 {
		g.since = time.Now()
	}
	if len(g.askers[q]) == 0 {
		g.waiting = append(g.waiting, q)
	}
	g.askers[q] = append(g.askers[q], mine)
	if g.flights < max(g.Flights, 1) {
		g.flights++
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
		g.linger()
		questions, askers := g.next()
		if len(questions) == 0 {
			return
		}
		began := time.Now()
		bounded, cancel := outliving(ctx, DefaultLimit)
		answers := g.ask(bounded, questions)
		cancel()
		g.learn(len(questions), time.Since(began))
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

// linger lets other questions join those that wait.
func (g *Gatherer[Q, A]) linger() {
	for wait := g.patience(); wait > 0; wait = g.patience() {
		<-time.After(wait)
	}
}

// patience is how long the waiting questions should still wait for others.
func (g *Gatherer[Q, A]) patience() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	inStep := g.flights > 1 || g.crowd && g.alone < lonely
	if len(g.waiting) == 0 || len(g.waiting) >= g.most || !inStep {
		return 0
	}
	return min(max(g.took/stay, shortestStay), longestStay) - time.Since(g.since)
}

func (g *Gatherer[Q, A]) learn(questions int, took time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.since = time.Now()
	if questions > 1 {
		g.crowd, g.took, g.alone = true, took, 0
	} else {
		g.alone++
	}
}

// next removes up to one batch of waiting questions, each with its callers. An
// equal question that arrives later is sent again: the answer of this batch may
// be older than a write of that caller.
func (g *Gatherer[Q, A]) next() (questions []Q, askers [][]chan Answer[A]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), g.most)
	if n == 0 {
		g.flights--
	}
	questions, g.waiting, g.since = g.waiting[:n:n], slices.Clone(g.waiting[n:]), time.Now()
	for _, q := range questions {
		askers = append(askers, g.askers[q])
		delete(g.askers, q)
	}
	return questions, askers
}
