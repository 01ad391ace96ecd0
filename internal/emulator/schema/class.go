// Package schema describes types: property rows, shapes of nested values, their
// clouds and versions, and an extract of the official schema that distinguishes
// properties that are not modeled (501) from unknown ones (400).
//
// It has no state and no knowledge of entities: areas define rows, package kernel
// stores objects, graphapi renders them.
package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Class describes a type of object by its property rows, in a fixed order.
type Class struct {
	// Name appears in messages: "User".
	Name string
	// Type is the official name without the namespace: "user".
	Type       string
	Properties []Property
	// Strict makes property names in bodies case-sensitive.
	Strict bool

	byName  map[string]*Property
	byCloud bool
	placed  sync.Once
	// defaults are the rows of a response without $select.
	defaults []*Property
}

// NewClass returns a class with the rows.
func NewClass(name, typeName string, rows ...Property) *Class {
	c := &Class{Name: name, Type: typeName, Properties: rows, byName: make(map[string]*Property, len(rows))}
	for i := range rows {
		c.byName[rows[i].Name] = &rows[i]
	}
	c.defaults = Ordered(defaults(rows))
	return c
}

// ByCloud takes the editions of rows without their own from the official schema.
func (c *Class) ByCloud() *Class {
	c.byCloud = true
	return c
}

// Has reports whether an edition has the property of a row.
func (c *Class) Has(p *Property, in Editions) bool {
	if c.byCloud {
		c.placed.Do(c.place)
	}
	return p.In.Include(in)
}

// known are the editions of the official schema that apply to an edition; all of
// them for classes that do not follow it.
func (c *Class) known(in Editions) Editions {
	switch {
	case !c.byCloud:
		return 0
	case in&Beta != 0:
		return in | BetaWorldwide
	default:
		return in
	}
}

func (c *Class) place() {
	for i := range c.Properties {
		p := &c.Properties[i]
		m, ok := TypeOf(c.Type).Member(p.Name)
		if ok && p.In == 0 {
			p.In = m.Editions.ofClouds()
		}
		if p.shape != nil && p.shape.Fields == nil {
			p.official = TypeOf(m.Type)
		}
	}
}

// defaults are the rows marked as default, or all rows if none is marked, except
// those on request only.
func defaults(rows []Property) []*Property {
	var marked, all []*Property
	for i := range rows {
		if !rows[i].onRequest {
			all = append(all, &rows[i])
		}
		if rows[i].isDefault {
			marked = append(marked, &rows[i])
		}
	}
	if marked == nil {
		return all
	}
	return marked
}

// Ordered sorts rows by name, the order of responses, and removes duplicates.
func Ordered(rows []*Property) []*Property {
	slices.SortFunc(rows, func(a, b *Property) int { return strings.Compare(a.Name, b.Name) })
	return slices.Compact(rows)
}

// QualifiedType is the type with its namespace.
func (c *Class) QualifiedType() string { return "microsoft.graph." + c.Type }

// Property finds a row by its exact name.
func (c *Class) Property(name string) (*Property, bool) {
	p, ok := c.byName[name]
	return p, ok
}

// Asked finds a row by its name in a query option, ignoring case.
func (c *Class) Asked(name string) (*Property, bool) {
	if p, ok := c.byName[name]; ok {
		return p, true
	}
	for i := range c.Properties {
		if strings.EqualFold(c.Properties[i].Name, name) {
			return &c.Properties[i], true
		}
	}
	return nil, false
}

// Unknown returns the error for a property without a row: not modeled if the
// official schema has it in these editions, rejected otherwise. The prefix starts
// the message.
func (c *Class) Unknown(name string, in Editions, prefix string) error {
	if TypeOf(c.Type).Has(name, in) {
		return refusal.NotModeled("the property '%s' of %s", name, c.QualifiedType())
	}
	return refusal.New(400, "BadRequest", "%sCould not find a property named '%s' on type '%s'.", prefix, name, c.QualifiedType())
}

// Written finds the row that a request in an edition writes.
func (c *Class) Written(name string, in Editions) (*Property, error) {
	p, ok := c.byName[name]
	switch {
	case ok && c.Has(p, in) && p.Written.Include(in):
		return p, nil
	case !ok && TypeOf(c.Type).Has(name, c.known(in)):
		return nil, refusal.NotModeled("the property '%s' of %s", name, c.QualifiedType())
	default:
		return nil, refusal.InvalidProperty(name)
	}
}

// Write sets a property from a request in an edition.
func (c *Class) Write(v any, name string, value any, in Editions) error {
	p, err := c.Written(name, in)
	switch {
	case err != nil:
		return err
	case p.denied:
		return refusal.Denied()
	case p.Set == nil:
		return refusal.ReadOnly(name)
	case p.shape != nil:
		if err := p.shape.refuseUnwritten(value, in); err != nil {
			return err
		}
	}
	return c.explain(p.Set(v, value))
}

// Seed sets a property from a seed, which may also set read-only properties.
func (c *Class) Seed(v any, name string, value any) error {
	p, ok := c.byName[name]
	if ok && p.seed != nil {
		return c.explain(p.seed(v, value))
	}
	if !ok || p.Set == nil {
		return fmt.Errorf("is not a %s property that a seed can set", lowerFirst(c.Name))
	}
	if value == nil {
		return nil
	}
	return c.explain(p.Set(v, value))
}

// explain adds the type name to the error for a value.
func (c *Class) explain(err error) error {
	if err == nil {
		return nil
	}
	var wrong *ValueError
	if errors.As(err, &wrong) {
		return refusal.InvalidValue(wrong.Property, c.Name)
	}
	return err
}

// Changed lists the properties that differ between two objects.
func (c *Class) Changed(before, after any) []string {
	var names []string
	for i := range c.Properties {
		p := &c.Properties[i]
		if !same(p.Get(before), p.Get(after)) {
			names = append(names, p.Name)
		}
	}
	return names
}

// Defaults are the rows of a response without $select in an edition, in order: the
// rows marked as default, or all rows if none is marked, except those on request
// only.
func (c *Class) Defaults(in Editions) []*Property {
	return slices.DeleteFunc(slices.Clone(c.defaults), func(p *Property) bool {
		return !c.Has(p, in) && (p.shape == nil || !p.shape.Leaks)
	})
}
