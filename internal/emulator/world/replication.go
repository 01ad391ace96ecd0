package world

import "time"

// moment is the instant of an operation, and when what it writes can be read by
// id and found in lists. Lists lag behind reads by id (graph-identity §2.4).
type moment struct{ now, visible, listed time.Time }

// version is one state of an object; a nil value means that it is gone.
type version[T any] struct {
	value           *T
	visible, listed time.Time
}

// replicated is an object as the directory's replicas know it: the last version
// is the truth that writes and uniqueness work on, the ones before it are what
// readers may still see. Values are never changed once written.
type replicated[T any] struct{ versions []version[T] }

func (r *replicated[T]) truth() *T {
	if len(r.versions) == 0 {
		return nil
	}
	return r.versions[len(r.versions)-1].value
}

// seen is the version that a read by id gets.
func (r *replicated[T]) seen(now time.Time) *T {
	for i := len(r.versions) - 1; i >= 0; i-- {
		if !r.versions[i].visible.After(now) {
			return r.versions[i].value
		}
	}
	return nil
}

// listed is the version that a list contains.
func (r *replicated[T]) listed(now time.Time) *T {
	for i := len(r.versions) - 1; i >= 0; i-- {
		if !r.versions[i].listed.After(now) {
			return r.versions[i].value
		}
	}
	return nil
}

// write makes value the truth, and forgets versions that nobody can see.
func (r *replicated[T]) write(value *T, at moment) {
	for len(r.versions) > 1 && !r.versions[1].listed.After(at.now) {
		r.versions = r.versions[1:]
	}
	r.versions = append(r.versions, version[T]{value, at.visible, at.listed})
	if !at.listed.After(at.now) {
		r.versions = r.versions[len(r.versions)-1:]
	}
}

// settled says whether an object is gone for every reader.
func (r *replicated[T]) settled(now time.Time) bool {
	return r.truth() == nil && !r.versions[len(r.versions)-1].listed.After(now)
}

// single makes an object that every reader sees at once.
func single[T any](value *T) replicated[T] {
	return replicated[T]{versions: []version[T]{{value: value}}}
}
