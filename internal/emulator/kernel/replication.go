package kernel

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Moment is the instant of an operation: Now dates what it writes. Settings are
// those that hold for it.
type Moment struct {
	Now      time.Time
	Settings settings.Settings

	// heard is how far the replicas have come, unless the operation is truthful and
	// needs none.
	heard    time.Time
	lag      time.Duration
	truthful bool
	seeding  bool
	newID    func() string
	op       *operation
}

// Seeding says whether a seed is being loaded, which may say what no request can.
func (at Moment) Seeding() bool { return at.seeding }

// NewID makes an object id.
func (at Moment) NewID() string { return at.newID() }

// Later is the moment with the lag that a view has: what is written with it shows
// to a reader by id as late as what is written now shows in the view.
func (at Moment) Later(v View) Moment {
	at.lag = at.stamp().delay(v)
	return at
}

// operation tells operations apart, and keeps how long the longest delay was of
// what it did not get to see.
type operation struct{ missed time.Duration }

// View is a way to look at the directory: the number of lags that a write
// takes to get there.
type View int

const (
	// ByID reads one object by its id or name.
	ByID View = 1
	// InLists is a default query; lists lag behind reads by id
	// (graph-identity §2.4).
	InLists View = 2
	// InReferences is the check of a reference from or to an object
	// (graph-identity §1.8).
	InReferences View = 2
	// inIndex is an advanced query (graph-identity §2.4).
	inIndex View = 4

	slowest = inIndex
)

// advanced is the view that an advanced query is.
func (at Moment) advanced() View {
	if at.Settings.SearchIndexLags {
		return inIndex
	}
	return InLists
}

// stamp is when something was written, and the lag that it was written with.
type stamp struct {
	written time.Time
	lag     time.Duration
}

func (at Moment) stamp() stamp { return stamp{at.heard, at.lag} }

func (s stamp) delay(r View) time.Duration { return time.Duration(r) * s.lag }

func (s stamp) due(r View) time.Time { return s.written.Add(s.delay(r)) }

// settled says whether every replica has heard of what was written.
func (s stamp) settled(at Moment) bool { return !s.due(slowest).After(at.heard) }

// reaches says whether what was written has come to a view by now.
func (s stamp) reaches(r View, at Moment) bool { return at.truthful || !s.due(r).After(at.heard) }

// misses is the negative of reaches for an answer that depends on it: the
// operation notes that its answer was stale.
func (s stamp) misses(r View, at Moment) bool {
	if s.reaches(r, at) {
		return false
	}
	at.op.missed = max(at.op.missed, s.delay(r))
	return true
}

// version is one state of an object; a nil value means that it is gone.
type version[T any] struct {
	value *T
	stamp
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

// as is the version that a view shows.
func (r *replicated[T]) as(who View, at Moment) *T {
	for i := len(r.versions) - 1; i >= 0; i-- {
		if !r.versions[i].misses(who, at) {
			return r.versions[i].value
		}
	}
	return nil
}

// write makes value the truth, and forgets versions that nobody can see.
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

// gone says whether an object is gone for every reader.
func (r *replicated[T]) gone(at Moment) bool {
	return r.truth() == nil && r.versions[len(r.versions)-1].settled(at)
}

// single makes an object that every reader sees at once.
func single[T any](value *T) replicated[T] {
	return replicated[T]{versions: []version[T]{{value: value}}}
}
