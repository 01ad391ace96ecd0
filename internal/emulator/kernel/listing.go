package kernel

import (
	"slices"
)

// Listing requests one page of a collection, as visible to lists.
type Listing struct {
	// After is the end of the previous page; zero starts at the beginning.
	After uint64
	// Limit is the size of the page.
	Limit int
	// Keys are index keys such that every match has one of them; nil scans. See
	// [IDKey].
	Keys []string
	// Match filters objects, given as pointers to the type of the set; nil accepts
	// all.
	Match func(v any) (bool, error)
	// Compare orders the objects; nil keeps the order of creation.
	Compare func(a, b any) int
	// Count requests the number of matches over all pages.
	Count bool
	// Advanced queries the index of advanced queries.
	Advanced bool
}

func (l Listing) view(at Moment) View {
	if l.Advanced {
		return at.advanced()
	}
	return InLists
}

// Page is the result of a Listing. Next is zero on the last page.
type Page[T any] struct {
	Items []T
	Next  uint64
	Total int
}

// page serves a listing. It reads only the records of the page, unless counting or
// ordering requires all of them.
func (s *store[T]) page(l Listing, at Moment, visible func(*T) bool) (Page[*T], error) {
	if l.Compare != nil {
		return s.ordered(l, at, visible)
	}
	var p Page[*T]
	var last uint64
	view := l.view(at)
	for _, r := range s.source(l) {
		v, err := keep(r.as(view, at), l, visible)
		if err != nil {
			return Page[*T]{}, err
		}
		if v == nil {
			continue
		}
		p.Total++
		if r.seq <= l.After {
			continue
		}
		if len(p.Items) == l.Limit {
			p.Next = last
			if !l.Count {
				break
			}
			continue
		}
		p.Items = append(p.Items, v)
		last = r.seq
	}
	return p, nil
}

// source is the shortest list of records that contains all matches.
func (s *store[T]) source(l Listing) []*record[T] {
	switch {
	case l.Keys != nil:
		return s.candidates(l.Keys)
	case l.Count || l.Compare != nil:
		return s.order
	default:
		start, _ := s.position(l.After + 1)
		return s.order[start:]
	}
}

func (s *store[T]) ordered(l Listing, at Moment, visible func(*T) bool) (Page[*T], error) {
	var all []*T
	view := l.view(at)
	for _, r := range s.source(l) {
		v, err := keep(r.as(view, at), l, visible)
		if err != nil {
			return Page[*T]{}, err
		}
		if v != nil {
			all = append(all, v)
		}
	}
	return Cut(all, l), nil
}

// Cut returns one page of all matches; its end is given as a number of objects.
func Cut[T any](all []T, l Listing) Page[T] {
	if l.Compare != nil {
		slices.SortStableFunc(all, func(a, b T) int { return l.Compare(a, b) })
	}
	start := int(min(l.After, uint64(len(all))))
	end := min(start+l.Limit, len(all))
	p := Page[T]{Items: all[start:end], Total: len(all)}
	if end < len(all) {
		p.Next = uint64(end)
	}
	return p
}

func keep[T any](v *T, l Listing, visible func(*T) bool) (*T, error) {
	if v == nil || visible != nil && !visible(v) {
		return nil, nil
	}
	if l.Match == nil {
		return v, nil
	}
	ok, err := l.Match(v)
	if err != nil || !ok {
		return nil, err
	}
	return v, nil
}
