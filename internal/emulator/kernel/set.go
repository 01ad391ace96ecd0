package kernel

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
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
	// OwnerID is the id of the object of the owning set.
	OwnerID func(*T) string
	// Copy copies an object so that a change of the copy leaves it alone; the plain
	// copy when nil.
	Copy func(*T) *T
	// Bin is the recycle bin; without one a deletion is final.
	Bin *Bin[T]
	// Seeds says how a seed fills the set; nil when seeds do not name it.
	Seeds *Seeds[T]
	// View is what snapshots show of an object; the object itself when nil.
	View func(*T) any
}

// Declaration is what a set says about itself whatever its type is.
type Declaration struct {
	// Name is the member of seeds and snapshots, and the set in contexts.
	Name string
	// State is the member of the state file; Name when empty.
	State string
	// Kind is how the details of a conflict name the type; the name of the class
	// when empty.
	Kind string
	// Class describes the properties.
	Class *schema.Class
	// IsObject says that references may point at the objects.
	IsObject bool
	// Exact ids are compared with their case.
	Exact bool
	// Steady objects never vanish from a replica again.
	Steady bool
	// Unlisted leaves the set out of snapshots.
	Unlisted bool
	// Log is the member of the state file that holds the change log; without one
	// there is none.
	Log string
	// Keys make the index key of a value of a property, for filters.
	Keys map[string]func(value string) string
	// References are the properties that point at other objects.
	References []Reference
	// Owner is the name of the set whose objects take those of this set with them
	// when they end; see [Set.OwnerID].
	Owner string
	// Missing answers for a key that finds nothing; 404 with the key when nil.
	Missing func(key string) error
	// Served says how Graph serves the set.
	Served Served
}

// Served is what Graph offers of a set. A set without a path is not served.
type Served struct {
	// Path is that of the collection, such as "/users".
	Path string
	// Read are the permissions to read, any one of which is enough; Full are those
	// that show more than the basic properties, if there is a difference.
	Read, Full []string
	// Remove are the permissions to delete, restore and purge; without them
	// requests do not delete.
	Remove []string
	// Source is the section of the reference.
	Source string
	// In are the editions that have the set.
	In schema.Editions
	// Uncounted sets have no /$count, and NoList ones only serve single objects.
	Uncounted, NoList bool
}

// AnySet is a set without its type.
type AnySet interface {
	Part
	Declared() *Declaration
	// HasBin says whether there is a recycle bin.
	HasBin() bool
	// IDOf is the id of an object of the set.
	IDOf(v any) string
	// PointsAt lists the ids that a reference of an object names.
	PointsAt(v any, reference string) []string
	// Object finds an object as a reader does, and Objects lists them.
	Object(w *World, tenantID, key string) (any, error)
	Objects(w *World, tenantID string, l Listing) (Page[any], error)
	// DeletedObject and DeletedObjects read the recycle bin.
	DeletedObject(w *World, tenantID, id string) (any, error)
	DeletedObjects(w *World, tenantID string, l Listing) (Page[any], error)

	Delete(w *World, tenantID, key string, by Actor) error
	RestoreObject(w *World, tenantID, id string, how map[string]any, by Actor) (any, error)
	Purge(w *World, tenantID, id string, by Actor) error

	Linked(w *World, tenantID, key, reference string) ([]Linked, error)
	Point(w *World, tenantID, key, reference, id string) error
	Link(w *World, tenantID, key, reference, id string) error
	Unlink(w *World, tenantID, key, reference, id string) error

	Mark(w *World, tenantID string) (uint64, error)
	Changes(w *World, tenantID string, since uint64, limit int) (changes []Change, mark uint64, more bool, err error)

	visible(d *Directory, id string, at Moment) (any, bool)
	fresh(d *Directory, id string, at Moment) bool
	owner(d *Directory, key, except string) (id string, ok bool)
	named(d *Directory, name, except string) (id string, ok bool)
	resolve(d *Directory, t *SeedTenant) error
	orphaned(d *Directory, owner string, at Moment)
	exists(d *Directory, id string) bool
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
func (s *Set[T]) IDOf(v any) string { return *s.ID(v.(*T)) }

func (s *Set[T]) in(d *Directory) *state[T] { return d.state[s].(*state[T]) }

func (s *Set[T]) empty() any {
	return &state[T]{live: newStore(s.keys, s.Steady), bin: newStore(s.keys, s.Steady)}
}

func (s *Set[T]) begin(*Directory, Moment) {}

// kind is how the details of a conflict name an object.
func (s *Declaration) kind() string {
	if s.Kind != "" || s.Class == nil {
		return s.Kind
	}
	return s.Class.Name
}

func (s *Declaration) stateName() string {
	if s.State != "" {
		return s.State
	}
	return s.Name
}

func (s *Declaration) missing(key string) error {
	if s.Missing != nil {
		return s.Missing(key)
	}
	return refusal.NotFound(key)
}

// Normal is the form in which an id is kept.
func (s *Declaration) Normal(id string) string {
	if s.Exact {
		return id
	}
	return lower(id)
}

// NameKey is the index key of an alternate name.
func NameKey(name string) string { return "name:" + lower(name) }

// ProxyKey is the index key of a proxy address, prefix included.
func ProxyKey(proxy string) string { return "proxy:" + lower(proxy) }

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
	return keys
}

// KeyOf makes the index key of a value of a property.
func (s *Declaration) KeyOf(property, value string) (string, bool) {
	switch make := s.Keys[property]; {
	case make != nil:
		return make(value), true
	case property == "id" && !s.Exact:
		return IDKey(value), true
	default:
		return "", false
	}
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
		return first(s.index[keys[0]], accept)
	}
	return first(s.candidates(keys), accept)
}

func first[T any](records []*record[T], accept func(*T) bool) *T {
	for _, r := range records {
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
	if s.Alternate == nil || schema.IsGUID(key) {
		if v := s.Seen(d, s.Normal(key), at); v != nil {
			return v, nil
		}
		return nil, s.missing(key)
	}
	live := s.in(d).live
	for _, r := range live.index[NameKey(key)] {
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
