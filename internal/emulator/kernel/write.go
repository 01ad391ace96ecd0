package kernel

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Writes defines how requests create and change the objects of a set. Properties
// come from the rows of the class, and references are bound.
type Writes[T any] struct {
	// New creates an object before its properties are set; nil for the zero value.
	New func() *T
	// Keyed creates an object with a key chosen by the client, or rejects the key.
	Keyed func(d *Directory, key string, at Moment) (*T, error)
	// Taken returns the error for a key that is in use, or whose deletion has not
	// propagated.
	Taken func(at Moment) error
	// Deleted means that an object in the recycle bin still holds its key, in a cloud
	// that can restore it.
	Deleted func(s settings.Settings) bool
	// Replaces means that PUT changes an existing object; otherwise PUT fails for it.
	Replaces func(s settings.Settings) bool
	// Required are the required properties of a new object.
	Required []string
	// Complete adds to the properties of a change; nil adds nothing.
	Complete func(before *T, sent map[string]any, at Moment) map[string]any
	// May rejects the change of a property; nil accepts every caller with the
	// permission.
	May func(d *Directory, v *T, property string, by Actor) error
	// Judge validates the properties that a request or a seed sets; nil accepts them.
	Judge func(d *Directory, next *T, sent map[string]any, at Moment) error
	// Settle validates an object against the directory and completes it; before is
	// nil for a new object, which already has its id.
	Settle func(d *Directory, before, next *T, by Actor, at Moment) error
}

// Draft is the content of a request for an object.
type Draft struct {
	Properties map[string]any
	// Bound are ids or alternate names of reference targets.
	Bound map[string][]string
	// In is the edition of the request; zero means all editions of the tenant's
	// cloud.
	In schema.Editions
}

// edition is the edition whose properties the draft may contain.
func (r Draft) edition(d *Directory) schema.Editions {
	if r.In == 0 {
		return d.Facts().V1 | d.Facts().Beta
	}
	return r.In
}

// names are the property names, sorted, without OData annotations.
func (r Draft) names() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(r.Properties)), schema.IsAnnotation)
}

// without removes a key that equals the id of the object and is therefore
// redundant. A different key is kept and rejected later.
func (r Draft) without(key, id string) Draft {
	if value, ok := r.Properties[key].(string); ok && strings.EqualFold(value, id) {
		r.Properties = maps.Clone(r.Properties)
		delete(r.Properties, key)
	}
	return r
}

// maxBound is the maximum number of references that one request may bind
// (graph-identity §7.1).
const maxBound = 20

// Create creates an object.
func (s *Set[T]) Create(w *World, tenantID string, draft Draft, by Actor) (*T, error) {
	var created *T
	err := w.Write(tenantID, func(d *Directory, at Moment) (err error) {
		created, err = s.Make(d, draft, by, at)
		return err
	})
	return created, err
}

// Make is Create within an operation.
func (s *Set[T]) Make(d *Directory, draft Draft, by Actor, at Moment) (*T, error) {
	if s.Key != "" {
		for _, name := range draft.names() {
			if _, err := s.Class.Written(name, draft.edition(d)); err != nil {
				return nil, err
			}
		}
		key, _ := draft.Properties[s.Key].(string)
		return s.MakeKeyed(d, key, draft, by, at)
	}
	next := made(s.Writes.New)
	for _, name := range s.Writes.Required {
		if draft.Properties[name] == nil {
			return nil, refusal.Missing(name, s.Class.Name)
		}
	}
	*s.ID(next) = at.NewID()
	return next, s.admit(d, next, draft, by, at)
}

// MakeKeyed creates an object with a key.
func (s *Set[T]) MakeKeyed(d *Directory, key string, draft Draft, by Actor, at Moment) (*T, error) {
	next, err := s.Writes.Keyed(d, key, at)
	if err != nil {
		return nil, err
	}
	id := *s.ID(next)
	if s.Truth(d, id) != nil || s.Seen(d, id, at) != nil || s.heldByDeleted(d, id, at) {
		return nil, s.Writes.Taken(at)
	}
	return next, s.admit(d, next, draft, by, at)
}

// heldByDeleted reports whether a deleted object still holds a key.
func (s *Set[T]) heldByDeleted(d *Directory, id string, at Moment) bool {
	deleted := s.Writes.Deleted
	return deleted != nil && deleted(at.Settings) && s.Served.Deleted.In.Include(schema.EditionOf(d.Cloud, true)) && s.InBin(d, id)
}

func (s *Set[T]) admit(d *Directory, next *T, draft Draft, by Actor, at Moment) error {
	if err := s.apply(d, nil, next, draft, by, at); err != nil {
		return err
	}
	s.Put(d, next, at)
	return nil
}

// PutObject creates an object with a key.
func (s *Set[T]) PutObject(w *World, tenantID, key string, draft Draft, by Actor) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error {
		if replaces := s.Writes.Replaces; replaces != nil && replaces(at.Settings) && s.exists(d, s.Normal(key)) {
			return s.alter(d, key, draft, by, at)
		}
		_, err := s.MakeKeyed(d, key, draft, by, at)
		return err
	})
}

// Update changes an object: all properties of the draft or none.
func (s *Set[T]) Update(w *World, tenantID, key string, draft Draft, by Actor) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error { return s.alter(d, key, draft, by, at) })
}

func (s *Set[T]) alter(d *Directory, key string, draft Draft, by Actor, at Moment) error {
	v, err := s.ForChange(d, key, at)
	if err == nil {
		err = s.guard(d, v, by, at)
	}
	if err != nil {
		return err
	}
	next := s.Clone(v)
	if err := s.apply(d, v, next, draft, by, at); err != nil {
		return err
	}
	s.Put(d, next, at)
	return nil
}

func (s *Set[T]) apply(d *Directory, before, next *T, draft Draft, by Actor, at Moment) error {
	draft = draft.without(s.Key, *s.ID(next))
	if err := s.Writes.write(d, s.Class, before, next, draft, by, at); err != nil {
		return err
	}
	if err := s.bind(d, before, next, draft.Bound, at); err != nil {
		return err
	}
	if err := s.claimUnique(d, next); err != nil || s.Writes.Settle == nil {
		return err
	}
	return s.Writes.Settle(d, before, next, by, at)
}

// write sets the properties of an object.
func (w *Writes[T]) write(d *Directory, class *schema.Class, before, next *T, draft Draft, by Actor, at Moment) error {
	if before != nil && w.Complete != nil {
		draft.Properties = w.Complete(before, draft.Properties, at)
	}
	sent := draft.Properties
	for _, name := range draft.names() {
		if before != nil && w.May != nil {
			if err := w.May(d, before, name, by); err != nil {
				return err
			}
		}
		if err := class.Write(next, name, sent[name], draft.edition(d)); err != nil {
			return err
		}
	}
	if w.Judge == nil {
		return nil
	}
	return w.Judge(d, next, sent, at)
}

// claimUnique rejects a value that another object has in a unique property.
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

// bind adds the targets of references: all of them, or none if one is invalid or
// already present.
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
		case r.Many && r.exceeds(len(*r.many(next))+len(targets)):
			return refusal.TooManyLinks(name, len(*r.many(next))+len(targets), r.Max)
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

// targets resolves the targets of a reference.
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
		case !r.accepts(d, next, target, at):
			return nil, refusal.InvalidLink(r.Name)
		case d.RefersTooEarly(at, target), before != nil && d.RefersTooEarly(at, *s.ID(next)):
			return nil, r.early()
		}
		targets = append(targets, target)
	}
	return targets, nil
}

// CreateObject is Create independent of the type.
func (s *Set[T]) CreateObject(w *World, tenantID string, draft Draft, by Actor) (any, error) {
	return untyped(s.Create(w, tenantID, draft, by))
}
