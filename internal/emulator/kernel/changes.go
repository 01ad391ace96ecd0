package kernel

import (
	"slices"
)

// change is one entry of a change log. Its number is its position.
type change struct {
	ID string `json:"id"`
	// Properties that changed; nil means all.
	Properties []string `json:"properties,omitempty"`
	stamp
}

// The reasons for the removal of an object (graph-identity §3).
const (
	RemovedRestorable = "changed"
	RemovedForGood    = "deleted"
)

// Change is the change of one object since a mark.
type Change struct {
	ID string
	// Value is nil if the object was removed, for the reason Removed.
	Value   any
	Removed string
	// Properties that changed; nil means all.
	Properties []string
}

// record logs the difference between two versions of an object.
func (s *Set[T]) record(d *Directory, before, next *T, at Moment) {
	if s.Log == "" {
		return
	}
	known := before
	if next != nil {
		known = next
	}
	var properties []string
	if before != nil && next != nil {
		if properties = s.changed(before, next); len(properties) == 0 {
			return
		}
	}
	s.note(d, *s.ID(known), properties, at)
}

// note adds an entry to the log, which stays in order even if the lag was
// shortened in between.
func (s *Set[T]) note(d *Directory, id string, properties []string, at Moment) {
	if s.Log == "" {
		return
	}
	in := s.in(d)
	c := change{ID: id, Properties: properties, stamp: at.stamp()}
	if n := len(in.log); n > 0 && in.log[n-1].due(InLists).After(c.due(InLists)) {
		c.stamp = in.log[n-1].stamp
	}
	in.log = append(in.log, c)
}

// changed lists the properties and the tracked references that differ.
func (s *Set[T]) changed(before, next *T) []string {
	names := s.Class.Changed(before, next)
	for _, r := range s.References {
		if r.Tracked && !slices.Equal(r.ids(before), r.ids(next)) {
			names = append(names, r.Name)
		}
	}
	return names
}

// Mark is the end of the change log as visible to readers.
func (s *Set[T]) Mark(w *World, tenantID string) (uint64, error) {
	var mark uint64
	err := w.Write(tenantID, func(d *Directory, at Moment) error {
		mark = s.mark(d, at)
		return nil
	})
	return mark, err
}

func (s *Set[T]) mark(d *Directory, at Moment) uint64 {
	log := s.in(d).log
	for i := len(log) - 1; i >= 0; i-- {
		if !log[i].misses(InLists, at) {
			return uint64(i) + 1
		}
	}
	return 0
}

// Changes merges at most limit entries of the log after a mark into one change per
// object, and returns the new mark and whether there are more entries.
func (s *Set[T]) Changes(w *World, tenantID string, since uint64, limit int) (changes []Change, mark uint64, more bool, err error) {
	err = w.Write(tenantID, func(d *Directory, at Moment) error {
		end := s.mark(d, at)
		since = min(since, end)
		mark = min(since+uint64(limit), end)
		changes, more = s.merged(d, s.in(d).log[since:mark], at), mark < end
		return nil
	})
	return changes, mark, more, err
}

func (s *Set[T]) merged(d *Directory, log []change, at Moment) []Change {
	var merged []Change
	place := map[string]int{}
	for _, c := range log {
		i, known := place[c.ID]
		if !known {
			place[c.ID] = len(merged)
			merged = append(merged, s.change(d, c, at))
			continue
		}
		merged[i].Properties = union(merged[i].Properties, c.Properties)
	}
	return merged
}

func (s *Set[T]) change(d *Directory, c change, at Moment) Change {
	result := Change{ID: c.ID, Properties: c.Properties}
	in := s.in(d)
	if r, ok := in.live.records[c.ID]; ok {
		if v := r.as(InLists, at); v != nil {
			result.Value = v
			return result
		}
	}
	result.Removed = RemovedForGood
	if r, ok := in.bin.records[c.ID]; ok && r.as(InLists, at) != nil {
		result.Removed = RemovedRestorable
	}
	return result
}

// union joins two lists of properties, where nil means all.
func union(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	joined := slices.Concat(a, b)
	slices.Sort(joined)
	return slices.Compact(joined)
}
