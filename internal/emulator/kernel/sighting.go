package kernel

import (
	"sync/atomic"
)

// sightings are the first two operations that found a new object by its id.
// Readers run at the same time, so they are kept without the world's lock.
type sightings struct{ first, second atomic.Pointer[operation] }

// again says whether an operation is the second one to find the object.
func (s *sightings) again(by *operation) bool {
	if s.first.CompareAndSwap(nil, by) || s.first.Load() == by {
		return false
	}
	return s.second.CompareAndSwap(nil, by) || s.second.Load() == by
}

// sight is what a read by id or name gets. With flapping replicas, the read after
// the one that found a new object meets a replica that has not heard of it.
func (s *store[T]) sight(r *record[T], at Moment) *T {
	v := r.as(ByID, at)
	if v != nil && at.Settings.FlappingReplicas && !s.steady && r.fresh(at) && r.again(at.op) {
		r.born.misses(InReferences, at)
		return nil
	}
	return v
}

// fresh says whether an object can be read since less than another lag.
func (r *record[T]) fresh(at Moment) bool { return !r.born.reaches(InReferences, at) }

// fresh says whether a reference to an object comes too early.
func (s *store[T]) fresh(id string, at Moment) bool {
	r, ok := s.records[id]
	return ok && r.born.misses(InReferences, at)
}
