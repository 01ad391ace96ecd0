package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// NewPolicyClass returns a class of objects that store their properties in a
// policy: one row per member of the shape, and further rows. Property names in
// bodies are case-sensitive (graph-cross-tenant §1.8). The class has the name of
// the official type.
func NewPolicyClass[T any](typeName string, shape Shape, of func(*T) Policy, rows ...Property) *Class {
	all := make([]Property, 0, len(shape.Fields)+len(rows))
	for _, name := range slices.Sorted(maps.Keys(shape.Fields)) {
		all = append(all, shaped(name, shape.Fields[name], of))
	}
	c := NewClass("Policy", typeName, append(all, rows...)...).ByCloud()
	c.Strict = true
	return c
}

// CopyPolicy returns a copy of a policy whose members can be replaced.
func CopyPolicy(p *Policy) *Policy {
	c := maps.Clone(*p)
	return &c
}

// Itself returns the policy of an object that is a policy.
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

// Absent is the value of a property that responses omit.
var Absent = absent{}

type absent struct{}

// Show returns the value of a property in the responses of an edition.
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

// Blank is a policy without values: for each member that the cloud's v1.0 has,
// null, the result of clearing it, or its default in responses.
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

// Reach is the result of resolving the path of a filter against the type of an
// object.
type Reach int

// The results: a member that no edition has, a member that is not modeled, and a
// member whose value can be compared.
const (
	Nowhere Reach = iota
	NotHere
	There
)

// Path resolves a path such as "inboundTrust/isMfaAccepted", ignoring case,
// through rows, shapes and the official schema.
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

// reach resolves a path inside a value: through the members of the shape, or
// through those of the official type if the shape has none.
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
