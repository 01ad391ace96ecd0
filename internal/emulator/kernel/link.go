package kernel

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Link adds an object to a reference to many.
func (s *Set[T]) Link(w *World, tenantID, key, reference, id string) error {
	return s.relink(w, tenantID, key, reference, func(d *Directory, at Moment, r *Reference, v *T, ids []string) ([]string, error) {
		target, err := s.Target(d, reference, id, at)
		switch {
		case err != nil:
			return nil, err
		case slices.Contains(ids, target):
			return nil, refusal.LinkExists(reference)
		case !r.accepts(d, v, target, at):
			return nil, refusal.InvalidLink(reference)
		case r.exceeds(len(ids) + 1):
			return nil, refusal.TooManyLinks(reference, len(ids)+1, r.Max)
		case d.RefersTooEarly(at, *s.ID(v), target):
			return nil, r.early()
		}
		return append(ids, target), nil
	})
}

// Unlink removes an object from a reference to many.
func (s *Set[T]) Unlink(w *World, tenantID, key, reference, id string) error {
	return s.relink(w, tenantID, key, reference, func(d *Directory, at Moment, r *Reference, v *T, ids []string) ([]string, error) {
		i := slices.Index(ids, lower(id))
		switch {
		case i < 0:
			return nil, refusal.LinkMissing(reference)
		case r.Last != nil && len(ids) == 1:
			return nil, r.Last
		case d.RefersTooEarly(at, *s.ID(v), lower(id)):
			return nil, r.early()
		}
		return slices.Delete(ids, i, i+1), nil
	})
}

// relink changes the ids of a reference to many, unless the object or the change
// rejects it. The change function receives its own copy of the ids.
func (s *Set[T]) relink(w *World, tenantID, key, reference string, change func(*Directory, Moment, *Reference, *T, []string) ([]string, error)) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error {
		v, err := s.ForChange(d, key, at)
		if err != nil {
			return err
		}
		r := s.reference(reference)
		if err := r.refused(v); err != nil {
			return err
		}
		ids, err := change(d, at, r, v, slices.Clone(*r.many(v)))
		if err != nil {
			return err
		}
		next := s.Clone(v)
		*r.many(next) = ids
		s.Put(d, next, at)
		return nil
	})
}
