package graph

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	// mostPerBatch is Graph's limit (graph-identity §4).
	mostPerBatch = 20
	// sharedTimeout bounds a shared read, which no single caller may cancel.
	sharedTimeout = 5 * time.Minute
)

// question is a GET that many callers may ask at once.
type question struct {
	path     string // with the query
	advanced bool
}

type answer struct {
	body json.RawMessage
	err  error
}

// gatherer turns the reads of many callers into batches without making anybody
// wait for company: the first read leaves at once, and what arrives while a
// request is under way leaves together when it returns. Two equal questions
// that are both waiting become one.
type gatherer struct {
	// host is what is asked, for errors.
	host string
	ask  func(context.Context, []question) map[question]answer

	mu      sync.Mutex
	busy    bool
	waiting []question
	askers  map[question][]chan answer
}

func newGatherer(host string, ask func(context.Context, []question) map[question]answer) *gatherer {
	return &gatherer{host: host, ask: ask, askers: map[question][]chan answer{}}
}

func (g *gatherer) get(ctx context.Context, q question) (json.RawMessage, error) {
	mine := make(chan answer, 1)
	g.mu.Lock()
	if len(g.askers[q]) == 0 {
		g.waiting = append(g.waiting, q)
	}
	g.askers[q] = append(g.askers[q], mine)
	if !g.busy {
		g.busy = true
		// The request outlives its first asker: others may join the next one.
		go g.drain(context.WithoutCancel(ctx))
	}
	g.mu.Unlock()
	select {
	case a := <-mine:
		return a.body, a.err
	case <-ctx.Done():
		return nil, &transport.BrokenError{Host: g.host, Err: ctx.Err()}
	}
}

func (g *gatherer) drain(ctx context.Context) {
	for {
		batch := g.next()
		if batch == nil {
			return
		}
		questions := make([]question, 0, len(batch))
		for q := range batch {
			questions = append(questions, q)
		}
		bounded, cancel := context.WithTimeout(ctx, sharedTimeout)
		answers := g.ask(bounded, questions)
		cancel()
		for q, askers := range batch {
			for _, a := range askers {
				a <- answers[q]
			}
		}
	}
}

// next takes up to a batch of waiting questions. Whoever asks the same from now
// on gets an answer of their own, because this one may be older than what they
// have just written.
func (g *gatherer) next() map[question][]chan answer {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), mostPerBatch)
	if n == 0 {
		g.busy = false
		return nil
	}
	batch := make(map[question][]chan answer, n)
	for _, q := range g.waiting[:n] {
		batch[q] = g.askers[q]
		delete(g.askers, q)
	}
	g.waiting = append([]question(nil), g.waiting[n:]...)
	return batch
}
