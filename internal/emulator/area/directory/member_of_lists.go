package directory

import (
	"slices"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// containers lists the groups of an object: direct ones, or transitive ones too.
type containers struct {
	memberOf
	segment    string
	transitive bool
}

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
		row("/$count", m.count)
		row("/graph.group", m.groups)
		row("/graph.group/$count", m.countGroups)
	}
	return rows
}

func (m containers) path(c *operation.Call) string {
	return m.set.Declared().Served.Path + "/" + c.Params["id"] + "/" + m.segment
}

// page lists the groups that match a listing. It includes all types of objects
// unless it is cast to groups.
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

// list lists objects of any type. Filters are supported by the list of groups only.
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

// groups lists groups only, with the filters of groups.
func (m containers) groups(c *operation.Call) (operation.Answer, error) {
	return listCast(c, Groups, m.path(c), hideGroup, func(l kernel.Listing) (kernel.Page[any], error) { return m.page(c, l, true) })
}

func (m containers) count(c *operation.Call) (operation.Answer, error) { return m.counted(c, false) }

func (m containers) countGroups(c *operation.Call) (operation.Answer, error) {
	return m.counted(c, true)
}

// counted serves …/$count, which requires the header (graph-identity §0.2).
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

// hideGroup reduces a group to its existence for a caller that may not read groups
// (user-list-memberof, limited information).
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
