package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// NewPolicyClass makes a class of objects that keep their properties in a policy: a
// row for each member of the shape, and further rows. The names in bodies have one
// case only (graph-cross-tenant §1.8). The name of the class is that of the official
// type.
func NewPolicyClass[T any](typeName string, shape Shape, of func(*T) Policy, rows ...Property) *Class {
	all := make([]Property, 0, len(shape.Fields)+len(rows))
	for _, name := range slices.Sorted(maps.Keys(shape.Fields)) {
		all = append(all, shaped(name, shape.Fields[name], of))
	}
	c := NewClass("Policy", typeName, append(all, rows...)...).ByCloud()
	c.Strict = true
	return c
}

// CopyPolicy copies a policy so that its members can be replaced.
func CopyPolicy(p *Policy) *Policy {
	c := maps.Clone(*p)
	return &c
}

// Itself is the policy that is an object of its own.
func Itself(p *Policy) Policy { return *p }

func shaped[T any](name string, s Shape, of func(*T) Policy) Property {
	p := Property{Name: name, shape: &s, In: s.In, Written: s.Written, denied: s.Denied}
	p.Get = func(v any) any { return of(Of[T](v))[name] }
	set := func(v, value any) error {
		members := of(Of[T](v))
		accepted, err := s.Accept(name, members[name], value)
		if err != nil {
			return err
		}
		members[name] = accepted
		return nil
	}
	switch {
	case s.Unmodelled:
		p.Set = func(any, any) error { return refusal.NotModeled("writing the property '%s'", name) }
	case s.Denied:
		p.seed = set
	case !s.Fixed:
		p.Set = set
	}
	return p
}

// Absent is the value of a property that an answer leaves out.
var Absent = absent{}

type absent struct{}

// Show is the value of a property in the answers of an edition.
func (p *Property) Show(v any, in Editions) any {
	if p.shape == nil {
		return p.Get(v)
	}
	value := p.official.Prune(p.shape.shown(p.Get(v), in), in)
	switch {
	case value != nil:
		return value
	case p.shape.Optional || !p.In.Include(in):
		return Absent
	default:
		return p.shape.Unset
	}
}

// Blank is a policy in which nothing is set: null for every member that a cloud has
// in v1.0, or what null leaves behind, or what answers show then.
func (c *Class) Blank(cloud string) Policy {
	blank := Policy{}
	for i := range c.Properties {
		if p := &c.Properties[i]; p.shape != nil && c.Has(p, clouds[cloud].V1) {
			if blank[p.Name] = p.shape.Cleared(); blank[p.Name] == nil {
				blank[p.Name] = p.shape.Unset
			}
		}
	}
	return blank
}

// Reach is how far the type of an object goes along the path of a filter.
type Reach int

// The ends of a path: a member that no edition has, one that is not modelled, and
// one whose value can be compared.
const (
	Nowhere Reach = iota
	NotHere
	There
)

// Path follows a path such as "inboundTrust/isMfaAccepted", in any case, through
// rows, shapes and the official schema.
func (c *Class) Path(path string, in, known Editions) Reach {
	name, rest, nested := strings.Cut(path, "/")
	p, ok := c.Asked(name)
	m, _ := TypeOf(c.Type).folded(name)
	switch {
	case (!ok || !c.Has(p, in)) && m.Name != "" && known.Include(m.Editions):
		return NotHere
	case !ok || !c.Has(p, in):
		return Nowhere
	case !nested:
		return There
	case p.shape == nil:
		return Shape{}.reach(TypeOf(m.Type), rest, in, known)
	default:
		return p.shape.reach(TypeOf(m.Type), rest, in, known)
	}
}

// reach follows a path inside a value: through the members of the shape, or through
// those of the official type where the shape names none.
func (s Shape) reach(official *Type, path string, in, known Editions) Reach {
	name, rest, nested := strings.Cut(path, "/")
	field, shaped := s.field(name)
	m, declared := official.folded(name)
	switch {
	case shaped && !field.In.Include(in), !shaped && (s.Fields != nil || !declared || !known.Include(m.Editions)):
		return Nowhere
	case field.Kind == KindObjects, !shaped && m.Type == "?":
		return NotHere
	case nested:
		return field.reach(TypeOf(m.Type), rest, in, known)
	default:
		return There
	}
}
