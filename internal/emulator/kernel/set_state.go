package kernel

import (
	"encoding/json"
	"slices"
)

// save returns the existing and the deleted objects.
func (s *Set[T]) save(d *Directory, into map[string]any) {
	in := s.in(d)
	switch {
	case s.Derived != nil:
	case s.Bin == nil:
		into[s.stateName()] = in.live.truths()
	case s.Bin.State != "":
		into[s.stateName()], into[s.Bin.State] = in.live.truths(), in.bin.truths()
	default:
		into[s.stateName()] = together(in.live, in.bin)
	}
	if s.Log != "" {
		into[s.Log] = in.log
	}
}

// together merges two stores in order of creation.
func together[T any](a, b *store[T]) []*T {
	records := slices.Concat(a.order, b.order)
	slices.SortStableFunc(records, func(x, y *record[T]) int { return int(x.seq) - int(y.seq) })
	var values []*T
	for _, r := range records {
		if v := r.truth(); v != nil {
			values = append(values, v)
		}
	}
	return values
}

// load stores saved objects; they are visible to all readers.
func (s *Set[T]) load(d *Directory, from map[string]json.RawMessage) error {
	var all []*T
	if err := unmarshal(from, s.stateName(), &all); err != nil {
		return err
	}
	if s.Bin != nil && s.Bin.State != "" {
		var deleted []*T
		if err := unmarshal(from, s.Bin.State, &deleted); err != nil {
			return err
		}
		all = append(all, deleted...)
	}
	in := s.in(d)
	if s.Log != "" {
		if err := unmarshal(from, s.Log, &in.log); err != nil {
			return err
		}
	}
	for i, v := range all {
		at := origin{seq: uint64(i) + 1}
		if s.Bin == nil || s.Bin.Deleted(v).IsZero() {
			in.live.adopt(*s.ID(v), v, at, Moment{})
			continue
		}
		in.bin.adopt(*s.ID(v), v, at, Moment{})
		in.expiring = append(in.expiring, expiring{*s.ID(v), s.Bin.Deleted(v).Add(Month)})
	}
	in.live.last = uint64(len(all))
	slices.SortStableFunc(in.expiring, func(a, b expiring) int { return a.due.Compare(b.due) })
	return nil
}

func (s *Set[T]) snapshot(d *Directory, into map[string]any) {
	if s.Unlisted || s.Derived != nil {
		return
	}
	in := s.in(d)
	into[s.Name] = s.views(in.live)
	if s.Bin != nil && s.Bin.Name != "" {
		into[s.Bin.Name] = s.views(in.bin)
	}
}

func (s *Set[T]) views(from *store[T]) []any {
	views := []any{}
	for _, v := range from.truths() {
		if s.View == nil {
			views = append(views, v)
			continue
		}
		views = append(views, s.View(v))
	}
	return views
}
