package directory

import (
	"slices"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// containers lists the groups above an object: those that it is in itself, or also
// those above them.
type containers struct {
	memberOf
	segment    string
	transitive bool
}

// containerRows are the lists of an object of a set, with the permissions for them
// and the delegated ones of a user for its own.
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
		row("/$count", m.count)
		row("/graph.group", m.groups)
		row("/graph.group/$count", m.countGroups)
	}
	return rows
}

func (m containers) path(c *operation.Call) string {
	return m.set.Declared().Served.Path + "/" + c.Params["id"] + "/" + m.segment
}

// page lists those groups that a listing asks for. All the kinds of objects are asked
// for unless they are cast to groups.
func (m containers) page(c *operation.Call, l kernel.Listing, cast bool) (kernel.Page[any], error) {
	groups, err := m.above(c, !cast, m.transitive)
	if err != nil {
		return kernel.Page[any]{}, err
	}
	kept := groups[:0]
	for _, g := range groups {
		ok := true
		if l.Match != nil {
			if ok, err = l.Match(g); err != nil {
				return kernel.Page[any]{}, err
			}
		}
		if ok {
			kept = append(kept, g)
		}
	}
	return kernel.Any(kernel.Cut(kept, l)), nil
}

// list lists objects of any type. A filter is left to the list of groups.
func (m containers) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptTop, operation.OptCount, operation.OptSkipToken)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(operation.View{}, q)
	if err != nil {
		return operation.Answer{}, err
	}
	page, err := m.page(c, l, false)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page(m.path(c), operation.FragmentOf("directoryObjects", q.Select), page, l.Count, func(v any) (map[string]any, error) {
		body, err := c.SelectLinked(kernel.Linked{Set: Groups, Value: v}, q.Select)
		hideGroup(c, body)
		return body, err
	})
}

// groups lists groups only, with the filters that groups have.
func (m containers) groups(c *operation.Call) (operation.Answer, error) {
	return listCast(c, Groups, m.path(c), hideGroup, func(l kernel.Listing) (kernel.Page[any], error) { return m.page(c, l, true) })
}

func (m containers) count(c *operation.Call) (operation.Answer, error) { return m.counted(c, false) }

func (m containers) countGroups(c *operation.Call) (operation.Answer, error) {
	return m.counted(c, true)
}

// counted answers …/$count, which needs the header (graph-identity §0.2).
func (m containers) counted(c *operation.Call, cast bool) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	if !c.Eventual() {
		return operation.Answer{}, refusal.BadRequest("$count is not currently supported.")
	}
	groups, err := m.above(c, !cast, m.transitive)
	return operation.Answer{Status: 200, Text: strconv.Itoa(len(groups))}, err
}

// hideGroup leaves of a group what a caller sees who may not read groups: that it is
// there (user-list-memberof, limited information).
func hideGroup(c *operation.Call, group map[string]any) {
	if c.Has(readGroups...) {
		return
	}
	for name := range group {
		if !slices.Contains([]string{"id", "@odata.type"}, name) {
			group[name] = nil
		}
	}
}
