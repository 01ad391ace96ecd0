package graphapi

import (
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// expansion is one element of $expand: a reference, and the selected properties of
// its target, all if none is selected.
type expansion struct {
	reference string
	selected  []string
}

// expandable lists the references that $expand supports.
func (s set) expandable() []string {
	var names []string
	for _, r := range s.References {
		if r.Read != nil && (!r.Many || r.Expands) {
			names = append(names, r.Name)
		}
	}
	return names
}

// expansions parses the elements of $expand, such as "manager($select=id,mail)".
func (s set) expansions(c *operation.Call, elements []string) ([]expansion, error) {
	all := make([]expansion, 0, len(elements))
	for _, e := range elements {
		if _, ok := s.below[e]; ok {
			all = append(all, expansion{reference: e})
			continue
		}
		name, options, nested := strings.Cut(e, "(")
		if err := s.unknownLink(c, name); err != nil {
			return nil, err
		}
		if !slices.Contains(s.expandable(), name) {
			return nil, refusal.NotModeled("$expand=%s of %s", e, s.Name)
		}
		x := expansion{reference: name}
		if nested {
			option, value, _ := strings.Cut(strings.TrimSuffix(options, ")"), "=")
			if !strings.EqualFold(option, string(operation.OptSelect)) || strings.Contains(value, ";") {
				return nil, refusal.NotModeled("$expand=%s of %s", e, s.Name)
			}
			q, err := odata.ParseQuery(url.Values{option: {value}})
			if err != nil {
				return nil, err
			}
			x.selected = q.Select
		}
		all = append(all, x)
	}
	return all, nil
}

// unknownLink is the error for a navigation property that the type of plain
// objects lacks.
func (s set) unknownLink(c *operation.Call, name string) error {
	view := c.ViewOf(s.AnySet)
	if !view.Plain || name == "*" || schema.TypeOf(s.Class.Type).Has(name, 0) {
		return nil
	}
	_, err := view.Select([]string{name})
	return err
}

// expanded renders objects with the targets of the expanded references.
func (s set) expanded(c *operation.Call, chosen operation.Selection, expand []string) (func(any) (map[string]any, error), error) {
	all, err := s.expansions(c, expand)
	if err != nil {
		return nil, err
	}
	if len(all) > 0 && !c.Has(s.full()...) {
		return nil, refusal.Denied()
	}
	return func(v any) (map[string]any, error) {
		body := chosen.Render(v)
		for _, x := range all {
			if err := s.expand(c, v, x, body); err != nil {
				return nil, err
			}
		}
		return body, nil
	}, nil
}

// expand adds the target of a reference to a rendered object. A reference without
// a target is omitted.
func (s set) expand(c *operation.Call, v any, x expansion, body map[string]any) error {
	if other, ok := s.below[x.reference]; ok {
		return s.expandBelow(c, v, x.reference, other, body)
	}
	many := s.isMany(x.reference)
	if len(s.PointsAt(v, x.reference)) == 0 {
		if many {
			body[x.reference] = []any{}
		}
		return nil
	}
	targets, err := s.Linked(c.World, c.Tenant, s.IDOf(v), x.reference)
	// An object deleted in the meantime is treated as no target.
	if err != nil && !operation.Absent(err) {
		return err
	}
	rendered := make([]any, 0, len(targets))
	for _, t := range targets[:min(len(targets), mostExpanded)] {
		one, err := c.SelectLinked(t, x.selected)
		if err != nil {
			return err
		}
		rendered = append(rendered, one)
	}
	switch {
	case many:
		body[x.reference] = rendered
	case len(rendered) > 0:
		body[x.reference] = rendered[0]
	}
	return nil
}

// mostExpanded is the number of targets that $expand returns of one reference
// (graph-identity §2.8).
const mostExpanded = 20

func (s set) isMany(reference string) bool {
	return slices.ContainsFunc(s.References, func(r kernel.Reference) bool { return r.Name == reference && r.Many })
}

// expandBelow adds the object below another one, null if there is none.
func (s set) expandBelow(c *operation.Call, v any, name string, other set, body map[string]any) error {
	object, err := other.Object(c.World, c.Tenant, s.IDOf(v))
	switch {
	case operation.Absent(err):
		body[name] = nil
		return nil
	case err != nil:
		return err
	}
	whole, err := c.ViewOf(other.AnySet).Select(nil)
	body[name] = whole.Render(object)
	return err
}
