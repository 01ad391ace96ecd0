package share

import (
	"context"
	"math"
	"strings"
	"sync"
)

const (
	// readsBeforeList is the number of single reads before the first list.
	readsBeforeList = 10
	// listGrowth is by how much more single reads precede the next one.
	listGrowth = 4
	// listLimit leaves time for the single reads of a batch whose list fails.
	listLimit = DefaultLimit / 2
	// mostAsked is the largest number of ids in a batch of a roster.
	mostAsked = 1000
)

// Source is a collection of a service that a Roster reads. Ids are compared without
// case.
type Source[T any] struct {
	ID   func(T) string
	Read func(ctx context.Context, id string) (T, error)
	// List lists the collection, and stops after a number of pages.
	List func(ctx context.Context, mostPages int) (all []T, complete bool, err error)
	// Refused reports an error of a read that every other read of the run would meet;
	// nil if there is none.
	Refused func(error) bool
	// Reads is the number of single reads in flight.
	Reads int
}

// Roster answers the reads of single objects of a collection. Its size is not known,
// so it reads singly until that has taken as many requests as a list may take, and
// then tries a list of no more pages than that. A list that ends serves the rest of
// the run. One that does not was in vain, and is tried again after listGrowth times
// as many reads. The requests are thereby within a small factor of the fewest.
type Roster[T any] struct {
	source   Source[T]
	gathered *Gatherer[string, T]
	// reads counts single reads, and threshold is their number before the next list.
	// The gatherer's batches do not overlap, and only they use them.
	reads, threshold int

	mu sync.Mutex
	// known holds objects by id in lower case.
	known map[string]T
	// changed are those that the caller has changed: what a list says of them may be
	// older than the change.
	changed map[string]bool
	// refused is the error that ends single reads for the rest of the run.
	refused error
}

// NewRoster returns a roster; it reads nothing yet.
func NewRoster[T any](source Source[T]) *Roster[T] {
	r := &Roster[T]{source: source, threshold: readsBeforeList, known: map[string]T{}, changed: map[string]bool{}}
	r.gathered = NewGatherer(mostAsked, r.answer)
	return r
}

// Get returns an object. It waits until the caller's own context ends, and then
// returns a [WaitError].
func (r *Roster[T]) Get(ctx context.Context, id string) (T, error) {
	key := strings.ToLower(id)
	if found, ok := r.look(key); ok {
		return found, nil
	}
	return r.gathered.Get(ctx, key)
}

// answer answers a batch of reads; the gatherer calls it.
func (r *Roster[T]) answer(ctx context.Context, ids []string) map[string]Answer[T] {
	if r.reads+len(ids) > r.threshold {
		r.tryList(ctx)
	}
	answers := make(map[string]Answer[T], len(ids))
	var open []string
	for _, id := range ids {
		if found, ok := r.look(id); ok {
			answers[id] = Answer[T]{Value: found}
		} else {
			open = append(open, id)
		}
	}
	r.reads += len(open)
	// The reads do not fail together: each has its own error.
	single, err := Together(ctx, r.source.Reads, open, func(ctx context.Context, id string) (Answer[T], error) {
		found, err := r.read(ctx, id)
		return Answer[T]{Value: found, Err: err}, nil
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

// read reads one object, unless an earlier read was refused for all.
func (r *Roster[T]) read(ctx context.Context, id string) (T, error) {
	r.mu.Lock()
	err := r.refused
	r.mu.Unlock()
	if err != nil {
		var none T
		return none, err
	}
	found, err := r.source.Read(ctx, id)
	if err != nil && r.source.Refused != nil && r.source.Refused(err) {
		r.mu.Lock()
		r.refused = err
		r.mu.Unlock()
	}
	return found, err
}

// tryList lists with as many pages as single reads would take.
func (r *Roster[T]) tryList(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, listLimit)
	defer cancel()
	all, complete, err := r.source.List(ctx, r.threshold)
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

func (r *Roster[T]) fill(all []T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, found := range all {
		if key := strings.ToLower(r.source.ID(found)); key != "" && !r.changed[key] {
			r.known[key] = found
		}
	}
}

func (r *Roster[T]) look(key string) (T, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.known[key]
	return found, ok
}

// Outdate drops what is known of an object that is about to be changed.
func (r *Roster[T]) Outdate(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := strings.ToLower(id)
	r.changed[key] = true
	delete(r.known, key)
}

// Settle stores an object as it was read after a change.
func (r *Roster[T]) Settle(found T) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := strings.ToLower(r.source.ID(found))
	r.changed[key] = true
	r.known[key] = found
}
