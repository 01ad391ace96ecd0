package kernel

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Declaration is what a set says about itself whatever its type is.
type Declaration struct {
	// Name is the member of seeds and snapshots, and the set in contexts.
	Name string
	// State is the member of the state file; Name when empty.
	State string
	// Kind is how the details of a conflict name the type; the name of the class
	// when empty.
	Kind string
	// Key is the property that holds the id where clients choose it, such as the tenant
	// id of a partner.
	Key string
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
	// Hides is why an edition does not show an object: lists leave it out, and a read
	// fails; nil shows all.
	Hides func(v any, in schema.Editions, facts settings.Settings) error
	// Missing answers for a key that finds nothing; 404 with the key when nil.
	Missing func(key string) error
	// Served says how Graph serves the set.
	Served Served
}

// Served is what Graph offers of a set or a single object. Without a path it is not
// served.
type Served struct {
	// Path is that of the collection, such as "/users", or of the single object. A
	// path with {id} in it is that of one object below the object of another set, which
	// has the same id, such as "/partners/{id}/identitySynchronization".
	Path string
	// Read are the permissions to read, any one of which is enough; Full are those
	// that show more than the basic properties, if there is a difference. Needs replaces
	// Read where settings decide about it.
	Read, Full []string
	Needs      func(settings.Settings) []string
	// Remove are the permissions to delete, restore and purge; without them
	// requests do not delete.
	Remove []string
	// Create and Change are the permissions to make an object and to change its
	// properties; without them requests do not.
	Create, Change []string
	// Narrow are permissions to change single properties, all of which are needed.
	// Those in Apart need them whatever else is granted.
	Narrow map[string][]string
	Apart  []string
	// Own are the delegated permissions with which a user reads the whole object that
	// the user is.
	Own []string
	// Source is the section of the reference.
	Source string
	// In are the editions that have the set.
	In schema.Editions
	// Listed are the editions in which a single object is the only one of a collection,
	// under its name.
	Listed schema.Editions
	// Uncounted sets have no /$count, and NoList ones only serve single objects.
	Uncounted, NoList bool
	// Options are the query options of the list where they are not those of directory
	// objects. None of the rules about advanced queries applies then.
	Options []string
	// Deleted is how a recycle bin of its own is served; without one deleted objects are
	// in /directory/deletedItems.
	Deleted *ServedBin
}

// ServedBin is what Graph offers of a recycle bin of its own, to those who may
// delete.
type ServedBin struct {
	Path, Source string
	// In are the editions that list and restore, Purge those that purge.
	In, Purge schema.Editions
	// Options are the query options of the list.
	Options []string
	// Without are properties that it does not show.
	Without []string
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

	CreateObject(w *World, tenantID string, draft Draft, by Actor) (any, error)
	// PutObject makes an object with a key.
	PutObject(w *World, tenantID, key string, draft Draft, by Actor) error
	Update(w *World, tenantID, key string, draft Draft, by Actor) error
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

// KeyOf makes the index key of a value of a property.
func (s *Declaration) KeyOf(property, value string) (string, bool) {
	switch key := s.Keys[property]; {
	case key != nil:
		return key(value), true
	case property == "id" && !s.Exact:
		return IDKey(value), true
	default:
		return "", false
	}
}
