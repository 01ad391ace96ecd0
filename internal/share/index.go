package share

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Collection is a collection of a service that an Index searches.
type Collection[T any] struct {
	ID func(T) string
	// Keys returns the keys of an object, such as its addresses, in lower case.
	Keys func(T) []string
	// Find searches for each key.
	Find func(ctx context.Context, keys []string) map[string]Answer[[]T]
	List Listing[T]
	// Added lists the objects that were added since the last list, or since the last
	// call; nil if nothing asks for [Index.Fresh].
	Added func(context.Context) ([]T, error)
	// Age is how long the callers of [Index.Fresh] share the list, and then one look
	// at what was added.
	Age time.Duration
	// Now is the time for Age; time.Now when nil.
	Now func() time.Time
}

// Index answers searches by key. It searches for each key, until that has cost as much
// as a list of the collection, which then answers. Answers are remembered.
type Index[T any] struct {
	// Gathered forms the batches of searches.
	Gathered *Gatherer[string, []T]

	source Collection[T]
	// turn decides when to list. Only the gatherer's batches use it.
	turn *breakEven[T]

	mu sync.Mutex
	// listed is set once known holds the whole collection.
	listed bool
	known  map[string][]T
	// gone are the ids of objects that the caller has removed: answers may be older.
	gone map[string]bool

	// fresh is the time until which the list, or a look at what was added, is used.
	fresh time.Time

	// adding is held while one caller looks at what was added.
	adding chan struct{}
}

// NewIndex returns an index; it asks nothing yet.
func NewIndex[T any](source Collection[T]) *Index[T] {
	if source.Now == nil {
		source.Now = time.Now
	}
	x := &Index[T]{source: source, turn: newBreakEven(source.List, source.Now), known: map[string][]T{}, gone: map[string]bool{}, adding: make(chan struct{}, 1)}
	x.Gathered = NewGatherer(mostAsked, x.answer)
	return x
}

// Get returns the objects with a key, which is compared in lower case. The answer may
// be as old as the first one of the run. Get waits until the caller's own context
// ends, and then returns a [WaitError].
func (x *Index[T]) Get(ctx context.Context, key string) ([]T, error) {
	if found, ok := x.look(key); ok {
		return found, nil
	}
	found, err := x.Gathered.Get(ctx, key)
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.present(found), err
}

// Fresh returns the objects with a key, and is true, if a list has answered them and
// what was added since. Without a list it is false.
func (x *Index[T]) Fresh(ctx context.Context, key string) (found []T, ok bool, err error) {
	if !x.Listed() {
		return nil, false, nil
	}
	select {
	case x.adding <- struct{}{}:
	case <-ctx.Done():
		return nil, true, &WaitError{ctx.Err()}
	}
	defer func() { <-x.adding }()
	if now := x.source.Now(); !x.freshAt(now) {
		added, err := x.source.Added(ctx)
		if err != nil {
			return nil, true, err
		}
		x.add(added, now)
	}
	found, _ = x.look(key)
	return found, true, nil
}

// Listed reports whether a list answers.
func (x *Index[T]) Listed() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.listed
}

// answer answers a batch of searches; the gatherer calls it.
func (x *Index[T]) answer(ctx context.Context, keys []string) map[string]Answer[[]T] {
	answers, open := x.answered(keys)
	if len(open) == 0 {
		return answers
	}
	if list := x.turn.try(ctx, len(open)); list != nil {
		x.fill(list)
		answers, open = x.answered(keys)
	}
	if len(open) == 0 {
		return answers
	}
	x.turn.during(ctx, len(open), func() {
		for key, a := range x.source.Find(ctx, open) {
			answers[key] = a
			x.remember(key, a)
		}
	})
	return answers
}

// answered returns the answers that are known, and the other keys.
func (x *Index[T]) answered(keys []string) (answers map[string]Answer[[]T], open []string) {
	answers = make(map[string]Answer[[]T], len(keys))
	for _, key := range keys {
		if found, ok := x.look(key); ok {
			answers[key] = Answer[[]T]{Value: found}
		} else {
			open = append(open, key)
		}
	}
	return answers, open
}

func (x *Index[T]) look(key string) (found []T, ok bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	found, ok = x.known[key]
	return x.present(found), ok || x.listed
}

// present are the objects that the caller has not removed.
func (x *Index[T]) present(found []T) []T {
	return slices.DeleteFunc(slices.Clone(found), func(o T) bool { return x.gone[x.source.ID(o)] })
}

func (x *Index[T]) freshAt(now time.Time) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return !now.After(x.fresh)
}

func (x *Index[T]) fill(list *complete[T]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.listed, x.known = true, map[string][]T{}
	x.put(list.all)
	x.fresh = list.since.Add(x.source.Age)
}

// add stores what was added, and the time at which the look began.
func (x *Index[T]) add(some []T, since time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.put(some)
	x.fresh = since.Add(x.source.Age)
}

// put adds objects, or replaces them by id.
func (x *Index[T]) put(some []T) {
	for _, found := range some {
		id := x.source.ID(found)
		for _, key := range x.source.Keys(found) {
			others := slices.DeleteFunc(x.known[key], func(o T) bool { return x.source.ID(o) == id })
			x.known[key] = append(others, found)
		}
	}
}

func (x *Index[T]) remember(key string, a Answer[[]T]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if a.Err == nil && !x.listed {
		x.known[key] = a.Value
	}
}

// Forget drops the answer of a search that the caller is about to change. A list stays:
// [Index.Fresh] adds to it.
func (x *Index[T]) Forget(key string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.listed {
		delete(x.known, key)
	}
}

// Remove removes an object that the caller has removed.
func (x *Index[T]) Remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.gone[id] = true
}

// Settle stores an object as it was read after a change.
func (x *Index[T]) Settle(found T) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.gone, x.source.ID(found))
	if x.listed {
		x.put([]T{found})
		return
	}
	for _, key := range x.source.Keys(found) {
		delete(x.known, key)
	}
}
