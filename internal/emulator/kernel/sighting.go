package kernel

import (
	"sync/atomic"
)

// sightings are the first two operations that read a new object by its id. Readers
// run concurrently, so they are stored without the world's lock.
type sightings struct{ first, second atomic.Pointer[operation] }

// again reports whether an operation is the second one that reads the object.
func (s *sightings) again(by *operation) bool {
	if s.first.CompareAndSwap(nil, by) || s.first.Load() == by {
		return false
	}
	return s.second.CompareAndSwap(nil, by) || s.second.Load() == by
}

// sight is the result of a read by id or name. With flapping replicas, the second
// read of a new object is served by a replica that does not have it yet.
func (s *store[T]) sight(r *record[T], at Moment) *T {
	v := r.as(ByID, at)
	if v != nil && at.Settings.FlappingReplicas && !s.steady && r.fresh(at) && r.again(at.op) {
		r.born.misses(InReferences, at)
		return nil
	}
	return v
}

// fresh reports whether an object became readable less than one lag ago.
func (r *record[T]) fresh(at Moment) bool { return !r.born.reaches(InReferences, at) }

// fresh reports whether a reference to an object is too early.
func (s *store[T]) fresh(id string, at Moment) bool {
	r, ok := s.records[id]
	return ok && r.born.misses(InReferences, at)
}
