package share

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// mostAsked is the largest number of ids in a batch of a roster.
const mostAsked = 1000

// Source is a collection of a service that a Roster reads. Ids are compared without
// case.
type Source[T any] struct {
	ID func(T) string
	// Read reads single objects.
	Read func(ctx context.Context, ids []string) map[string]Answer[T]
	List Listing[T]
	// Refused reports an error of a read that every other read of the run would meet;
	// nil if there is none.
	Refused func(error) bool
}

// Singly returns a Read of a source that reads each object for itself, with at most
// a number of reads in flight. A read that was refused for all is the last one.
func Singly[T any](most int, read func(context.Context, string) (T, error), refused func(error) bool) func(context.Context, []string) map[string]Answer[T] {
	return func(ctx context.Context, ids []string) map[string]Answer[T] {
		var refusal atomic.Pointer[Answer[T]]
		// The reads do not fail together: each has its own error.
		answers, err := Together(ctx, most, ids, func(ctx context.Context, id string) (Answer[T], error) {
			if a := refusal.Load(); a != nil {
				return *a, nil
			}
			found, err := read(ctx, id)
			a := Answer[T]{Value: found, Err: err}
			if err != nil && refused(err) {
				refusal.Store(&a)
			}
			return a, nil
		})
		if err != nil {
			return Failed[string, T](ids, err)
		}
		return answers
	}
}

// Failed returns the same error for each question.
func Failed[Q comparable, A any](questions []Q, err error) map[Q]Answer[A] {
	answers := make(map[Q]Answer[A], len(questions))
	for _, q := range questions {
		answers[q] = Answer[A]{Err: err}
	}
	return answers
}

// Roster answers the reads of single objects of a collection: singly, until that has
// cost as much as a list, which then serves the rest of the run. What a list lacks is
// read singly.
type Roster[T any] struct {
	// Gathered forms the batches of single reads.
	Gathered *Gatherer[string, T]

	source Source[T]
	// turn decides when to list. The gatherer's batches do not overlap, and only they
	// use it and refused.
	turn *breakEven[T]
	// refused is the error that ends single reads for the rest of the run.
	refused error

	mu sync.Mutex
	// known holds objects by id in lower case.
	known map[string]T
	// changed are those that the caller has changed: what a list says of them may be
	// older than the change.
	changed map[string]bool
}

// NewRoster returns a roster; it reads nothing yet.
func NewRoster[T any](source Source[T]) *Roster[T] {
	r := &Roster[T]{source: source, turn: newBreakEven(source.List, time.Now), known: map[string]T{}, changed: map[string]bool{}}
	r.Gathered = NewGatherer(mostAsked, r.answer)
	return r
}

// Get returns an object. It waits until the caller's own context ends, and then
// returns a [WaitError].
func (r *Roster[T]) Get(ctx context.Context, id string) (T, error) {
	key := strings.ToLower(id)
	if found, ok := r.look(key); ok {
		return found, nil
	}
	return r.Gathered.Get(ctx, key)
}

// GetCurrent is Get for a caller that knows what the object was: a list may show a
// change late, so an object of a list that is not current is read singly.
func (r *Roster[T]) GetCurrent(ctx context.Context, id string, current func(T) bool) (T, error) {
	for {
		found, err := r.Get(ctx, id)
		if err != nil || current(found) {
			return found, err
		}
		if _, listed := r.look(strings.ToLower(id)); !listed {
			return found, nil
		}
		r.Outdate(id)
	}
}

// answer answers a batch of reads; the gatherer calls it.
func (r *Roster[T]) answer(ctx context.Context, ids []string) map[string]Answer[T] {
	answers, open := r.answered(ids)
	if len(open) == 0 {
		return answers
	}
	if list := r.turn.try(ctx, len(open)); list != nil {
		r.fill(list.all)
		answers, open = r.answered(ids)
	}
	if r.refused != nil {
		for _, id := range open {
			answers[id] = Answer[T]{Err: r.refused}
		}
		return answers
	}
	r.turn.during(ctx, len(open), func() {
		for id, a := range r.source.Read(ctx, open) {
			answers[id] = a
			if a.Err != nil && r.source.Refused != nil && r.source.Refused(a.Err) {
				r.refused = a.Err
			}
		}
	})
	return answers
}

// answered returns the answers that are known, and the other ids.
func (r *Roster[T]) answered(ids []string) (answers map[string]Answer[T], open []string) {
	answers = make(map[string]Answer[T], len(ids))
	for _, id := range ids {
		if found, ok := r.look(id); ok {
			answers[id] = Answer[T]{Value: found}
		} else {
			open = append(open, id)
		}
	}
	return answers, open
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
