package graphapi

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// set serves one entity set.
type set struct {
	kernel.AnySet
	*kernel.Declaration
	// below are the sets with one object below each object of this set, by the last
	// segment of their paths.
	below map[string]set
}

// setsOf lists the served sets of an area.
func setsOf(a kernel.Area) []set {
	var sets []set
	for _, p := range a.Parts {
		s, ok := p.(kernel.AnySet)
		if ok && s.Declared().Served.Path != "" {
			sets = append(sets, set{s, s.Declared(), map[string]set{}})
		}
	}
	for _, s := range sets {
		for _, other := range sets {
			if name, ok := strings.CutPrefix(other.Served.Path, s.Served.Path+oneOf+"/"); ok {
				s.below[name] = other
			}
		}
	}
	return sets
}

// oneOf is the path parameter that identifies an object.
const oneOf = "/{id}"

// isBelow reports whether the set has one object below each object of another set.
func (s set) isBelow() bool { return strings.Contains(s.Served.Path, oneOf) }

// one is the path of an object.
func (s set) one() string {
	if s.isBelow() {
		return s.Served.Path
	}
	return s.Served.Path + oneOf
}

// context is the name of the set in @odata.context: its path, with the key of the
// parent object.
func (s set) context(c *operation.Call) string {
	name := s.Served.Path[1:]
	if !s.isBelow() {
		return name
	}
	return strings.Replace(name, oneOf, "('"+s.Normal(c.Params["id"])+"')", 1)
}

// options are the query options of a list, or of one object.
func (s set) options(list bool) []operation.Option {
	options := []operation.Option{operation.OptSelect}
	if list {
		options = named(s.listOptions())
	}
	if len(s.expandable())+len(s.below) > 0 {
		options = append(options, operation.OptExpand)
	}
	return options
}

// directoryOptions are the query options of lists of directory objects.
var directoryOptions = []string{"$select", "$filter", "$orderby", "$top", "$count", "$search"}

func (s set) listOptions() []string {
	if s.Served.Options != nil {
		return s.Served.Options
	}
	return directoryOptions
}

// named are the query options by name. A list with a page size has links to the
// next page.
func named(names []string) []operation.Option {
	options := make([]operation.Option, 0, len(names)+1)
	for _, name := range names {
		options = append(options, operation.Option(name))
	}
	if slices.Contains(options, operation.OptTop) {
		options = append(options, operation.OptSkipToken)
	}
	return options
}

// isPaged reports whether the list has pages.
func (s set) isPaged() bool {
	return slices.Contains(s.listOptions(), string(operation.OptTop))
}

func (s set) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(s.options(true)...)
	if err != nil {
		return operation.Answer{}, err
	}
	view := c.ViewOf(s.AnySet)
	chosen, err := c.SelectWithin(view, s.Served.Full, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(view, q)
	if err != nil {
		return operation.Answer{}, err
	}
	if err := s.afford(c, q.Select, &l); err != nil {
		return operation.Answer{}, err
	}
	s.leaveOut(c, &l)
	if !s.isPaged() {
		l.Limit = math.MaxInt
	}
	page, err := s.Objects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	if !s.isPaged() {
		return c.Unpaged(s.context(c), page, chosen), nil
	}
	if len(q.Expand) == 0 {
		return c.PageOf(s.Served.Path, s.context(c), page, l.Count, chosen), nil
	}
	render, err := s.expanded(c, chosen, q.Expand)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page(s.Served.Path, chosen.Fragment(s.context(c)), page, l.Count, render)
}

// afford refuses selected properties that the caller may not see, and limits the
// pages of others.
func (s set) afford(c *operation.Call, selected []string, l *kernel.Listing) error {
	for name, cost := range s.Served.Costly {
		if !slices.ContainsFunc(selected, func(n string) bool { return strings.EqualFold(n, name) }) {
			continue
		}
		t, _ := c.World.TenantByKey(c.Tenant)
		if err := cost.Refuse(t, c.Actor); err != nil {
			return err
		}
		l.Limit = min(l.Limit, cost.Page)
	}
	return nil
}

// leaveOut excludes objects from a list that the edition does not show.
func (s set) leaveOut(c *operation.Call, l *kernel.Listing) {
	if s.Hides == nil {
		return
	}
	match, in, facts := l.Match, c.Edition(), c.World.Settings()
	shown := func(v any) bool { return s.Hides(v, in, facts) == nil }
	l.Match = func(v any) (bool, error) {
		switch {
		case !shown(v):
			return false, nil
		case match == nil:
			return true, nil
		}
		return match(v)
	}
}

// count serves …/$count, which requires the header (graph-identity §0.2).
func (s set) count(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptFilter)
	if err != nil {
		return operation.Answer{}, err
	}
	view := c.ViewOf(s.AnySet)
	if !c.Eventual() && !view.Plain {
		return operation.Answer{}, refusal.BadRequest("$count is not currently supported.")
	}
	q.Count = true
	l, err := c.Listing(view, q)
	if err != nil {
		return operation.Answer{}, err
	}
	s.leaveOut(c, &l)
	l.Limit = 1
	page, err := s.Objects(c.World, c.Tenant, l)
	return operation.Answer{Status: 200, Text: strconv.Itoa(page.Total)}, err
}

func (s set) get(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(s.options(false)...)
	if err != nil {
		return operation.Answer{}, err
	}
	chosen, err := c.SelectWithin(c.ViewOf(s.AnySet), s.Served.Full, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	if err := s.afford(c, q.Select, &kernel.Listing{}); err != nil {
		return operation.Answer{}, err
	}
	render, err := s.expanded(c, chosen, q.Expand)
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := s.Object(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return operation.Answer{}, err
	}
	if s.Hides != nil {
		if err := s.Hides(v, c.Edition(), c.World.Settings()); err != nil {
			return operation.Answer{}, err
		}
	}
	body, err := render(v)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(s.context(c))+"/$entity", body), nil
}

func (s set) remove(c *operation.Call) (operation.Answer, error) {
	return operation.Done(s.Delete(c.World, c.Tenant, c.Params["id"], c.Actor))
}

// referenceRows are the rows of the references that have permissions.
func (s set) referenceRows() []operation.Row {
	var rows []operation.Row
	for i := range s.References {
		r := reference{s, &s.References[i]}
		path := s.Served.Path + "/{id}/" + r.to.Name
		row := func(method, path string, permissions []string, run func(*operation.Call) (operation.Answer, error)) {
			if permissions != nil {
				rows = append(rows, operation.Row{Method: method, Path: path, Permissions: permissions, Source: s.Served.Source, Run: run})
			}
		}
		if r.to.Many {
			row(operation.Get, path, r.to.Read, r.list)
			row(operation.Post, path+"/$ref", r.to.Write, r.add)
			row(operation.Delete, path+"/{target}/$ref", r.to.Write, r.remove)
			continue
		}
		row(operation.Get, path, r.to.Read, r.get)
		row(operation.Put, path+"/$ref", r.to.Write, r.point)
		row(operation.Delete, path+"/$ref", r.to.Write, r.clear)
	}
	return rows
}
