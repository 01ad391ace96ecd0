package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// refuseUnwritten names the first member inside a value that the editions cannot
// write. [Shape.Accept] handles members that no edition has.
func (s Shape) refuseUnwritten(value any, in Editions) error {
	object, _ := value.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		field := s.Fields[name]
		if !field.writtenIn(in) {
			return refusal.InvalidProperty(name)
		}
		if err := field.refuseUnwritten(object[name], in); err != nil {
			return err
		}
	}
	return nil
}

func (s Shape) writtenIn(in Editions) bool { return s.In.Include(in) && s.Written.Include(in) }

// shown returns a value as an edition shows it: without members that the edition
// lacks, and with members that have a default in responses.
func (s Shape) shown(value any, in Editions) any {
	object, ok := value.(map[string]any)
	if !ok || s.Kind != KindObject {
		return value
	}
	for name, field := range s.Fields {
		kept, has := object[name]
		switch {
		case has && !field.In.Include(in):
			object = maps.Clone(object)
			delete(object, name)
		case kept == nil && field.Unset != nil && field.In.Include(in):
			object = maps.Clone(object)
			object[name] = field.Unset
		}
	}
	return object
}

// field finds a member by name, ignoring case.
func (s Shape) field(name string) (Shape, bool) {
	for known, field := range s.Fields {
		if strings.EqualFold(known, name) {
			return field, true
		}
	}
	return Shape{}, false
}
