package kernel

import (
	"encoding/json"
	"fmt"
)

// Single is one replicated object per tenant, such as a policy.
type Single[T any] struct {
	Declaration
	// Shown is the member of the snapshot, if any.
	Shown string
	// Initial creates the object of a new tenant.
	Initial func(d *Directory, at Moment) *T
	// Unsaved creates the object for a saved state from before it existed; if nil, such a
	// state is incomplete.
	Unsaved func(*Directory) *T
	// Copy returns a deep copy of the object.
	Copy func(*T) *T
	// Derive adds computed values to the object as visible to reads; listed is the
	// version visible to lists.
	Derive func(d *Directory, read, listed *T) *T
	// Writes defines how requests change the object; nil if they cannot.
	Writes *Writes[T]
}

// AnySingle is a single object independent of its type.
type AnySingle interface {
	Part
	Declared() *Declaration
	Object(w *World, tenantID string) (any, error)
	Update(w *World, tenantID string, draft Draft, by Actor) error
}

// Declared returns the declaration of the object.
func (s *Single[T]) Declared() *Declaration { return &s.Declaration }

func (s *Single[T]) in(d *Directory) *replicated[T] { return keptBy[*replicated[T]](d, s) }

// Truth is the last version.
func (s *Single[T]) Truth(d *Directory) *T { return s.in(d).truth() }

// As is the version visible in a view.
func (s *Single[T]) As(d *Directory, v View, at Moment) *T { return s.in(d).as(v, at) }

// Put makes value the truth.
func (s *Single[T]) Put(d *Directory, value *T, at Moment) {
	before := s.Truth(d)
	s.in(d).write(value, at)
	d.tell(s, Changed, before, value, at)
}

// Get returns the object of a tenant.
func (s *Single[T]) Get(w *World, tenantID string) (*T, error) {
	var value *T
	err := w.Read(tenantID, func(d *Directory, at Moment) error {
		if value = s.As(d, ByID, at); s.Derive != nil {
			value = s.Derive(d, value, s.As(d, InLists, at))
		}
		return nil
	})
	return value, err
}

// Object is Get independent of the type.
func (s *Single[T]) Object(w *World, tenantID string) (any, error) {
	return untyped(s.Get(w, tenantID))
}

// Update changes the object: all properties of the draft or none.
func (s *Single[T]) Update(w *World, tenantID string, draft Draft, by Actor) error {
	return w.Write(tenantID, func(d *Directory, at Moment) error { return s.Change(d, draft, by, at) })
}

// Change is Update within an operation.
func (s *Single[T]) Change(d *Directory, draft Draft, by Actor, at Moment) error {
	before := s.Truth(d)
	next := s.Copy(before)
	if err := s.Writes.write(d, s.Class, before, next, draft, by, at); err != nil {
		return err
	}
	s.Put(d, next, at)
	return nil
}

func (s *Single[T]) empty() any { return &replicated[T]{} }

func (s *Single[T]) begin(d *Directory, at Moment) { *s.in(d) = single(s.Initial(d, at)) }

func (s *Single[T]) save(d *Directory, into map[string]any) { into[s.stateName()] = s.Truth(d) }

func (s *Single[T]) load(d *Directory, from map[string]json.RawMessage) error {
	var value *T
	if err := unmarshal(from, s.stateName(), &value); err != nil {
		return err
	}
	if value == nil && s.Unsaved != nil {
		value = s.Unsaved(d)
	}
	if value == nil {
		return fmt.Errorf("the member %s is missing", s.stateName())
	}
	*s.in(d) = single(value)
	return nil
}

func (s *Single[T]) snapshot(d *Directory, into map[string]any) {
	if s.Shown != "" {
		into[s.Shown] = *s.Truth(d)
	}
}

func (s *Single[T]) expire(*Directory, Moment) {}

func (s *Single[T]) seed() (Member, bool) { return Member{}, false }
