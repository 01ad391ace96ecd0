package share

import (
	"context"
	"iter"
)

// Listing reads a collection as a list.
type Listing[T any] struct {
	// Read lists the collection, and stops after a number of pages.
	Read func(ctx context.Context, mostPages int) (all []T, complete bool, err error)
	// First reads the first page, and is true if there is no other; nil where the
	// service has small pages.
	First func(context.Context) (page []T, last bool, err error)
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
