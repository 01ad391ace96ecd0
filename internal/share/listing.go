package share

import (
	"context"
	"iter"
	"math"
	"sync"
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

// Listing reads a collection as a list.
type Listing[T any] struct {
	// Read lists the collection, and stops after a number of pages.
	Read func(ctx context.Context, mostPages int) (all []T, complete bool, err error)
	// Pages counts the pages; nil where the service does not tell.
	Pages func(context.Context) (int, error)
	// Most is the largest number of counted pages that are read; 0 means any number.
	Most int
	// Worth is the number of single reads that cost as much as a page; 0 means 1.
	Worth int
}

// UpTo collects the pages of a list, and gives up after a number of pages.
func UpTo[T any](pages iter.Seq2[[]T, error], most int) (all []T, complete bool, err error) {
	read := 0
	for some, err := range pages {
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

// breakEven lists a collection as soon as single reads have cost as much as the list
// does. If the number of pages can be counted, it is, along with the single reads.
// Otherwise a list may take as many pages as single reads were worth. One that ends
// is used; one that does not was in vain, and is tried again after listGrowth times
// as many reads. The cost is thereby within a small factor of the least.
//
// One caller at a time uses it.
type breakEven[T any] struct {
	list Listing[T]
	// reads counts single reads, and threshold is their number before the next list.
	reads, threshold int
	// pages is the number of pages, 0 if it is not known.
	pages   int
	counted bool
}

func newBreakEven[T any](list Listing[T]) *breakEven[T] {
	list.Worth = max(list.Worth, 1)
	return &breakEven[T]{list: list, threshold: readsBeforeList}
}

// try lists the collection if more single reads would cost more than the list. It is
// false if there is no complete list.
func (b *breakEven[T]) try(ctx context.Context, more int) (all []T, complete bool) {
	ctx, cancel := context.WithTimeout(ctx, listLimit)
	defer cancel()
	if b.reads+more > b.threshold && b.countable() {
		b.count(ctx)
	}
	if b.reads+more <= b.threshold {
		return nil, false
	}
	most := b.threshold / b.list.Worth
	if b.pages > 0 {
		most = b.pages + spare
	}
	all, complete, err := b.list.Read(ctx, most)
	if err != nil || complete {
		// A list that fails is not tried again, because single reads do without it.
		b.threshold = math.MaxInt
		return all, err == nil
	}
	b.threshold *= listGrowth
	return nil, false
}

// during reads singly. When the number of reads before a list is reached, it counts
// the pages at the same time.
func (b *breakEven[T]) during(ctx context.Context, reads int, read func()) {
	b.reads += reads
	var count sync.WaitGroup
	if b.reads >= b.threshold && b.countable() {
		count.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, listLimit)
			defer cancel()
			b.count(ctx)
		})
	}
	read()
	count.Wait()
}

func (b *breakEven[T]) countable() bool { return b.list.Pages != nil && !b.counted }

// count counts the pages. Where that fails, they are unknown as in a service that does
// not tell.
func (b *breakEven[T]) count(ctx context.Context) {
	b.counted = true
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
