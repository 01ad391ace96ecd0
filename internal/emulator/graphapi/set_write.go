package graphapi

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// writeRows are the rows that create and change objects, if they have permissions.
func (s set) writeRows() []operation.Row {
	var rows []operation.Row
	row := func(method, path string, permissions []string, run func(*operation.Call) (operation.Answer, error)) {
		if permissions != nil {
			rows = append(rows, operation.Row{
				Method: method, Path: path, Permissions: permissions, Source: s.Served.Source, In: s.Served.In, Run: run,
			})
		}
	}
	if s.isBelow() {
		row(operation.Put, s.one(), s.Served.Create, s.put)
	} else {
		row(operation.Post, s.Served.Path, s.Served.Create, s.create)
	}
	row(operation.Patch, s.one(), s.changers(), s.change)
	return rows
}

// changers are the permissions for any change: of properties, or only of
// references.
func (s set) changers() []string {
	if s.Served.Change == nil {
		return nil
	}
	all := slices.Clone(s.Served.Change)
	for _, r := range s.References {
		all = append(all, r.Write...)
	}
	for _, needed := range s.Served.Narrow {
		all = append(all, needed[0])
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// create responds with all properties of a read without $select.
func (s set) create(c *operation.Call) (operation.Answer, error) {
	draft, err := s.draft(c)
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := s.CreateObject(c.World, c.Tenant, draft, c.Actor)
	if err != nil {
		return operation.Answer{}, err
	}
	whole, err := c.ViewOf(s.AnySet).Select(nil)
	if err != nil {
		return operation.Answer{}, err
	}
	body := whole.Render(v)
	body["@odata.context"] = c.Context(s.context(c) + "/$entity")
	return operation.Created(body), nil
}

// put creates the object below another one.
func (s set) put(c *operation.Call) (operation.Answer, error) {
	draft, err := s.draft(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(s.PutObject(c.World, c.Tenant, c.Params["id"], draft, c.Actor))
}

func (s set) change(c *operation.Call) (operation.Answer, error) {
	draft, err := s.draft(c)
	if err != nil {
		return operation.Answer{}, err
	}
	for name := range draft.Properties {
		if !s.mayChange(c, name) {
			return operation.Answer{}, refusal.Denied()
		}
	}
	for i := range s.References {
		r := reference{s, &s.References[i]}
		if draft.Bound[r.to.Name] == nil {
			continue
		}
		if !c.Has(r.to.Write...) {
			return operation.Answer{}, refusal.Denied()
		}
		if err := r.may(c); err != nil {
			return operation.Answer{}, err
		}
	}
	return operation.Done(s.Update(c.World, c.Tenant, c.Params["id"], draft, c.Actor))
}

// mayChange reports whether the caller may change the property.
func (s set) mayChange(c *operation.Call, property string) bool {
	if !slices.Contains(s.Served.Apart, property) && c.Has(s.Served.Change...) {
		return true
	}
	needed, narrow := s.Served.Narrow[property]
	return narrow && !slices.ContainsFunc(needed, func(p string) bool { return !c.Has(p) })
}

const bindSuffix = "@odata.bind"

// draft decodes a body: properties, and links to the targets of references.
func (s set) draft(c *operation.Call) (kernel.Draft, error) {
	draft := kernel.Draft{Bound: map[string][]string{}, In: c.Edition()}
	body, err := c.Object()
	if err != nil {
		return draft, err
	}
	if draft.Properties, err = s.spelt(operation.WithoutControl(body)); err != nil {
		return draft, err
	}
	for name, value := range draft.Properties {
		property, binds := strings.CutSuffix(name, bindSuffix)
		if !binds {
			continue
		}
		delete(draft.Properties, name)
		if !slices.ContainsFunc(s.References, func(r kernel.Reference) bool { return r.Name == property }) {
			return draft, s.unbound(property)
		}
		if draft.Bound[property], err = s.links(c, property, value); err != nil {
			return draft, err
		}
	}
	return draft, nil
}

// spelt replaces property names by the names of their rows. The directory ignores
// case: CLI for Microsoft 365 creates users with "surName" and "mailNickName", and
// the response in its documentation contains the surname. Policies are
// case-sensitive.
func (s set) spelt(properties map[string]any) (map[string]any, error) {
	if s.Class.Strict {
		return properties, nil
	}
	result := make(map[string]any, len(properties))
	for name, value := range properties {
		if p, ok := s.Class.Asked(name); ok {
			name = p.Name
		}
		if _, twice := result[name]; twice {
			return nil, refusal.BadRequest("The property '%s' is given more than once.", name)
		}
		result[name] = value
	}
	return result, nil
}

// unbound is the error for binding a property that is not a reference.
func (s set) unbound(property string) error {
	if schema.TypeOf(s.Class.Type).Has(property, 0) {
		return refusal.NotModeled("binding the property '%s' of %s", property, s.Class.QualifiedType())
	}
	return refusal.InvalidProperty(property)
}

// links parses one link or a list of links.
func (s set) links(c *operation.Call, property string, value any) ([]string, error) {
	elements, ok := value.([]any)
	if !ok {
		elements = []any{value}
	}
	ids := make([]string, 0, len(elements))
	for _, e := range elements {
		link, ok := e.(string)
		if !ok {
			return nil, refusal.InvalidValue(property, s.Class.Name)
		}
		id, err := c.Referenced(link)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
