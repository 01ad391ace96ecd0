package kernel

import (
	"hash/maphash"
	"iter"
	"slices"
)

// index finds records by keys such as "mail:a@b.example". It keeps the hash of a key
// and not the key, because what it finds is a candidate that has to be checked anyway:
// the keys of 300,000 users, in lists of one record each, would take 80 MB more.
type index[T any] struct {
	seed maphash.Seed
	// first is the record that came first under a key, others are those after it.
	first  map[uint64]*record[T]
	others map[uint64][]*record[T]
}

func newIndex[T any]() index[T] {
	return index[T]{seed: maphash.MakeSeed(), first: map[uint64]*record[T]{}, others: map[uint64][]*record[T]{}}
}

func (x index[T]) hash(key string) uint64 { return maphash.String(x.seed, key) }

// under lists the candidates for a key, in the order in which they came.
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

// add puts a record under a key that it is not under, unless it has just been put
// there: an object may have a key twice.
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
