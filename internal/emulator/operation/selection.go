package operation

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// View is a class of objects as the query options of one request see it.
type View struct {
	*schema.Class
	// Set is the name in contexts.
	Set string
	// Known are the editions in which a property that has no row may exist.
	Known schema.Editions
	// Deleted is for a recycle bin: its objects show the date of their deletion, and
	// advanced queries sort by it (graph-identity §2.6).
	Deleted bool
	// KeyOf makes index keys; nil when there are none.
	KeyOf func(property, value string) (string, bool)
}

// ViewOf is the view that a call has of a set.
func (c *Call) ViewOf(s kernel.AnySet) View {
	d := s.Declared()
	return View{Class: d.Class, Set: d.Name, Known: schema.KnownTo(c.Cloud, c.Beta()), KeyOf: d.KeyOf}
}

const deletedDateTime = "deletedDateTime"

// Selection is the list of properties that an answer holds.
type Selection struct {
	Names []string           // as selected; nil without $select
	Rows  []*schema.Property // in the order of answers, each once
}

// Shown is an object of a page with the properties that were selected. It is encoded
// as it is, without a map in between.
type Shown struct {
	Rows  []*schema.Property
	Value any
}

// Select resolves $select. Names that the schema lacks are refused
// (graph-identity §15), those that the emulator lacks are 501.
func (v View) Select(names []string) (Selection, error) {
	chosen := Selection{Names: names}
	if len(names) == 0 {
		chosen.Rows = v.Defaults()
		if p, ok := v.Property(deletedDateTime); ok && v.Deleted && !slices.Contains(chosen.Rows, p) {
			chosen.Rows = schema.Ordered(append(chosen.Rows, p))
		}
		return chosen, nil
	}
	for _, name := range names {
		p, ok := v.Asked(name)
		if !ok {
			return chosen, v.unknown(name, "Parsing OData Select and Expand failed: ")
		}
		chosen.Rows = append(chosen.Rows, p)
	}
	chosen.Rows = schema.Ordered(chosen.Rows)
	return chosen, nil
}

// SelectWithin is Select for a caller who sees the basic properties only, unless
// the caller has a permission for more.
func (c *Call) SelectWithin(v View, full, names []string) (Selection, error) {
	chosen, err := v.Select(names)
	if err != nil || len(full) == 0 || c.Has(full...) {
		return chosen, err
	}
	asked := len(chosen.Rows)
	chosen.Rows = slices.DeleteFunc(chosen.Rows, func(p *schema.Property) bool { return !p.Basic })
	if len(names) > 0 && len(chosen.Rows) < asked {
		return chosen, refusal.Denied()
	}
	return chosen, nil
}

func (v View) unknown(name, prefix string) error { return v.Unknown(name, v.Known, prefix) }

// Render encodes an object with the selected properties.
func (c Selection) Render(v any) map[string]any {
	body := make(map[string]any, len(c.Rows)+2)
	for _, p := range c.Rows {
		body[p.Name] = p.Get(v)
	}
	return body
}

// Fragment is the part of a context after "#": "users(id,mail)".
func (c Selection) Fragment(set string) string { return FragmentOf(set, c.Names) }

// Whole renders an object with everything that an answer without $select has.
func Whole(class *schema.Class, v any) map[string]any {
	return Selection{Rows: class.Defaults()}.Render(v)
}

// lookup gives the value of a path to the filter.
func (v View) lookup(x any) odata.Lookup {
	return func(path string) (any, bool) {
		name, member, nested := strings.Cut(path, "/")
		p, ok := v.Asked(name)
		if !ok {
			return nil, false
		}
		value := p.Get(x)
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
