package reconcile

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"time"
)

// State is the state of a user of the sync.
type State byte

// The states. States keep their numbers, because ledgers contain them.
const (
	// Present users are in scope.
	Present State = 0
	// Leaving users have had the first step of their departure.
	Leaving State = 1
	// Parked users have left and stay in the resource tenant.
	Parked State = 2
	// Deleted users are in the recycle bin.
	Deleted State = 3
	// Conflicting users cannot be created because of another user.
	Conflicting State = 4
	// Refused users have been refused by the service.
	Refused State = 5
	// Orphaned users had left before the ledger was lost, and their departure has not
	// begun again.
	Orphaned State = 6
)

// Denial is what the service refused to do with one user, although the application has
// the permission: an administrator's account is one that an application may not change.
type Denial byte

// The denials. They keep their numbers, because ledgers contain them.
const (
	NotDenied     Denial = 0
	DeniedUpdate  Denial = 1
	DeniedRemoval Denial = 2
	DeniedReturn  Denial = 3
)

// What the service refused is tried again when the values of the user change, and
// after a time: it follows from settings of the tenant that no delta query reports. A
// removal must not wait for long, and an invitation to a blocked domain is no use each
// day.
const (
	deniedFor  = 24 * time.Hour
	refusedFor = 30 * 24 * time.Hour
)

// Entry is what the sync knows of one user.
type Entry struct {
	Source ID
	// Target is the external user. Refused users have none, and that of a Conflicting
	// user is what is in the way, if that is one user whose changes the resource tenant
	// reports.
	Target ID
	// Hash is the fingerprint of the values that were last written. That of Conflicting
	// and Refused users includes their addresses.
	Hash  uint64
	State State
	// Owned means that the sync made the user and may delete it.
	Owned bool
	// Hidden and Disabled are what the departure has changed.
	Hidden, Disabled bool
	// Blocked means that the departure of a Parked user would have disabled it, and an
	// administrator had done so before.
	Blocked bool
	// Denied is what the service last refused; it is over when a step succeeds.
	Denied Denial
	// Since is the time in Unix seconds of the departure, or of the refusal; zero for
	// other users in scope.
	Since int64
}

// waits reports whether it is too early to repeat what the service refused.
func (e *Entry) waits(what Denial, now time.Time) bool {
	return e.Denied == what && now.Before(time.Unix(e.Since, 0).Add(deniedFor))
}

// kept reports whether the departure of a user has changed nothing.
func (e *Entry) kept() bool {
	return e.State == Parked && !e.Hidden && !e.Disabled && e.Denied == NotDenied
}

// rests reports whether it is too early to invite a refused user with the same values.
func (e *Entry) rests(now time.Time) bool {
	return e.State == Refused && now.Before(time.Unix(e.Since, 0).Add(refusedFor))
}

// Ledger is what a sync has done, by user.
type Ledger struct {
	entries map[ID]Entry
	sources map[ID]ID
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger { return &Ledger{map[ID]Entry{}, map[ID]ID{}} }

// Len is the number of entries.
func (l *Ledger) Len() int { return len(l.entries) }

// Entry returns the entry of a user of the home tenant.
func (l *Ledger) Entry(source ID) (Entry, bool) {
	e, ok := l.entries[source]
	return e, ok
}

// Of returns the entry of a user of the resource tenant.
func (l *Ledger) Of(target ID) (Entry, bool) {
	source, ok := l.sources[target]
	if !ok {
		return Entry{}, false
	}
	return l.Entry(source)
}

// Count is the number of users in a state.
func (l *Ledger) Count(s State) int {
	n := 0
	for _, e := range l.entries {
		if e.State == s {
			n++
		}
	}
	return n
}

// sorted iterates over the entries by source.
func (l *Ledger) sorted() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for _, id := range slices.SortedFunc(maps.Keys(l.entries), compareIDs) {
			if !yield(l.entries[id]) {
				return
			}
		}
	}
}

func compareIDs(a, b ID) int { return bytes.Compare(a[:], b[:]) }

// has reports whether an entry has an external user.
func (e *Entry) has() bool {
	return !e.Target.None() && e.State != Conflicting && e.State != Refused
}

func (l *Ledger) put(e Entry) {
	l.drop(e.Source)
	l.entries[e.Source] = e
	if e.has() {
		l.sources[e.Target] = e.Source
	}
}

func (l *Ledger) drop(source ID) {
	if e, ok := l.entries[source]; ok {
		delete(l.entries, source)
		if e.has() {
			delete(l.sources, e.Target)
		}
	}
}

// Record records a step that was carried out. Target is the user of the resource
// tenant that the step made or changed.
func (l *Ledger) Record(s Step, target ID, now time.Time) {
	e := Entry{Source: s.Source, Target: target, Hash: s.Hash, Owned: s.Owned}
	switch s.Kind {
	case Create, Adoption, Restore, Update:
	case Refuse:
		e.State, e.Target = Conflicting, s.Obstacle
	case Hide, Disable:
		before := l.entries[s.Source]
		e.Hidden, e.Disabled = before.Hidden || s.Kind == Hide, before.Disabled || s.Kind == Disable && !s.Blocked
		e.State, e.Since = Leaving, now.Unix()
		if s.Last {
			e.State, e.Blocked = Parked, before.Blocked || s.Blocked
		}
	case Delete:
		before := l.entries[s.Source]
		e.Hidden, e.Disabled = before.Hidden, before.Disabled
		e.State, e.Since = Deleted, now.Unix()
	}
	l.put(e)
}

// Refuse records a step that the service refused for good. Target is the external user:
// a user that could not be created or restored from the recycle bin has none, and one that
// was, and refuses a value, is there. Of a departure or its reversal nothing has happened.
func (l *Ledger) Refuse(s Step, target ID, now time.Time) {
	e := l.entries[s.Source]
	switch {
	case target.None():
		e = Entry{Source: s.Source, Hash: s.Attempt, State: Refused}
	case s.Kind == Create, s.Kind == Update, s.Kind == Adoption:
		e = Entry{Source: s.Source, Target: target, Hash: s.Hash, Owned: s.Owned, Denied: DeniedUpdate}
	case s.FromBin:
		// What a departure has changed is still to be undone.
		e.Source, e.Target, e.Owned, e.State, e.Denied = s.Source, target, s.Owned, Parked, DeniedReturn
	case s.Kind == Restore:
		e.Denied = DeniedReturn
	default:
		e.Denied = DeniedRemoval
	}
	e.Since = now.Unix()
	l.put(e)
}

// CountDenied is the number of users for which the service refuses a change.
func (l *Ledger) CountDenied() int {
	n := 0
	for _, e := range l.entries {
		if e.Denied != NotDenied {
			n++
		}
	}
	return n
}
