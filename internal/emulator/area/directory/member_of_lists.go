package directory

import (
	"slices"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// containers lists the groups and administrative units of an object: direct ones, or
// transitive ones too.
type containers struct {
	memberOf
	segment    string
	transitive bool
}

// containerTypes are the sets of containers.
var containerTypes = map[string]kernel.AnySet{"group": Groups, "administrativeUnit": AdministrativeUnits}

// containerRows are the membership lists of the objects of a set, with their
// permissions and the delegated ones for a user's own lists.
func containerRows(s kernel.AnySet, permissions, own []string) []operation.Row {
	var rows []operation.Row
	for _, m := range []containers{{memberOf{set: s}, "memberOf", false}, {memberOf{set: s}, "transitiveMemberOf", true}} {
		row := func(path string, run func(*operation.Call) (operation.Answer, error)) {
			rows = append(rows, operation.Row{
				Method: operation.Get, Path: s.Declared().Served.Path + "/{id}/" + m.segment + path, Permissions: permissions, Own: own,
				Source: "graph-identity §7.6", Run: run,
			})
		}
		row("", m.list)
		row("/$count", func(c *operation.Call) (operation.Answer, error) { return m.count(c, "") })
		for _, kind := range []string{"group", "administrativeUnit"} {
			row("/graph."+kind, func(c *operation.Call) (operation.Answer, error) { return m.cast(c, kind) })
			row("/graph."+kind+"/$count", func(c *operation.Call) (operation.Answer, error) { return m.count(c, kind) })
		}
	}
	return rows
}

func (m containers) path(c *operation.Call) string {
	return m.set.Declared().Served.Path + "/" + c.Params["id"] + "/" + m.segment
}

// containing lists the containers of a type; empty for any type.
func (m containers) containing(c *operation.Call, kind string) ([]kernel.Linked, error) {
	all, err := m.above(c, kind == "", m.transitive)
	return slices.DeleteFunc(all, func(l kernel.Linked) bool { return kind != "" && typeOf(l) != kind }), err
}

// list lists objects of any type. Filters are supported by the lists of one type
// only.
func (m containers) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptTop, operation.OptCount, operation.OptSkipToken)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(operation.View{}, q)
	if err != nil {
		return operation.Answer{}, err
	}
	all, err := m.containing(c, "")
	if err != nil {
		return operation.Answer{}, err
	}
	page := kernel.Any(kernel.Cut(pointers(all), l))
	return c.Page(m.path(c), operation.FragmentOf("directoryObjects", q.Select), page, l.Count, func(v any) (map[string]any, error) {
		container, _ := v.(*kernel.Linked)
		body, err := c.SelectLinked(*container, q.Select)
		hideContainer(c, body, typeOf(*container))
		return body, err
	})
}

// cast lists the containers of one type, with the filters of the type.
func (m containers) cast(c *operation.Call, kind string) (operation.Answer, error) {
	if err := admitCast(c); err != nil {
		return operation.Answer{}, err
	}
	hide := func(c *operation.Call, body map[string]any) { hideContainer(c, body, kind) }
	return listCast(c, containerTypes[kind], m.path(c), hide, func(l kernel.Listing) (kernel.Page[any], error) {
		all, err := m.containing(c, kind)
		if err != nil {
			return kernel.Page[any]{}, err
		}
		return matching(all, l)
	})
}

// matching returns one page of the objects that match a listing.
func matching(all []kernel.Linked, l kernel.Listing) (kernel.Page[any], error) {
	var kept []any
	for _, x := range all {
		ok := true
		var err error
		if l.Match != nil {
			if ok, err = l.Match(x.Value); err != nil {
				return kernel.Page[any]{}, err
			}
		}
		if ok {
			kept = append(kept, x.Value)
		}
	}
	return kernel.Cut(kept, l), nil
}

// count serves …/$count, which requires the header (graph-identity §0.2).
func (m containers) count(c *operation.Call, kind string) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	if !c.Eventual() {
		return operation.Answer{}, errNoCount()
	}
	all, err := m.containing(c, kind)
	return operation.Answer{Status: 200, Text: strconv.Itoa(len(all))}, err
}

// hideContainer reduces a container to its existence for a caller that may not read
// its type (user-list-memberof, limited information).
func hideContainer(c *operation.Call, body map[string]any, kind string) {
	needed := readGroups
	if kind != "group" {
		needed = readUnits
	}
	if c.Has(needed...) {
		return
	}
	for name := range body {
		if !slices.Contains([]string{"id", "@odata.type"}, name) {
			body[name] = nil
		}
	}
}
