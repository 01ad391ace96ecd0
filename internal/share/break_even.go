package share

import (
	"context"
	"math"
	"sync"
	"time"
)

const (
	// readsBeforeList is the number of single reads before the first list.
	readsBeforeList = 10
	// listGrowth is by how much more single reads precede the next list after one
	// that was in vain.
	listGrowth = 4
	// spare is the number of pages that a list may have more than were counted: the
	// collection grows, and a service may send empty pages.
	spare = 10
	// listLimit leaves time for the single reads of a batch whose list fails.
	listLimit = DefaultLimit / 2
)

// breakEven lists a collection as soon as single reads have cost as much as the list
// does. Along with the single reads before, the first page is read, which often is the
// whole collection; if it is not, the pages are counted where they can be. Otherwise a
// list may take as many pages as single reads were worth. One that ends is used; one
// that does not was in vain, and is tried again after listGrowth times as many reads.
// The cost is thereby within a small factor of the least.
//
// One caller at a time uses it.
type breakEven[T any] struct {
	list Listing[T]
	now  func() time.Time
	// reads counts single reads. spent is what they have cost, in reads: a request
	// costs as much as a page, however few reads it has. threshold is what may be spent
	// before the next list.
	reads, spent, threshold int
	begun                   bool
	// whole is the collection, if it has one page, until it is used.
	whole *complete[T]
	// pages is the number of pages, 0 if it is not known.
	pages int
}

// complete is a list with all objects of a collection.
type complete[T any] struct {
	all []T
	// since is the time at which it began.
	since time.Time
}

func newBreakEven[T any](list Listing[T], now func() time.Time) *breakEven[T] {
	list.Worth = max(list.Worth, 1)
	return &breakEven[T]{list: list, now: now, threshold: readsBeforeList}
}

// try lists the collection if more single reads would cost more than the list. It is
// nil if there is no complete list.
func (b *breakEven[T]) try(ctx context.Context, more int) *complete[T] {
	ctx, cancel := context.WithTimeout(ctx, listLimit)
	defer cancel()
	many := b.reads+more > readsBeforeList
	if many {
		b.begin(ctx)
	}
	if whole := b.whole; whole != nil {
		b.whole, b.threshold = nil, math.MaxInt
		return whole
	}
	if !many || b.spent+b.cost(more) <= b.threshold {
		return nil
	}
	most := b.threshold / b.list.Worth
	if b.pages > 0 {
		most = b.pages + spare
	}
	since := b.now()
	all, ended, err := b.list.Read(ctx, most)
	if err == nil && !ended {
		b.threshold *= listGrowth
		return nil
	}
	// A list that fails is not tried again, because single reads do without it.
	b.threshold = math.MaxInt
	if err != nil {
		return nil
	}
	return &complete[T]{all, since}
}

// during reads singly. When the number of reads before a list is reached, it begins
// the list at the same time.
func (b *breakEven[T]) during(ctx context.Context, reads int, read func()) {
	b.reads += reads
	b.spent += b.cost(reads)
	var beginning sync.WaitGroup
	if b.reads >= readsBeforeList {
		beginning.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, listLimit)
			defer cancel()
			b.begin(ctx)
		})
	}
	read()
	beginning.Wait()
}

// cost is what a batch of single reads costs.
func (b *breakEven[T]) cost(reads int) int { return max(reads, b.list.Worth) }

// begin reads the first page, once, and counts the pages if there are others. Where
// that fails, they are unknown as in a service that does not tell.
func (b *breakEven[T]) begin(ctx context.Context) {
	if b.begun {
		return
	}
	b.begun = true
	if b.list.First != nil {
		since := b.now()
		if page, last, err := b.list.First(ctx); err == nil && last {
			b.whole = &complete[T]{page, since}
			return
		}
	}
	if b.list.Pages != nil {
		b.count(ctx)
	}
}

func (b *breakEven[T]) count(ctx context.Context) {
	pages, err := b.list.Pages(ctx)
	switch {
	case err != nil:
		return
	case b.list.Most > 0 && pages > b.list.Most:
		b.threshold = math.MaxInt
	default:
		b.pages = max(pages, 1)
		b.threshold = max(b.threshold, b.pages*b.list.Worth)
	}
}
