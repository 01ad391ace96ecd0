package graphapi

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// single serves one object per tenant, such as a policy.
type single struct {
	kernel.AnySingle
	*kernel.Declaration
}

// singlesOf lists the served single objects of an area.
func singlesOf(a kernel.Area) []single {
	var singles []single
	for _, p := range a.Parts {
		if s, ok := p.(kernel.AnySingle); ok && s.Declared().Served.Path != "" {
			singles = append(singles, single{s, s.Declared()})
		}
	}
	return singles
}

func (s single) rows() []operation.Row {
	served, in := s.Served, s.Served.In
	row := func(method, path string, permissions []string, in schema.Editions, run func(*operation.Call) (operation.Answer, error)) operation.Row {
		return operation.Row{Method: method, Path: path, Permissions: permissions, Source: served.Source, In: in, Run: run}
	}
	var rows []operation.Row
	if served.Listed != 0 {
		one := served.Path + "/" + s.Name
		in = (schema.V1 | schema.Beta) &^ served.Listed
		rows = append(
			rows,
			row(operation.Get, served.Path, served.Read, served.Listed, s.list),
			row(operation.Get, one, served.Read, served.Listed, s.get),
			row(operation.Patch, one, served.Change, served.Listed, s.change),
		)
	}
	return append(rows, row(operation.Get, served.Path, served.Read, in, s.get), row(operation.Patch, served.Path, served.Change, in, s.change))
}

// notOffered are the methods that single objects do not support.
func (s single) notOffered() []string {
	return []string{operation.Delete + " " + s.Served.Path, operation.Post + " " + s.Served.Path}
}

func (s single) context() string { return strings.TrimPrefix(s.Served.Path, "/") }

// read returns the object with the selected properties.
func (s single) read(c *operation.Call) (operation.Selection, map[string]any, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Selection{}, nil, err
	}
	v, err := s.Object(c.World, c.Tenant)
	if err != nil {
		return operation.Selection{}, nil, err
	}
	view := c.View(s.Class)
	view.Plain = true
	chosen, err := view.Select(q.Select)
	return chosen, chosen.Render(v), err
}

func (s single) get(c *operation.Call) (operation.Answer, error) {
	chosen, body, err := s.read(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(s.context())+"/$entity", body), nil
}

// list returns the object as the only element of a collection.
func (s single) list(c *operation.Call) (operation.Answer, error) {
	chosen, body, err := s.read(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Collection(chosen.Fragment(s.context()), []any{body}), nil
}

func (s single) change(c *operation.Call) (operation.Answer, error) {
	body, err := c.Object()
	if err != nil {
		return operation.Answer{}, err
	}
	if kind, _ := body["@odata.type"].(string); s.Served.Typed && !strings.EqualFold(strings.TrimPrefix(kind, "#"), s.Class.QualifiedType()) {
		return operation.Answer{}, refusal.BadRequest("A value is required for property '@odata.type'.")
	}
	draft := kernel.Draft{Properties: operation.WithoutControl(body), In: c.Edition()}
	if err := s.Update(c.World, c.Tenant, draft, c.Actor); err != nil || !s.Served.Answered {
		return operation.Done(err)
	}
	return s.get(c)
}
