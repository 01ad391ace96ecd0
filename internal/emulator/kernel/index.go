package kernel

import (
	"hash/maphash"
	"iter"
	"slices"
)

// index finds records by keys such as "mail:a@b.example". It stores the hash of a
// key instead of the key, because the results are candidates that are verified
// anyway: the keys of 300,000 users, in lists of one record each, would take 80 MB
// more.
type index[T any] struct {
	seed maphash.Seed
	// first is the first record under a key, others are the later ones.
	first  map[uint64]*record[T]
	others map[uint64][]*record[T]
}

func newIndex[T any]() index[T] {
	return index[T]{seed: maphash.MakeSeed(), first: map[uint64]*record[T]{}, others: map[uint64][]*record[T]{}}
}

func (x index[T]) hash(key string) uint64 { return maphash.String(x.seed, key) }

// under lists the candidates for a key, in order of insertion.
func (x index[T]) under(key string) iter.Seq[*record[T]] {
	return func(yield func(*record[T]) bool) {
		hash := x.hash(key)
		r, ok := x.first[hash]
		if !ok || !yield(r) {
			return
		}
		for _, r := range x.others[hash] {
			if !yield(r) {
				return
			}
		}
	}
}

func (x index[T]) has(key string) bool { return x.first[x.hash(key)] != nil }

// add inserts a record under a key, unless it was inserted there just before: an
// object may have the same key twice.
func (x index[T]) add(key string, r *record[T]) {
	hash := x.hash(key)
	others := x.others[hash]
	switch first := x.first[hash]; {
	case first == nil:
		x.first[hash] = r
	case len(others) == 0 && first != r, len(others) > 0 && others[len(others)-1] != r:
		x.others[hash] = append(others, r)
	}
}

func (x index[T]) remove(key string, r *record[T]) {
	hash := x.hash(key)
	rest := slices.DeleteFunc(x.others[hash], func(other *record[T]) bool { return other == r })
	if x.first[hash] == r {
		if len(rest) == 0 {
			delete(x.first, hash)
			return
		}
		x.first[hash], rest = rest[0], rest[1:]
	}
	if len(rest) == 0 {
		delete(x.others, hash)
		return
	}
	x.others[hash] = rest
}
