package operation

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

func classOf(l kernel.Linked) *schema.Class { return l.Set.Declared().Class }

// Linked encodes the target of a reference with its type, like Graph in
// collections of directory objects.
func Linked(l kernel.Linked) map[string]any {
	body := Whole(classOf(l), l.Value)
	body["@odata.type"] = "#" + classOf(l).QualifiedType()
	return body
}

// SelectLinked is Linked with $select. Properties that the target's type lacks are
// omitted, because a reference may point at several types; properties that all
// types lack are rejected.
func (c *Call) SelectLinked(l kernel.Linked, names []string) (map[string]any, error) {
	if len(names) == 0 {
		return Linked(l), nil
	}
	classes, err := c.World.ObjectClasses(c.Tenant)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		known := slices.ContainsFunc(classes, func(class *schema.Class) bool {
			_, ok := class.Asked(name)
			return ok
		})
		if !known {
			return nil, classOf(l).Unknown(name, schema.KnownTo(c.Cloud, c.Beta()), SelectFailed)
		}
	}
	body := map[string]any{"@odata.type": "#" + classOf(l).QualifiedType()}
	for _, name := range names {
		if p, ok := classOf(l).Asked(name); ok {
			body[p.Name] = p.Get(l.Value)
		}
	}
	return body, nil
}
