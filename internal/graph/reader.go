package graph

import (
	"context"
	"sync"
	"time"
)

const (
	// mostPerBatch is Graph's limit (graph-identity §4).
	mostPerBatch = 20
	// batchTimeout bounds a shared read, which no single caller may cancel.
	batchTimeout = 5 * time.Minute
)

// reader gathers the reads of single people into batches without making
// anybody wait for company: the first read leaves at once, and what arrives
// while a request is under way leaves together when it returns. Two reads of
// the same person that are both waiting become one.
type reader struct {
	fetch func(context.Context, []string) map[string]result

	mu      sync.Mutex
	busy    bool
	waiting []string
	askers  map[string][]chan result
}

type result struct {
	user User
	err  error
}

func newReader(fetch func(context.Context, []string) map[string]result) *reader {
	return &reader{fetch: fetch, askers: map[string][]chan result{}}
}

// read returns the person with the given object id.
func (r *reader) read(ctx context.Context, id string) (User, error) {
	answer := make(chan result, 1)
	r.mu.Lock()
	if len(r.askers[id]) == 0 {
		r.waiting = append(r.waiting, id)
	}
	r.askers[id] = append(r.askers[id], answer)
	if !r.busy {
		r.busy = true
		// The request outlives its first asker: others may join the next one.
		go r.drain(context.WithoutCancel(ctx))
	}
	r.mu.Unlock()
	select {
	case got := <-answer:
		return got.user, got.err
	case <-ctx.Done():
		return User{}, ctx.Err()
	}
}

func (r *reader) drain(ctx context.Context) {
	for {
		batch := r.next()
		if batch == nil {
			return
		}
		bounded, cancel := context.WithTimeout(ctx, batchTimeout)
		results := r.fetch(bounded, ids(batch))
		cancel()
		for id, askers := range batch {
			for _, a := range askers {
				a <- results[id]
			}
		}
	}
}

// next takes up to a batch of waiting reads. Whoever asks for the same person
// from now on gets an answer of their own, because this one may be older than
// what they have just written.
func (r *reader) next() map[string][]chan result {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.waiting), mostPerBatch)
	if n == 0 {
		r.busy = false
		return nil
	}
	batch := make(map[string][]chan result, n)
	for _, id := range r.waiting[:n] {
		batch[id] = r.askers[id]
		delete(r.askers, id)
	}
	r.waiting = append([]string(nil), r.waiting[n:]...)
	return batch
}

func ids(batch map[string][]chan result) []string {
	list := make([]string, 0, len(batch))
	for id := range batch {
		list = append(list, id)
	}
	return list
}
