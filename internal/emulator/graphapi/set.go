package graphapi

import (
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// set serves one entity set.
type set struct {
	kernel.AnySet
	*kernel.Declaration
}

// setsOf lists the sets of an area that are served.
func setsOf(a kernel.Area) []set {
	var sets []set
	for _, p := range a.Parts {
		s, ok := p.(kernel.AnySet)
		if ok && s.Declared().Served.Path != "" {
			sets = append(sets, set{s, s.Declared()})
		}
	}
	return sets
}

func (s set) rows() []operation.Row {
	served := s.Served
	read := func(path string, run func(*operation.Call) (operation.Answer, error)) operation.Row {
		return operation.Row{Method: operation.Get, Path: served.Path + path, Permissions: served.Read, Source: served.Source, In: served.In, Run: run}
	}
	get := read("/{id}", s.get)
	get.Own = served.Own
	rows := []operation.Row{get}
	if !served.NoList {
		rows = append(rows, read("", s.list))
	}
	if !served.NoList && !served.Uncounted {
		rows = append(rows, read("/$count", s.count))
	}
	if s.Log != "" {
		delta := read("/delta", s.delta)
		delta.Permissions = s.full()
		rows = append(rows, delta)
	}
	if len(served.Remove) > 0 {
		remove := read("/{id}", s.remove)
		remove.Method, remove.Permissions = operation.Delete, served.Remove
		rows = append(rows, remove)
	}
	rows = append(rows, s.writeRows()...)
	return append(rows, s.referenceRows()...)
}

// full are the permissions that show everything.
func (s set) full() []string {
	if s.Served.Full != nil {
		return s.Served.Full
	}
	return s.Served.Read
}

// options are those of a list, or of one object.
func (s set) options(list bool) []operation.Option {
	options := []operation.Option{operation.OptSelect}
	if list {
		options = append(options, operation.OptFilter, operation.OptOrderBy, operation.OptTop, operation.OptCount, operation.OptSkipToken, operation.OptSearch)
	}
	if len(s.expandable()) > 0 {
		options = append(options, operation.OptExpand)
	}
	return options
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
	page, err := s.Objects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	if len(q.Expand) == 0 {
		return c.PageOf(s.Served.Path, s.Name, page, l.Count, chosen), nil
	}
	render, err := s.expanded(c, chosen, q.Expand)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page(s.Served.Path, chosen.Fragment(s.Name), page, l.Count, render)
}

// count answers …/$count, which needs the header (graph-identity §0.2).
func (s set) count(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptFilter)
	if err != nil {
		return operation.Answer{}, err
	}
	if !c.Eventual() {
		return operation.Answer{}, refusal.BadRequest("$count is not currently supported.")
	}
	q.Count = true
	l, err := c.Listing(c.ViewOf(s.AnySet), q)
	if err != nil {
		return operation.Answer{}, err
	}
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
	render, err := s.expanded(c, chosen, q.Expand)
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := s.Object(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return operation.Answer{}, err
	}
	body, err := render(v)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(s.Name)+"/$entity", body), nil
}

func (s set) remove(c *operation.Call) (operation.Answer, error) {
	return operation.Done(s.Delete(c.World, c.Tenant, c.Params["id"], c.Actor))
}

// referenceRows are those of the references, as far as they have permissions.
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
