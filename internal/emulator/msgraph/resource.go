package msgraph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// resource is a type of directory object as the query options see it.
type resource[T any] struct {
	// typeName appears in messages, entityType in those about the schema, and
	// set in contexts.
	typeName, entityType, set string
	properties                []world.Property[T]
	// defaults are what an answer without $select holds; nil stands for all.
	defaults []string
	gates    map[string]gate
	// omitted says which properties Graph has and the emulator leaves out.
	omitted func(name string) bool
}

func (s resource[T]) property(name string) (world.Property[T], bool) {
	i := slices.IndexFunc(s.properties, func(p world.Property[T]) bool { return p.Name == name })
	if i < 0 {
		return world.Property[T]{}, false
	}
	return s.properties[i], true
}

// selection is the list of properties that an answer holds.
type selection[T any] struct {
	names      []string // as selected; nil without $select
	properties []world.Property[T]
}

// selected resolves $select. Names that the schema lacks are refused
// (graph-identity §15), those that the emulator lacks are 501.
func (s resource[T]) selected(names []string) (selection[T], error) {
	chosen := selection[T]{names: names}
	if len(names) == 0 {
		names = s.defaults
	}
	if names == nil {
		chosen.properties = s.properties
		return chosen, nil
	}
	for _, name := range names {
		p, ok := s.property(name)
		if !ok {
			return chosen, s.unknown(name, "Parsing OData Select and Expand failed: ")
		}
		chosen.properties = append(chosen.properties, p)
	}
	return chosen, nil
}

func (s resource[T]) unknown(name, prefix string) error {
	if s.omitted != nil && s.omitted(name) {
		return world.NotModelled("the property '%s' of %s", name, s.entityType)
	}
	return &world.Fault{Status: 400, Code: "BadRequest", Message: fmt.Sprintf(
		"%sCould not find a property named '%s' on type '%s'.", prefix, name, s.entityType)}
}

// render encodes an object with the selected properties.
func (c selection[T]) render(v *T) map[string]any {
	body := make(map[string]any, len(c.properties)+2)
	for _, p := range c.properties {
		body[p.Name] = p.Get(v)
	}
	return body
}

// fragment is the part of a context after "#": "users(id,mail)".
func (c selection[T]) fragment(set string) string {
	if len(c.names) == 0 {
		return set
	}
	return set + "(" + strings.Join(c.names, ",") + ")"
}

// lookup gives the value of a path to the filter.
func (s resource[T]) lookup(v *T) odata.Lookup {
	return func(path string) (any, bool) {
		name, member, nested := strings.Cut(path, "/")
		p, ok := s.property(name)
		if !ok {
			return nil, false
		}
		value := p.Get(v)
		if !nested {
			return value, true
		}
		object, ok := value.(map[string]any)
		if !ok {
			return nil, false
		}
		value, ok = object[member]
		return value, ok
	}
}
