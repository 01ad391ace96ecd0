package kernel

import (
	"slices"
)

// Listing asks for one page of a collection as lists show it.
type Listing struct {
	// After is where the page before ended; zero starts at the beginning.
	After uint64
	// Limit is the size of the page.
	Limit int
	// Keys are index keys one of which every match carries; nil scans. See
	// [IDKey] and its kin.
	Keys []string
	// Match keeps an object, a pointer to the type of the set; nil keeps all.
	Match func(v any) (bool, error)
	// Compare orders the objects; nil keeps the order of their creation.
	Compare func(a, b any) int
	// Count asks for the number of matches over all pages.
	Count bool
	// Advanced asks the index of advanced queries.
	Advanced bool
}

func (l Listing) view(at Moment) View {
	if l.Advanced {
		return at.advanced()
	}
	return InLists
}

// Page is the answer to a Listing. Next is zero on the last page.
type Page[T any] struct {
	Items []T
	Next  uint64
	Total int
}

// page serves a listing. It touches only the records of the page, unless counting
// or ordering needs all of them.
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

// source is the shortest run of records that can hold the matches.
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

// Cut cuts one page out of all matches; the place where it ends is a number of
// objects.
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
