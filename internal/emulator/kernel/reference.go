package kernel

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Reference is a property that points at other objects of the tenant.
type Reference struct {
	Name string
	// Targets are the sets of possible targets.
	Targets []string
	// Tracked references are recorded in the change log.
	Tracked bool
	// Read and Write are the permissions of its routes; empty for no routes.
	Read, Write []string
	// Needs returns a permission that changes of some objects require in addition to
	// Write; empty for the others.
	Needs func(v any) string
	// Refuse returns the reason why requests cannot change the reference of an
	// object; nil if they always can.
	Refuse func(v any) error
	// Accept reports whether an object accepts a target of one of the sets; nil accepts
	// all.
	Accept func(v any, target Linked) bool
	// Max is the maximum number of targets; zero for no maximum.
	Max int
	// Early replaces the refusal of a change before both ends are known everywhere.
	Early error
	// Last rejects the removal of the last target; nil allows it.
	Last error
	// Many means that the reference has any number of targets.
	Many bool
	// Expands means that $expand supports a reference with many targets.
	Expands bool

	one  func(v any) *string
	many func(v any) *[]string
}

// One is a reference to at most one object, never the object itself.
func One[T any](r Reference, field func(*T) *string) Reference {
	r.one = func(v any) *string { return field(schema.Of[T](v)) }
	return r
}

// Many is a reference to any number of objects.
func Many[T any](r Reference, field func(*T) *[]string) Reference {
	r.Many = true
	r.many = func(v any) *[]string { return field(schema.Of[T](v)) }
	return r
}

// ids lists the ids in the reference of an object.
func (r *Reference) ids(v any) []string {
	if r.Many {
		return *r.many(v)
	}
	if id := *r.one(v); id != "" {
		return []string{id}
	}
	return nil
}

// refused returns the reason why requests cannot change the reference of an
// object.
func (r *Reference) refused(v any) error {
	if r.Refuse == nil {
		return nil
	}
	return r.Refuse(v)
}

// accepts reports whether an object accepts an existing target.
func (r *Reference) accepts(d *Directory, v any, target string, at Moment) bool {
	if r.Accept == nil {
		return true
	}
	l, ok := d.Resolve(target, at)
	return !ok || r.Accept(v, l)
}

func (r *Reference) early() error {
	if r.Early != nil {
		return r.Early
	}
	return refusal.InvalidReference()
}

func (r *Reference) exceeds(targets int) bool { return r.Max > 0 && targets > r.Max }

// MayLink checks whether a caller may change the references of an object.
func (s *Set[T]) MayLink(w *World, tenantID, key, reference string, by Actor) error {
	return w.Truth().Read(tenantID, func(d *Directory, at Moment) error {
		v, err := s.stored(d, key, at)
		if err != nil {
			return err
		}
		if r := s.reference(reference); r.Needs != nil {
			if needed := r.Needs(v); needed != "" && !by.Has(needed) {
				return refusal.Denied()
			}
		}
		return s.guard(d, v, by, at)
	})
}

// Linked is the target of a reference.
type Linked struct {
	Set   AnySet
	Value any
}

// As returns the target as an object of a type, nil if it has another type.
func As[T any](l Linked) *T {
	v, _ := l.Value.(*T)
	return v
}

// Resolve finds the target of a reference as visible to reads.
func (d *Directory) Resolve(id string, at Moment) (Linked, bool) {
	id = lower(id)
	for _, s := range d.objects {
		if v, ok := s.visible(d, id, at); ok {
			return Linked{s, v}, true
		}
	}
	return Linked{}, false
}

// RefersTooEarly reports whether a reference is written before both of its ends
// have reached every replica.
func (d *Directory) RefersTooEarly(at Moment, ends ...string) bool {
	return at.Settings.FreshReferencesAreInvalid && slices.ContainsFunc(ends, func(id string) bool {
		for _, s := range d.objects {
			if s.fresh(d, lower(id), at) {
				return true
			}
		}
		return false
	})
}

// Target resolves an id, or an alternate name, to a possible target of a
// reference.
func (s *Set[T]) Target(d *Directory, reference, id string, at Moment) (string, error) {
	target, ok := d.Resolve(id, at)
	if holder, named := d.NameHolder(id, ""); !ok && named {
		target, ok = d.Resolve(holder.ID, at)
	}
	if !ok || !slices.Contains(s.reference(reference).Targets, target.Set.Declared().Name) {
		return "", refusal.NotFound(id)
	}
	return target.Set.IDOf(target.Value), nil
}

func (s *Declaration) reference(name string) *Reference {
	i := slices.IndexFunc(s.References, func(r Reference) bool { return r.Name == name })
	return &s.References[i]
}

func (s *Set[T]) visible(d *Directory, id string, at Moment) (any, bool) {
	v := s.Seen(d, id, at)
	return v, v != nil
}

func (s *Set[T]) fresh(d *Directory, id string, at Moment) bool { return s.in(d).live.fresh(id, at) }

// Linked lists the visible targets of a reference.
func (s *Set[T]) Linked(w *World, tenantID, key, reference string) ([]Linked, error) {
	var targets []Linked
	err := w.Read(tenantID, func(d *Directory, at Moment) error {
		v, err := s.Lookup(d, key, at)
		if err != nil {
			return err
		}
		targets = d.ResolveAll(s.PointsAt(v, reference), at)
		return nil
	})
	return targets, err
}

// ResolveAll finds the visible targets.
func (d *Directory) ResolveAll(ids []string, at Moment) []Linked {
	var targets []Linked
	for _, id := range ids {
		if t, ok := d.Resolve(id, at); ok {
			targets = append(targets, t)
		}
	}
	return targets
}

// PointsAt lists the ids in a reference of an object.
func (s *Set[T]) PointsAt(v any, reference string) []string { return s.reference(reference).ids(v) }

// Point sets a reference to one object; an empty id clears it.
func (s *Set[T]) Point(w *World, tenantID, key, reference, id string) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error {
		v, err := s.ForChange(d, key, at)
		if err != nil {
			return err
		}
		r := s.reference(reference)
		if id == "" && *r.one(v) == "" {
			return refusal.NotFound(reference)
		}
		own := *s.ID(v)
		if id != "" {
			if id, err = s.Target(d, reference, id, at); err != nil {
				return err
			}
		}
		switch {
		case id == own:
			return s.errItself(reference)
		case d.RefersTooEarly(at, own, id):
			return refusal.InvalidReference()
		}
		next := s.Clone(v)
		*r.one(next) = id
		s.Put(d, next, at)
		return nil
	})
}

func (s *Set[T]) errItself(reference string) error {
	return refusal.BadRequest("A %s cannot be the %s of itself.", lower(s.Class.Name), reference)
}

// Find returns the id of an object, given its id or an alternate name, for seeds.
func (d *Directory) Find(name string) (string, error) {
	if schema.IsGUID(name) {
		if _, ok := d.Resolve(name, Moment{}); ok {
			return lower(name), nil
		}
	}
	if holder, ok := d.NameHolder(name, ""); ok {
		return holder.ID, nil
	}
	return "", refusal.BadRequest("The reference '%s' names no object in this tenant.", name)
}

// NameHolder finds the object with an alternate name, such as a user principal
// name. The object with the id except is ignored.
func (d *Directory) NameHolder(name, except string) (Holder, bool) {
	for _, s := range d.objects {
		if id, ok := s.named(d, name, except); ok {
			return Holder{s.Declared().kind(), id}, true
		}
	}
	return Holder{}, false
}

func (s *Set[T]) named(d *Directory, name, except string) (string, bool) {
	if s.Alternate == nil {
		return "", false
	}
	key := NameKey(name)
	v := s.Find(d, []string{key}, func(v *T) bool {
		return *s.ID(v) != except && strings.EqualFold(*s.Alternate(v), name)
	})
	if v == nil {
		return "", false
	}
	return *s.ID(v), true
}
