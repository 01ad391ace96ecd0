package operation

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// View is a class of objects under the query options of one request.
type View struct {
	*schema.Class
	// Set is the name of the set in @odata.context.
	Set string
	// In is the edition of the request; Known are the editions in which a property
	// without a row may exist.
	In, Known schema.Editions
	// Plain objects are not directory objects; see [kernel.Served].
	Plain bool
	// Deleted marks a recycle bin: its objects show their deletion date, and advanced
	// queries sort by it (graph-identity §2.6).
	Deleted bool
	// KeyOf returns index keys; nil without an index.
	KeyOf func(property, value string) (string, bool)
}

// ViewOf returns the view of a set for a call.
func (c *Call) ViewOf(s kernel.AnySet) View {
	d := s.Declared()
	v := c.View(d.Class)
	v.Set, v.Plain, v.KeyOf = d.Name, d.Served.Options != nil, d.KeyOf
	return v
}

// View returns the view of a class for a call.
func (c *Call) View(class *schema.Class) View {
	return View{Class: class, In: c.Edition(), Known: schema.KnownTo(c.Cloud, c.Beta())}
}

// Asked finds a row of the edition by its name in a query option, ignoring case.
func (v View) Asked(name string) (*schema.Property, bool) {
	p, ok := v.Class.Asked(name)
	return p, ok && v.Has(p, v.In)
}

// SelectFailed starts the error message for a name in $select.
const SelectFailed = "Parsing OData Select and Expand failed: "

const deletedDateTime = "deletedDateTime"

// Selection is the list of properties in a response.
type Selection struct {
	Names []string           // as selected; nil without $select
	Rows  []*schema.Property // in response order, without duplicates
	In    schema.Editions
}

// Shown is an object of a page with the selected properties. It is encoded
// directly, without an intermediate map.
type Shown struct {
	Rows  []*schema.Property
	In    schema.Editions
	Value any
}

// Select resolves $select. Names that are not in the schema are rejected
// (graph-identity §15); names that the emulator does not model are answered with
// 501.
func (v View) Select(names []string) (Selection, error) {
	chosen := Selection{Names: names, In: v.In}
	if len(names) == 0 || v.Plain && slices.Contains(names, "*") {
		chosen.Rows = v.Defaults(v.In)
		if p, ok := v.Property(deletedDateTime); ok && v.Deleted && !slices.Contains(chosen.Rows, p) {
			chosen.Rows = schema.Ordered(append(chosen.Rows, p))
		}
		return chosen, nil
	}
	for _, name := range names {
		p, ok := v.Asked(name)
		if !ok {
			return chosen, v.unknown(name, SelectFailed)
		}
		chosen.Rows = append(chosen.Rows, p)
	}
	chosen.Rows = schema.Ordered(chosen.Rows)
	return chosen, nil
}

// SelectWithin is Select for a caller who sees only the basic properties, unless
// the caller has a permission for the full set.
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
		if value := p.Show(v, c.In); value != schema.Absent {
			body[p.Name] = value
		}
	}
	return body
}

// Fragment is the part of an @odata.context after "#": "users(id,mail)".
func (c Selection) Fragment(set string) string { return FragmentOf(set, c.Names) }

// FragmentOf is the part of an @odata.context after "#", with the selected names.
func FragmentOf(set string, names []string) string {
	if len(names) == 0 {
		return set
	}
	return set + "(" + strings.Join(names, ",") + ")"
}

// Whole renders a directory object with every property of a response without
// $select.
func Whole(class *schema.Class, v any) map[string]any {
	return Selection{Rows: class.Defaults(0)}.Render(v)
}

// lookup returns the value of a path for the filter.
func (v View) lookup(x any) odata.Lookup {
	return func(path string) (any, bool) {
		name, member, nested := strings.Cut(path, "/")
		p, ok := v.Asked(name)
		if !ok {
			return nil, false
		}
		value := p.Show(x, v.In)
		if v.Plain {
			return within(value, member), true
		}
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

// within returns the member of a value at the end of a path, ignoring case. A
// member of null is null, and so is a member that the object lacks:
// [View.admitPlain] has checked that its type has the member.
func within(value any, path string) any {
	if path == "" {
		return value
	}
	object, _ := value.(map[string]any)
	first, rest, _ := strings.Cut(path, "/")
	for name, member := range object {
		if strings.EqualFold(name, first) {
			return within(member, rest)
		}
	}
	return nil
}
