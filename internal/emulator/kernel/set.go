package kernel

import (
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Set declares an entity set. Storage, replication, the state file, snapshots,
// seeds, listings, the recycle bin, references, the change log and the Graph
// operations follow from the declaration.
type Set[T any] struct {
	Declaration
	// ID is the field with the object id.
	ID func(*T) *string
	// Alternate is a second unique key, such as the user principal name.
	Alternate func(*T) *string
	// Index returns further index keys, for filters and for the rules of an area.
	Index func(*T) []string
	// Proxies are the addresses in the tenant's proxy address name space.
	Proxies func(*T) *[]string
	// Unique are properties whose values are unique in the set, except for the empty
	// text. Enforced for requests, not for seeds.
	Unique map[string]func(*T) string
	// OwnerID returns the id of the owning object.
	OwnerID func(*T) string
	// Guard rejects changes and deletions of an object by some callers; nil allows
	// every caller with the permission.
	Guard func(d *Directory, v *T, by Actor, at Moment) error
	// Copy returns a deep copy of an object; nil if a shallow copy is sufficient.
	Copy func(*T) *T
	// Bin is the recycle bin; without one a deletion is permanent.
	Bin *Bin[T]
	// Ends rejects a permanent deletion by a request, or deletes dependent state.
	Ends func(d *Directory, v *T, at Moment) error
	// Writes defines how requests create and change objects; nil if they cannot.
	Writes *Writes[T]
	// Seeds defines how a seed fills the set; nil if seeds do not contain it.
	Seeds *Seeds[T]
	// View returns the form of an object in snapshots; if nil, the object itself.
	View func(*T) any
	// Show returns the form of an object in reads; if nil, the object itself.
	Show func(v *T, at Moment) *T
	// Until returns the time at which an object is removed, for logs: objects are
	// removed in order of creation. Nil keeps them.
	Until func(d *Directory, v *T) time.Time
	// Derived computes the objects of a set without storage from other state.
	Derived func(d *Directory, at Moment) ([]*T, error)
}

// state is the state of a set in one tenant.
type state[T any] struct {
	live *store[T]
	bin  *store[T]
	// expiring lists deleted objects in order of expiry.
	expiring []expiring
	log      []change
}

// Declared returns the declaration of the set.
func (s *Set[T]) Declared() *Declaration { return &s.Declaration }

// HasBin reports whether the set has a recycle bin.
func (s *Set[T]) HasBin() bool { return s.Bin != nil }

// IDOf returns the id of an object of the set.
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

// Clone returns a copy of an object that can be changed.
func (s *Set[T]) Clone(v *T) *T {
	if s.Copy != nil {
		return s.Copy(v)
	}
	c := *v
	return &c
}

// Truth is the last version of an object, independent of its visibility; nil if it
// does not exist.
func (s *Set[T]) Truth(d *Directory, id string) *T { return s.in(d).live.truth(id) }

// Seen is the version that a read by id returns.
func (s *Set[T]) Seen(d *Directory, id string, at Moment) *T { return s.in(d).live.seen(id, at) }

// As is the version of an existing object that a view shows.
func (s *Set[T]) As(d *Directory, id string, v View, at Moment) *T {
	if r, ok := s.in(d).live.records[id]; ok {
		return r.as(v, at)
	}
	return nil
}

func (s *Set[T]) exists(d *Directory, id string) bool { return s.Truth(d, id) != nil }

// InBin reports whether the recycle bin contains an object.
func (s *Set[T]) InBin(d *Directory, id string) bool { return s.in(d).bin.truth(id) != nil }

// All lists the existing objects in order of creation.
func (s *Set[T]) All(d *Directory) []*T { return s.in(d).live.truths() }

// AllDeleted lists the recycle bin in order of creation.
func (s *Set[T]) AllDeleted(d *Directory) []*T { return s.in(d).bin.truths() }

// Count is the number of existing objects.
func (s *Set[T]) Count(d *Directory) int { return s.in(d).live.count }

// Find returns the first accepted object under one of the index keys.
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

// Lookup finds an object as visible to reads, by its id or its alternate name.
func (s *Set[T]) Lookup(d *Directory, key string, at Moment) (*T, error) {
	if s.Derived != nil {
		return s.derived(d, key, at)
	}
	v, err := s.stored(d, key, at)
	if err != nil {
		return nil, err
	}
	s.awaited(d, v, at)
	return s.shown(v, at), nil
}

func (s *Set[T]) shown(v *T, at Moment) *T {
	if s.Show == nil {
		return v
	}
	return s.Show(v, at)
}

// stored is Lookup in a set with storage.
func (s *Set[T]) stored(d *Directory, key string, at Moment) (*T, error) {
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

// ForChange finds an object as visible to reads, because a write to an object that
// has not replicated fails with 404 (graph-identity §1.8), and returns the truth,
// because writes build on each other.
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

// Get finds an object by its id or its alternate name, as visible to reads.
func (s *Set[T]) Get(w *World, tenantID, key string) (*T, error) {
	var found *T
	err := w.Read(tenantID, func(d *Directory, at Moment) (err error) {
		found, err = s.Lookup(d, key, at)
		return err
	})
	return found, err
}

// List returns one page of the objects, as visible to lists.
func (s *Set[T]) List(w *World, tenantID string, l Listing) (Page[*T], error) {
	var page Page[*T]
	err := w.Read(tenantID, func(d *Directory, at Moment) (err error) {
		page, err = s.Page(d, l, at, nil)
		return err
	})
	return page, err
}

// Page returns one page of the objects accepted by visible; nil accepts all.
func (s *Set[T]) Page(d *Directory, l Listing, at Moment, visible func(*T) bool) (Page[*T], error) {
	if s.Derived != nil {
		return s.derivedPage(d, l, at)
	}
	page, err := s.in(d).live.page(l, at, visible)
	for i, v := range page.Items {
		page.Items[i] = s.shown(v, at)
	}
	return page, err
}

// Object is Get independent of the type.
func (s *Set[T]) Object(w *World, tenantID, key string) (any, error) {
	return untyped(s.Get(w, tenantID, key))
}

// Objects is List independent of the type.
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

// Any is a page independent of the type of its objects.
func Any[T any](p Page[*T]) Page[any] {
	items := make([]any, len(p.Items))
	for i, v := range p.Items {
		items[i] = v
	}
	return Page[any]{Items: items, Next: p.Next, Total: p.Total}
}
