package kernel

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Declaration is the part of a set's definition that is independent of its type.
type Declaration struct {
	// Name is the member of seeds and snapshots, and the set in @odata.context.
	Name string
	// State is the member of the state file; Name if empty.
	State string
	// Kind is the type name in the details of a conflict; the class name if empty.
	Kind string
	// Key is the property that holds the id if clients choose it, such as the tenant
	// id of a partner.
	Key string
	// Class defines the properties.
	Class *schema.Class
	// IsObject marks directory objects, which references may point at.
	IsObject bool
	// Exact ids are case-sensitive.
	Exact bool
	// Steady objects do not disappear and reappear in reads (flapping replicas).
	Steady bool
	// Unlisted excludes the set from snapshots.
	Unlisted bool
	// Log is the member of the state file with the change log; empty for no change
	// log.
	Log string
	// Keys return the index key for a value of a property, for filters.
	Keys map[string]func(value string) string
	// References are the properties that point at other objects.
	References []Reference
	// Owner is the name of the set whose objects own the objects of this set: they
	// are deleted together; see [Set.OwnerID].
	Owner string
	// Hides returns the reason why an edition does not show an object: lists omit it
	// and reads fail; nil shows all objects.
	Hides func(v any, in schema.Editions, facts settings.Settings) error
	// Missing returns the error for a key that is not found; if nil, 404 with the
	// key.
	Missing func(key string) error
	// Served defines how Graph serves the set.
	Served Served
}

// Served defines what Graph offers of a set or a single object. It is not served
// without a path.
type Served struct {
	// Path is the path of the collection, such as "/users", or of the single object.
	// A path with {id} is that of a single object below an object of another set with
	// the same id, such as "/partners/{id}/identitySynchronization".
	Path string
	// Read are the permissions to read, any one of which is sufficient; Full are the
	// permissions that show more than the basic properties, if they differ. Needs
	// replaces Read if it depends on settings, and Refuse the default 403 of a read.
	Read, Full []string
	Needs      func(settings.Settings) []string
	Refuse     func(by Actor) error
	// One are the permissions to read an object by its id, if they differ.
	One []string
	// Remove are the permissions to delete, restore and purge; empty if requests
	// cannot delete. Unpurgeable objects stay in the recycle bin until they expire.
	Remove      []string
	Unpurgeable bool
	// Create and Change are the permissions to create an object and to change its
	// properties; empty if requests cannot do so.
	Create, Change []string
	// Narrow are permissions to change single properties, all of which are required.
	// Properties in Apart require them in addition to any other permission.
	Narrow map[string][]string
	Apart  []string
	// Own are the delegated permissions with which the signed-in user reads all
	// properties of its own object.
	Own []string
	// Costly are the properties that a request must select and be allowed to see.
	Costly map[string]Costly
	// Source is the section of the reference.
	Source string
	// In are the editions that have the set.
	In schema.Editions
	// Listed are the editions in which a single object is the only element of a
	// collection, addressed by its name.
	Listed schema.Editions
	// Typed means that a change of a single object names its type, and Answered that
	// the response to a change has the object.
	Typed, Answered bool
	// Uncounted sets have no /$count; NoList sets serve only single objects.
	Uncounted, NoList bool
	// Options are the query options of the list if they differ from those of
	// directory objects. The rules for advanced queries do not apply then.
	Options []string
	// Deleted defines the set's own recycle bin; without one, deleted objects are in
	// /directory/deletedItems.
	Deleted *ServedBin
}

// Costly is a property that takes more than the permission for the set.
type Costly struct {
	// Page is the maximum size of a page with the property.
	Page int
	// Refuse returns the error for callers that may not see it.
	Refuse func(t Tenant, by Actor) error
}

// ServedBin defines what Graph offers of a set's own recycle bin, for callers with
// permission to delete.
type ServedBin struct {
	Path, Source string
	// In are the editions that list and restore, Purge the editions that purge.
	In, Purge schema.Editions
	// Options are the query options of the list.
	Options []string
	// Without are properties that are not shown.
	Without []string
}

// AnySet is a set independent of its type.
type AnySet interface {
	Part
	Declared() *Declaration
	// HasBin reports whether the set has a recycle bin.
	HasBin() bool
	// IDOf returns the id of an object of the set.
	IDOf(v any) string
	// PointsAt lists the ids in a reference of an object.
	PointsAt(v any, reference string) []string
	// Object finds an object as visible to reads, and Objects lists them.
	Object(w *World, tenantID, key string) (any, error)
	Objects(w *World, tenantID string, l Listing) (Page[any], error)
	// DeletedObject and DeletedObjects read the recycle bin.
	DeletedObject(w *World, tenantID, id string) (any, error)
	DeletedObjects(w *World, tenantID string, l Listing) (Page[any], error)

	CreateObject(w *World, tenantID string, draft Draft, by Actor) (any, error)
	// PutObject creates an object with a key.
	PutObject(w *World, tenantID, key string, draft Draft, by Actor) error
	Update(w *World, tenantID, key string, draft Draft, by Actor) error
	Delete(w *World, tenantID, key string, by Actor) error
	RestoreObject(w *World, tenantID, id string, how map[string]any, by Actor) (any, error)
	Purge(w *World, tenantID, id string, by Actor) error

	MayLink(w *World, tenantID, key, reference string, by Actor) error
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

// kind is the type name of an object in the details of a conflict.
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

// Normal returns the stored form of an id.
func (s *Declaration) Normal(id string) string {
	if s.Exact {
		return id
	}
	return lower(id)
}

// Collection is the name of the set in Graph: the end of its path, or its own name.
func (s *Declaration) Collection() string {
	if s.Served.Path == "" {
		return s.Name
	}
	return s.Served.Path[strings.LastIndexByte(s.Served.Path, '/')+1:]
}

// NameKey returns the index key of an alternate name.
func NameKey(name string) string { return "name:" + lower(name) }

// ProxyKey returns the index key of a proxy address, prefix included.
func ProxyKey(proxy string) string { return "proxy:" + lower(proxy) }

// KeyOf returns the index key for a value of a property.
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
