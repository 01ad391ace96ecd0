package world

import (
	"reflect"
	"slices"
)

// change is one entry of a tenant's change log. Its number is its place.
type change struct {
	ID string `json:"id"`
	// Properties that changed; nil stands for all of them.
	Properties []string `json:"properties,omitempty"`
	stamp
}

// The reasons why a change has no object any more (graph-identity §3).
const (
	RemovedRestorable = "changed"
	RemovedForGood    = "deleted"
)

// UserChange is what happened to one user since a mark.
type UserChange struct {
	ID string
	// User is nil when the user is gone, for the reason Removed.
	User    *User
	Removed string
	// Properties that changed; nil stands for all of them.
	Properties []string
}

// record logs a change; a nil next is the end of the user.
func (d *directory) record(before, next *User, at moment) {
	known := before
	if next != nil {
		known = next
	}
	c := change{ID: known.ID, stamp: at.stamp()}
	// The log stays in order even when the lag was shortened in between.
	if n := len(d.changes); n > 0 && d.changes[n-1].due(inLists).After(c.due(inLists)) {
		c.stamp = d.changes[n-1].stamp
	}
	if before != nil && next != nil && before.IsDeleted() == next.IsDeleted() {
		c.Properties = changed(before, next)
		if len(c.Properties) == 0 {
			return
		}
	}
	d.changes = append(d.changes, c)
}

// changed lists the properties that differ. The sponsors are not tracked; the
// manager is, under its own name (graph-identity §3).
func changed(before, next *User) []string {
	var names []string
	for _, p := range userProperties {
		if !reflect.DeepEqual(p.Get(before), p.Get(next)) {
			names = append(names, p.Name)
		}
	}
	if before.Manager != next.Manager {
		names = append(names, "manager")
	}
	return names
}

// ChangeMark is the end of the change log as replicas know it.
func (w *World) ChangeMark(tenantID string) (uint64, error) {
	var mark uint64
	err := w.write(tenantID, func(d *directory, at moment) error {
		mark = d.mark(at)
		return nil
	})
	return mark, err
}

func (d *directory) mark(at moment) uint64 {
	for i := len(d.changes) - 1; i >= 0; i-- {
		if !d.changes[i].misses(inLists, at) {
			return uint64(i) + 1
		}
	}
	return 0
}

// UserChanges merges the entries of the log after a mark, at most limit of them,
// into one change per user, and returns the mark that it reached and whether
// there is more.
func (w *World) UserChanges(tenantID string, since uint64, limit int) (changes []UserChange, mark uint64, more bool, err error) {
	err = w.write(tenantID, func(d *directory, at moment) error {
		end := d.mark(at)
		since = min(since, end)
		mark = min(since+uint64(limit), end)
		changes, more = d.merged(d.changes[since:mark], at), mark < end
		return nil
	})
	return changes, mark, more, err
}

func (d *directory) merged(log []change, at moment) []UserChange {
	var merged []UserChange
	place := map[string]int{}
	for _, c := range log {
		i, known := place[c.ID]
		if !known {
			place[c.ID] = len(merged)
			merged = append(merged, d.userChange(c, at))
			continue
		}
		merged[i].Properties = union(merged[i].Properties, c.Properties)
	}
	return merged
}

func (d *directory) userChange(c change, at moment) UserChange {
	result := UserChange{ID: c.ID, Properties: c.Properties}
	var u *User
	if r, ok := d.users.records[c.ID]; ok {
		u = r.as(inLists, at)
	}
	switch {
	case u == nil:
		result.Removed = RemovedForGood
	case u.IsDeleted():
		result.Removed = RemovedRestorable
	default:
		result.User = u
	}
	return result
}

// union joins two lists of properties, where nil stands for all of them.
func union(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	joined := slices.Concat(a, b)
	slices.Sort(joined)
	return slices.Compact(joined)
}
