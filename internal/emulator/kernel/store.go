package kernel

import (
	"cmp"
	"slices"
	"strings"
)

const idPrefix = "id:"

// IDKey is the index key of an object id.
func IDKey(id string) string { return idPrefix + strings.ToLower(id) }

// record is one object of a store, with its position in listing order and its
// creation time.
type record[T any] struct {
	id   string
	seq  uint64
	born stamp
	replicated[T]
	sightings
}

// store holds the objects of one kind in one tenant: by id, in order of creation,
// and by index keys such as "mail:a@b.example". The index covers every version
// that may be visible, so its results are candidates to be verified.
type store[T any] struct {
	keys    func(*T) []string
	records map[string]*record[T]
	order   []*record[T]
	index   index[T]
	leaving []*record[T]
	last    uint64
	// count is the number of existing objects, independent of visibility.
	count int
	// steady objects do not disappear and reappear. Only directory objects are known
	// to; see settings.Settings.FlappingReplicas.
	steady bool
}

func newStore[T any](keys func(*T) []string, steady bool) *store[T] {
	return &store[T]{keys: keys, steady: steady, records: map[string]*record[T]{}, index: newIndex[T]()}
}

// origin is the position of an object in listing order and its creation time, both
// of which survive the recycle bin.
type origin struct {
	seq  uint64
	born stamp
}

// put writes a version of an object; nil deletes it permanently.
func (s *store[T]) put(id string, value *T, at Moment) {
	s.sweep(at)
	if s.records[id] == nil {
		s.last++
	}
	s.adopt(id, value, origin{s.last, at.stamp()}, at)
}

// adopt is put for an object from another store.
func (s *store[T]) adopt(id string, value *T, from origin, at Moment) {
	s.sweep(at)
	r, ok := s.records[id]
	if !ok {
		r = &record[T]{id: id, seq: from.seq, born: from.born}
		s.records[id] = r
		i, _ := s.position(r.seq)
		s.order = slices.Insert(s.order, i, r)
		s.last = max(s.last, r.seq)
	}
	s.count += exists(value) - exists(r.truth())
	s.update(r, value, at)
	if value == nil {
		s.leaving = append(s.leaving, r)
		s.sweep(at)
	}
}

func exists[T any](value *T) int {
	if value == nil {
		return 0
	}
	return 1
}

// update makes value the truth of a record and updates the index.
func (s *store[T]) update(r *record[T], value *T, at Moment) {
	if len(r.versions) == 0 && value != nil {
		r.write(value, at)
		for _, k := range s.keys(value) {
			s.index.add(k, r)
		}
		return
	}
	before := s.keysOf(r)
	r.write(value, at)
	s.reindex(r, before, s.keysOf(r))
}

func (s *store[T]) keysOf(r *record[T]) map[string]bool {
	keys := map[string]bool{}
	for _, v := range r.versions {
		if v.value == nil {
			continue
		}
		for _, k := range s.keys(v.value) {
			keys[k] = true
		}
	}
	return keys
}

func (s *store[T]) reindex(r *record[T], before, after map[string]bool) {
	for k := range before {
		if !after[k] {
			s.index.remove(k, r)
		}
	}
	for k := range after {
		if !before[k] {
			s.index.add(k, r)
		}
	}
}

// sweep removes records that are gone in every view. A record that exists again is
// only removed from the leaving list.
func (s *store[T]) sweep(at Moment) {
	for len(s.leaving) > 0 {
		r := s.leaving[0]
		if r.truth() == nil {
			if !r.gone(at) {
				return
			}
			s.drop(r)
		}
		s.leaving = s.leaving[1:]
	}
}

func (s *store[T]) drop(r *record[T]) {
	if s.records[r.id] != r {
		return
	}
	s.reindex(r, s.keysOf(r), nil)
	delete(s.records, r.id)
	if i, ok := s.position(r.seq); ok {
		s.order = slices.Delete(s.order, i, i+1)
	}
}

// position returns the position of a sequence number: that of the record, or its
// insertion point.
func (s *store[T]) position(seq uint64) (int, bool) {
	if n := len(s.order); n == 0 || s.order[n-1].seq < seq {
		return n, false
	}
	return slices.BinarySearchFunc(s.order, seq, func(r *record[T], seq uint64) int { return cmp.Compare(r.seq, seq) })
}

func (s *store[T]) truth(id string) *T {
	if r, ok := s.records[id]; ok {
		return r.truth()
	}
	return nil
}

func (s *store[T]) seen(id string, at Moment) *T {
	if r, ok := s.records[id]; ok {
		return s.sight(r, at)
	}
	return nil
}

// candidates are the records with a version under one of the keys, in listing
// order.
func (s *store[T]) candidates(keys []string) []*record[T] {
	var found []*record[T]
	for _, k := range keys {
		if id, ok := strings.CutPrefix(k, idPrefix); ok {
			if r := s.records[id]; r != nil {
				found = append(found, r)
			}
			continue
		}
		found = slices.AppendSeq(found, s.index.under(k))
	}
	slices.SortFunc(found, func(a, b *record[T]) int { return cmp.Compare(a.seq, b.seq) })
	return slices.Compact(found)
}

// truths lists the existing objects in listing order.
func (s *store[T]) truths() []*T {
	var values []*T
	for _, r := range s.order {
		if v := r.truth(); v != nil {
			values = append(values, v)
		}
	}
	return values
}
