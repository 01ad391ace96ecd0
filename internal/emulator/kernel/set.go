package kernel

import (
	"iter"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Set declares an entity set. Storage, replication, the state file, snapshots,
// seeds, listings, the recycle bin, references and the change log follow from it,
// and so does what Graph serves of it.
type Set[T any] struct {
	Declaration
	// ID is the field of the object id.
	ID func(*T) *string
	// Alternate is another name that finds an object, unique among them, such as
	// the user principal name.
	Alternate func(*T) *string
	// Index gives further index keys, for filters and for the rules of an area.
	Index func(*T) []string
	// Proxies are addresses in the one name space of a tenant.
	Proxies func(*T) *[]string
	// Unique are properties whose value no two objects of the set share, except for
	// the empty text. Requests are held to them, seeds are not.
	Unique map[string]func(*T) string
	// OwnerID is the id of the object of the owning set.
	OwnerID func(*T) string
	// Copy copies an object so that a change of the copy leaves it alone; the plain
	// copy when nil.
	Copy func(*T) *T
	// Bin is the recycle bin; without one a deletion is final.
	Bin *Bin[T]
	// Ends refuses a final deletion by a request, or ends what goes with the object.
	Ends func(d *Directory, v *T, at Moment) error
	// Writes says how requests create and change objects; nil when they do not.
	Writes *Writes[T]
	// Seeds says how a seed fills the set; nil when seeds do not name it.
	Seeds *Seeds[T]
	// View is what snapshots show of an object; the object itself when nil.
	View func(*T) any
	// Derived makes the objects of a set that nothing keeps: what readers see follows
	// from something else.
	Derived func(d *Directory, at Moment) ([]*T, error)
}

// state is what a set keeps per tenant.
type state[T any] struct {
	live *store[T]
	bin  *store[T]
	// expiring is the order in which the recycle bin empties.
	expiring []expiring
	log      []change
}

// Declared is what the set says about itself.
func (s *Set[T]) Declared() *Declaration { return &s.Declaration }

// HasBin says whether there is a recycle bin.
func (s *Set[T]) HasBin() bool { return s.Bin != nil }

// IDOf is the id of an object of the set.
func (s *Set[T]) IDOf(v any) string { return *s.ID(schema.Of[T](v)) }

func (s *Set[T]) in(d *Directory) *state[T] { return keptBy[*state[T]](d, s) }

func (s *Set[T]) empty() any {
	return &state[T]{live: newStore(s.keys, s.Steady), bin: newStore(s.keys, s.Steady)}
}

func (s *Set[T]) begin(*Directory, Moment) {}

func (s *Set[T]) keys(v *T) []string {
	keys := make([]string, 0, 6)
	if s.Alternate != nil {
		keys = append(keys, NameKey(*s.Alternate(v)))
	}
	if s.Index != nil {
		keys = append(keys, s.Index(v)...)
	}
	if s.Proxies != nil {
		for _, p := range *s.Proxies(v) {
			keys = append(keys, ProxyKey(p))
		}
	}
	for name, value := range s.Unique {
		keys = append(keys, uniqueKey(name, value(v)))
	}
	return keys
}

// Clone copies an object so that it can be changed.
func (s *Set[T]) Clone(v *T) *T {
	if s.Copy != nil {
		return s.Copy(v)
	}
	c := *v
	return &c
}

// Truth is the last version of an object, whatever readers see; nil when it does
// not exist.
func (s *Set[T]) Truth(d *Directory, id string) *T { return s.in(d).live.truth(id) }

// Seen is what a read by id gets.
func (s *Set[T]) Seen(d *Directory, id string, at Moment) *T { return s.in(d).live.seen(id, at) }

// As is what a view shows of an object that exists.
func (s *Set[T]) As(d *Directory, id string, v View, at Moment) *T {
	if r, ok := s.in(d).live.records[id]; ok {
		return r.as(v, at)
	}
	return nil
}

func (s *Set[T]) exists(d *Directory, id string) bool { return s.Truth(d, id) != nil }

// InBin reports whether the recycle bin has an object.
func (s *Set[T]) InBin(d *Directory, id string) bool { return s.in(d).bin.truth(id) != nil }

// All lists what exists, in the order of creation.
func (s *Set[T]) All(d *Directory) []*T { return s.in(d).live.truths() }

// AllDeleted lists the recycle bin, in the order of creation.
func (s *Set[T]) AllDeleted(d *Directory) []*T { return s.in(d).bin.truths() }

// Count is the number of objects that exist.
func (s *Set[T]) Count(d *Directory) int { return s.in(d).live.count }

// Find is the first existing object under one of the index keys that is accepted.
func (s *Set[T]) Find(d *Directory, keys []string, accept func(*T) bool) *T {
	return find(s.in(d).live, keys, accept)
}

// FindDeleted is Find in the recycle bin.
func (s *Set[T]) FindDeleted(d *Directory, keys []string, accept func(*T) bool) *T {
	return find(s.in(d).bin, keys, accept)
}

func find[T any](s *store[T], keys []string, accept func(*T) bool) *T {
	if len(keys) == 1 {
		return first(s.index.under(keys[0]), accept)
	}
	return first(slices.Values(s.candidates(keys)), accept)
}

func first[T any](records iter.Seq[*record[T]], accept func(*T) bool) *T {
	for r := range records {
		if v := r.truth(); v != nil && accept(v) {
			return v
		}
	}
	return nil
}

// Put writes a version of an object and tells the change log.
func (s *Set[T]) Put(d *Directory, v *T, at Moment) {
	id := *s.ID(v)
	s.record(d, s.Truth(d, id), v, at)
	s.in(d).live.put(id, v, at)
}

// Fill stores an object that every reader sees at once, as a seed does.
func (s *Set[T]) Fill(d *Directory, v *T) { s.in(d).live.put(*s.ID(v), v, Moment{}) }

// Remove ends an object for good, and what belongs to it.
func (s *Set[T]) Remove(d *Directory, id string, at Moment) {
	v := s.Truth(d, id)
	if v == nil {
		return
	}
	s.record(d, v, nil, at)
	s.in(d).live.put(id, nil, at)
	for _, owned := range d.sets {
		if owned.Declared().Owner == s.Name {
			owned.orphaned(d, id, at)
		}
	}
}

// orphaned ends the objects that belong to one that has ended.
func (s *Set[T]) orphaned(d *Directory, owner string, at Moment) {
	for _, v := range s.All(d) {
		if s.OwnerID(v) == owner {
			s.Remove(d, *s.ID(v), at)
		}
	}
}

// Lookup finds an object as a reader does, by its id or its alternate name.
func (s *Set[T]) Lookup(d *Directory, key string, at Moment) (*T, error) {
	if s.Derived != nil {
		return s.derived(d, key, at)
	}
	if s.Alternate == nil || schema.IsGUID(key) {
		if v := s.Seen(d, s.Normal(key), at); v != nil {
			return v, nil
		}
		return nil, s.missing(key)
	}
	live := s.in(d).live
	for r := range live.index.under(NameKey(key)) {
		if v := live.sight(r, at); v != nil && strings.EqualFold(*s.Alternate(v), key) {
			return v, nil
		}
	}
	return nil, s.missing(key)
}

// ForChange finds an object as a reader does, because a write to an object that
// has not replicated yet fails with 404 (graph-identity §1.8), and returns the
// truth, because writes build on each other.
func (s *Set[T]) ForChange(d *Directory, key string, at Moment) (*T, error) {
	seen, err := s.Lookup(d, key, at)
	if err != nil {
		return nil, err
	}
	if v := s.Truth(d, *s.ID(seen)); v != nil {
		return v, nil
	}
	return nil, s.missing(key)
}

// Get finds an object by its id or its alternate name, as a read sees it.
func (s *Set[T]) Get(w *World, tenantID, key string) (*T, error) {
	var found *T
	err := w.Read(tenantID, func(d *Directory, at Moment) (err error) {
		found, err = s.Lookup(d, key, at)
		return err
	})
	return found, err
}

// List serves one page of the objects, as lists show them.
func (s *Set[T]) List(w *World, tenantID string, l Listing) (Page[*T], error) {
	var page Page[*T]
	err := w.Read(tenantID, func(d *Directory, at Moment) (err error) {
		page, err = s.Page(d, l, at, nil)
		return err
	})
	return page, err
}

// Page serves a listing of what visible lets through; nil is everything.
func (s *Set[T]) Page(d *Directory, l Listing, at Moment, visible func(*T) bool) (Page[*T], error) {
	if s.Derived != nil {
		return s.derivedPage(d, l, at)
	}
	return s.in(d).live.page(l, at, visible)
}

// Object is Get without the type.
func (s *Set[T]) Object(w *World, tenantID, key string) (any, error) {
	return untyped(s.Get(w, tenantID, key))
}

// Objects is List without the type.
func (s *Set[T]) Objects(w *World, tenantID string, l Listing) (Page[any], error) {
	page, err := s.List(w, tenantID, l)
	return Any(page), err
}

func untyped[T any](v *T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return v, nil
}

// Any is a page without the type of its objects.
func Any[T any](p Page[*T]) Page[any] {
	items := make([]any, len(p.Items))
	for i, v := range p.Items {
		items[i] = v
	}
	return Page[any]{Items: items, Next: p.Next, Total: p.Total}
}
