package kernel

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Writes says how requests create and change the objects of a set. Their
// properties come from the rows of the class, and their references are bound.
type Writes[T any] struct {
	// New makes an object before its properties are set; the zero value when nil.
	New func() *T
	// Required are the properties that a new object needs.
	Required []string
	// May refuses the change of a property; nil lets everyone with the permission.
	May func(d *Directory, v *T, property string, by Actor) error
	// Settle checks an object against the directory and completes it; before is nil
	// for a new one, which has its id.
	Settle func(d *Directory, before, next *T, by Actor, at Moment) error
}

// Draft is what a request says of an object.
type Draft struct {
	Properties map[string]any
	// Bound are ids or alternate names of the targets of references.
	Bound map[string][]string
}

// maxBound is how many references one request may bind (graph-identity §7.1).
const maxBound = 20

// Create makes an object.
func (s *Set[T]) Create(w *World, tenantID string, draft Draft, by Actor) (*T, error) {
	var created *T
	err := w.Write(tenantID, func(d *Directory, at Moment) error {
		next := made(s.Writes.New)
		for _, name := range s.Writes.Required {
			if draft.Properties[name] == nil {
				return refusal.Missing(name, s.Class.Name)
			}
		}
		*s.ID(next) = at.NewID()
		if err := s.apply(d, nil, next, draft, by, at); err != nil {
			return err
		}
		s.Put(d, next, at)
		created = next
		return nil
	})
	return created, err
}

// Update changes an object: all of the draft or nothing.
func (s *Set[T]) Update(w *World, tenantID, key string, draft Draft, by Actor) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error {
		v, err := s.ForChange(d, key, at)
		if err != nil {
			return err
		}
		next := s.Clone(v)
		if err := s.apply(d, v, next, draft, by, at); err != nil {
			return err
		}
		s.Put(d, next, at)
		return nil
	})
}

func (s *Set[T]) apply(d *Directory, before, next *T, draft Draft, by Actor, at Moment) error {
	for _, name := range slices.Sorted(maps.Keys(draft.Properties)) {
		if before != nil && s.Writes.May != nil {
			if err := s.Writes.May(d, before, name, by); err != nil {
				return err
			}
		}
		if err := s.Class.Write(next, name, draft.Properties[name]); err != nil {
			return err
		}
	}
	if err := s.bind(d, before, next, draft.Bound, at); err != nil {
		return err
	}
	if err := s.claimUnique(d, next); err != nil || s.Writes.Settle == nil {
		return err
	}
	return s.Writes.Settle(d, before, next, by, at)
}

// claimUnique refuses a value that another object has for itself.
func (s *Set[T]) claimUnique(d *Directory, v *T) error {
	for _, name := range slices.Sorted(maps.Keys(s.Unique)) {
		value := s.Unique[name]
		mine, id := lower(value(v)), *s.ID(v)
		if mine == "" {
			continue
		}
		holder := s.Find(d, []string{uniqueKey(name, mine)}, func(other *T) bool { return *s.ID(other) != id && lower(value(other)) == mine })
		if holder != nil {
			return refusal.Taken(name, Holder{s.kind(), *s.ID(holder)}.String())
		}
	}
	return nil
}

func uniqueKey(name, value string) string { return "unique:" + name + ":" + lower(value) }

// bind adds the targets of references; of one that is bad or known none is added.
func (s *Set[T]) bind(d *Directory, before, next *T, bound map[string][]string, at Moment) error {
	total := 0
	for _, name := range slices.Sorted(maps.Keys(bound)) {
		if total += len(bound[name]); total > maxBound {
			return refusal.BadRequest("A resource cannot contain more than %d link changes", maxBound)
		}
		r := s.reference(name)
		if err := r.refused(next); err != nil {
			return err
		}
		targets, err := s.targets(d, before, next, r, bound[name], at)
		switch {
		case err != nil:
			return err
		case r.Many:
			*r.many(next) = slices.Concat(*r.many(next), targets)
		case len(targets) == 1 && targets[0] == *s.ID(next):
			return s.errItself(name)
		case len(targets) == 1:
			*r.one(next) = targets[0]
		default:
			return refusal.InvalidValue(name, s.Class.Name)
		}
	}
	return nil
}

// targets resolves what a reference is bound to.
func (s *Set[T]) targets(d *Directory, before, next *T, r *Reference, ids []string, at Moment) ([]string, error) {
	var targets []string
	for _, id := range ids {
		target, err := s.Target(d, r.Name, id, at)
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(targets, target):
			return nil, refusal.Duplicates()
		case r.Many && slices.Contains(*r.many(next), target):
			return nil, refusal.LinkExists(r.Name)
		case d.RefersTooEarly(at, target), before != nil && d.RefersTooEarly(at, *s.ID(next)):
			return nil, refusal.InvalidReference()
		}
		targets = append(targets, target)
	}
	return targets, nil
}

// CreateObject is Create without the type.
func (s *Set[T]) CreateObject(w *World, tenantID string, draft Draft, by Actor) (any, error) {
	return untyped(s.Create(w, tenantID, draft, by))
}
