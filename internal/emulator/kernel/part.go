package kernel

import (
	"encoding/json"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Area is one service area's state: its parts, and its additional seed members.
type Area struct {
	Name  string
	Parts []Part
	// Seeds are members of a tenant in a seed that do not belong to a single set;
	// they are loaded after the sets of the area.
	Seeds []Member
	// Watches follow the sets of this area and of others.
	Watches []Watch
	// Seeded completes a tenant that a seed has filled, references included.
	Seeded func(d *Directory, at Moment)
	// Snapshot adds to a tenant's snapshot what the parts do not contribute
	// themselves.
	Snapshot func(d *Directory, into map[string]any)
}

// Part is a piece of state per tenant: a [Set], a [Single] or a [Value].
type Part interface {
	empty() any
	// begin initializes a new tenant.
	begin(d *Directory, at Moment)
	save(d *Directory, into map[string]any)
	load(d *Directory, from map[string]json.RawMessage) error
	snapshot(d *Directory, into map[string]any)
	expire(d *Directory, at Moment)
	seed() (Member, bool)
}

// ObjectClasses lists the types of directory objects.
func (w *World) ObjectClasses(tenantID string) ([]*schema.Class, error) {
	var classes []*schema.Class
	err := w.Read(tenantID, func(d *Directory, _ Moment) error {
		for _, s := range d.objects {
			classes = append(classes, s.Declared().Class)
		}
		return nil
	})
	return classes, err
}

// ObjectSet finds the set of the directory objects of a type, such as "user".
func (w *World) ObjectSet(tenantID, typeName string) (AnySet, error) {
	var found AnySet
	err := w.Read(tenantID, func(d *Directory, _ Moment) error {
		for _, s := range d.objects {
			if s.Declared().Class.Type == typeName {
				found = s
				return nil
			}
		}
		return refusal.NotModeled("the type microsoft.graph.%s", typeName)
	})
	return found, err
}

// Exists reports whether a set, given by name, contains an object.
func (d *Directory) Exists(set, id string) bool {
	for _, s := range d.sets {
		if s.Declared().Name == set {
			return s.exists(d, id)
		}
	}
	return false
}

// expire removes expired deleted objects.
func (d *Directory) expire(at Moment) {
	for _, p := range d.parts {
		p.expire(d, at)
	}
}

// keptBy returns the state of a part in a tenant; only the part itself stores it.
func keptBy[K any](d *Directory, p Part) K {
	kept, _ := d.state[p].(K)
	return kept
}

// unmarshal decodes one member of a saved tenant; a missing member changes
// nothing.
func unmarshal(from map[string]json.RawMessage, name string, into any) error {
	raw, ok := from[name]
	if !ok {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("the member %s cannot be read: %w", name, err)
	}
	return nil
}

// Value is a plain value per tenant, visible to every reader immediately.
type Value[T any] struct {
	// State is the member of the state file.
	State string
	// Member is the member of a seed; empty if seeds do not contain it.
	Member Member
	// Shown is the member of the snapshot, if any.
	Shown string
	// View returns the form of the value in the snapshot.
	View func(T) any
	// New returns the value of a new tenant; nil for the zero value.
	New func() T
}

// In returns the value in a tenant.
func (v *Value[T]) In(d *Directory) *T { return keptBy[*T](d, v) }

func (v *Value[T]) empty() any {
	value := new(T)
	if v.New != nil {
		*value = v.New()
	}
	return value
}

func (v *Value[T]) begin(*Directory, Moment) {}

func (v *Value[T]) save(d *Directory, into map[string]any) { into[v.State] = v.In(d) }

func (v *Value[T]) load(d *Directory, from map[string]json.RawMessage) error {
	return unmarshal(from, v.State, v.In(d))
}

func (v *Value[T]) snapshot(d *Directory, into map[string]any) {
	switch {
	case v.Shown == "":
	case v.View != nil:
		into[v.Shown] = v.View(*v.In(d))
	default:
		into[v.Shown] = *v.In(d)
	}
}

func (v *Value[T]) expire(*Directory, Moment) {}

func (v *Value[T]) seed() (Member, bool) { return v.Member, v.Member.Name != "" }
