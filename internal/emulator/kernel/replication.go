package kernel

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Moment is the instant of an operation: Now is the timestamp of its writes.
// Settings are the settings in effect.
type Moment struct {
	Now      time.Time
	Settings settings.Settings

	// heard is the progress of the replicas; unset for truthful operations, which do
	// not need it.
	heard    time.Time
	lag      time.Duration
	truthful bool
	seeding  bool
	// unwatched writes are not reported to the watches of a set.
	unwatched bool
	newID     func() string
	op        *operation
	origin    *Origin
}

// Seeding reports whether a seed is being loaded; a seed may set read-only
// properties.
func (at Moment) Seeding() bool { return at.seeding }

// NewID returns a new object id.
func (at Moment) NewID() string { return at.newID() }

// Later is the moment with the lag of a view added: a write with it becomes
// visible to reads by id at the time at which a write without it becomes visible
// in the view.
func (at Moment) Later(v View) Moment {
	at.lag = at.stamp().delay(v)
	return at
}

// Unwatched is the moment of writes that the watches of a set are not told of,
// because they come from the follower itself.
func (at Moment) Unwatched() Moment {
	at.unwatched = true
	return at
}

// operation identifies an operation, and records the longest delay of a write that
// it did not see.
type operation struct{ missed time.Duration }

// View is a way to read the directory, given as the number of lags until a write
// becomes visible in it.
type View int

const (
	// ByID is a read of one object by its id or name.
	ByID View = 1
	// InLists is a default query; lists lag behind reads by id
	// (graph-identity §2.4).
	InLists View = 2
	// InReferences is the check of a reference from or to an object (graph-identity
	// §1.8).
	InReferences View = 2
	// inIndex is an advanced query (graph-identity §2.4).
	inIndex View = 4

	slowest = inIndex
)

// advanced returns the view of a query, advanced or default.
func (at Moment) advanced() View {
	if at.Settings.SearchIndexLags {
		return inIndex
	}
	return InLists
}

// stamp is the time of a write, and the lag in effect at that time.
type stamp struct {
	written time.Time
	lag     time.Duration
}

func (at Moment) stamp() stamp { return stamp{at.heard, at.lag} }

func (s stamp) delay(r View) time.Duration { return time.Duration(r) * s.lag }

func (s stamp) due(r View) time.Time { return s.written.Add(s.delay(r)) }

// settled reports whether every replica has received a write.
func (s stamp) settled(at Moment) bool { return !s.due(slowest).After(at.heard) }

// reaches reports whether a write is visible in a view by now.
func (s stamp) reaches(r View, at Moment) bool { return at.truthful || !s.due(r).After(at.heard) }

// misses is the negation of reaches for responses that depend on it: the operation
// records that its response was stale.
func (s stamp) misses(r View, at Moment) bool {
	if s.reaches(r, at) {
		return false
	}
	at.op.missed = max(at.op.missed, s.delay(r))
	return true
}

// version is one state of an object; a nil value means deleted.
type version[T any] struct {
	value *T
	stamp
}

// replicated is the version history of an object: the last version is the truth,
// on which writes and uniqueness checks operate; earlier versions may still be
// visible to readers. Values are never modified once written.
type replicated[T any] struct{ versions []version[T] }

func (r *replicated[T]) truth() *T {
	if len(r.versions) == 0 {
		return nil
	}
	return r.versions[len(r.versions)-1].value
}

// as returns the version that is visible in a view.
func (r *replicated[T]) as(who View, at Moment) *T {
	for i := len(r.versions) - 1; i >= 0; i-- {
		if !r.versions[i].misses(who, at) {
			return r.versions[i].value
		}
	}
	return nil
}

// write makes value the truth, and drops versions that are no longer visible in
// any view.
func (r *replicated[T]) write(value *T, at Moment) {
	for len(r.versions) > 1 && r.versions[1].settled(at) {
		r.versions = r.versions[1:]
	}
	next := version[T]{value, at.stamp()}
	if next.settled(at) {
		r.versions = nil
	}
	r.versions = append(r.versions, next)
}

// gone reports whether an object is deleted in every view.
func (r *replicated[T]) gone(at Moment) bool {
	return r.truth() == nil && r.versions[len(r.versions)-1].settled(at)
}

// single creates an object that is visible to every reader immediately.
func single[T any](value *T) replicated[T] {
	return replicated[T]{versions: []version[T]{{value: value}}}
}
