package kernel

import (
	"encoding/json"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Area is what one field of the services keeps: its parts, and how a seed fills
// them besides.
type Area struct {
	Name  string
	Parts []Part
	// Seeds are members of a tenant in a seed that no single set is made from; they
	// come after the sets of the area.
	Seeds []Member
	// Snapshot adds to the snapshot of a tenant what no part shows by itself.
	Snapshot func(d *Directory, into map[string]any)
}

// Part is something that an area keeps per tenant: a [Set], a [Single] or a
// [Value].
type Part interface {
	empty() any
	// begin fills in what a new tenant has.
	begin(d *Directory, at Moment)
	save(d *Directory, into map[string]any)
	load(d *Directory, from map[string]json.RawMessage) error
	snapshot(d *Directory, into map[string]any)
	expire(d *Directory, at Moment)
	seed() (Member, bool)
}

// ObjectClasses describes the types of directory objects.
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

// Exists says whether a set, by name, has an object.
func (d *Directory) Exists(set, id string) bool {
	for _, s := range d.sets {
		if s.Declared().Name == set {
			return s.exists(d, id)
		}
	}
	return false
}

// expire removes what was deleted and whose time has come.
func (d *Directory) expire(at Moment) {
	for _, p := range d.parts {
		p.expire(d, at)
	}
}

// keptBy is what a part keeps for a tenant; only the part itself has put it there.
func keptBy[K any](d *Directory, p Part) K {
	kept, _ := d.state[p].(K)
	return kept
}

// unmarshal reads one member of a saved tenant; one that is missing changes
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

// Value is a plain value per tenant, which every reader sees at once.
type Value[T any] struct {
	// State is the member of the state file.
	State string
	// Member is how a seed fills it; empty when seeds do not name it.
	Member Member
	// Shown is the member of the snapshot, if any.
	Shown string
	// View is what the snapshot shows instead of the value.
	View func(T) any
	// New makes the value of a new tenant; the zero value when nil.
	New func() T
}

// In is the value of a tenant.
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
