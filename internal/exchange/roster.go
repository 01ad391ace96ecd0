package exchange

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	// readsBeforeList is the number of single reads before the first list.
	readsBeforeList = 10
	// listGrowth is by how much more single reads precede the next one.
	listGrowth = 4
	// listLimit leaves time for the single reads of a batch whose list fails.
	listLimit = share.DefaultLimit / 2
)

// roster answers the reads of single objects of one cmdlet. The size of a tenant is not known,
// so it reads singly until that has taken as many requests as a list may take, and
// then tries a list of no more pages than that. A list that ends serves the rest of
// the run. One that does not was in vain, and is tried again after listGrowth times
// as many reads. The requests are thereby within a small factor of the fewest.
type roster[T any] struct {
	read func(ctx context.Context, id string) (T, error)
	list func(ctx context.Context, mostPages int) (all []T, complete bool, err error)
	// idOf is the id by which an object is read.
	idOf func(T) string

	gathered *share.Gatherer[string, T]
	// reads counts single reads, and threshold is their number before the next list.
	// The gatherer's batches do not overlap, and only they use them.
	reads, threshold int

	mu sync.Mutex
	// known holds objects by id in lower case.
	known map[string]T
	// changed are those that this client has changed: what a list says of them may be
	// older than the change.
	changed map[string]bool
	// refused is why the application cannot read them, for the rest of the run.
	refused error
}

func newRoster[T any](
	read func(context.Context, string) (T, error), list func(context.Context, int) ([]T, bool, error), idOf func(T) string,
) *roster[T] {
	r := &roster[T]{
		read: read, list: list, idOf: idOf, threshold: readsBeforeList, known: map[string]T{}, changed: map[string]bool{},
	}
	r.gathered = share.NewGatherer(pageSize, r.answer)
	return r
}

func (r *roster[T]) get(ctx context.Context, id string) (T, error) {
	key := strings.ToLower(id)
	if u, ok := r.look(key); ok {
		return u, nil
	}
	return r.gathered.Get(ctx, key)
}

// answer answers a batch of reads; the gatherer calls it.
func (r *roster[T]) answer(ctx context.Context, ids []string) map[string]share.Answer[T] {
	if r.reads+len(ids) > r.threshold {
		r.tryList(ctx)
	}
	answers := make(map[string]share.Answer[T], len(ids))
	var open []string
	for _, id := range ids {
		if u, ok := r.look(id); ok {
			answers[id] = share.Answer[T]{Value: u}
		} else {
			open = append(open, id)
		}
	}
	r.reads += len(open)
	// The reads do not fail together: each has its own error.
	single, err := share.Together(ctx, mostReads, open, func(ctx context.Context, id string) (share.Answer[T], error) {
		u, err := r.readUnlessRefused(ctx, id)
		return share.Answer[T]{Value: u, Err: err}, nil
	})
	for _, id := range open {
		a, ok := single[id]
		if !ok {
			a.Err = err
		}
		answers[id] = a
	}
	return answers
}

// readUnlessRefused reads one recipient. What the application may not do for one it
// may not do for the others.
func (r *roster[T]) readUnlessRefused(ctx context.Context, id string) (T, error) {
	r.mu.Lock()
	err := r.refused
	r.mu.Unlock()
	if err != nil {
		var none T
		return none, err
	}
	u, err := r.read(ctx, id)
	if Unavailable(err) {
		r.mu.Lock()
		r.refused = err
		r.mu.Unlock()
	}
	return u, err
}

// tryList lists with as many pages as single reads would take.
func (r *roster[T]) tryList(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, listLimit)
	defer cancel()
	all, complete, err := r.list(ctx, r.threshold)
	switch {
	case err != nil, complete:
		// A list that fails is not tried again, because single reads do without it.
		r.threshold = math.MaxInt
	default:
		r.threshold *= listGrowth
	}
	if err == nil && complete {
		r.fill(all)
	}
}

func (r *roster[T]) fill(all []T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, u := range all {
		if key := strings.ToLower(r.idOf(u)); key != "" && !r.changed[key] {
			r.known[key] = u
		}
	}
}

func (r *roster[T]) look(key string) (T, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u, ok := r.known[key]
	return u, ok
}

// outdate drops what is known of an object that is about to be changed.
func (r *roster[T]) outdate(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := strings.ToLower(id)
	r.changed[key] = true
	delete(r.known, key)
}

// settle stores an object as it was read after a change.
func (r *roster[T]) settle(u T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := strings.ToLower(r.idOf(u))
	r.changed[key] = true
	r.known[key] = u
}

// listOf lists the objects of a cmdlet in a tenant, and stops after a number of pages.
func listOf[T any](c *Client, op operation) func(context.Context, int) ([]T, bool, error) {
	return func(ctx context.Context, most int) (all []T, complete bool, err error) {
		read := 0
		for some, err := range pages[T](ctx, c, op, parameters{"ResultSize": unlimited}) {
			if err != nil {
				return nil, false, err
			}
			if read++; read > most {
				return nil, false, nil
			}
			all = append(all, some...)
		}
		return all, true, nil
	}
}

// waited adds the host to the error of a caller whose wait has ended.
func (c *Client) waited(err error) error {
	var wait *share.WaitError
	if errors.As(err, &wait) {
		return &transport.BrokenError{Host: c.host, Err: wait.Err}
	}
	return err
}
