package directory

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// memberOf serves the checks of the groups of an object of a set.
type memberOf struct {
	set kernel.AnySet
	// read are the permissions to read the object itself.
	read []string
}

func memberOfRows(s kernel.AnySet) []operation.Row {
	m := memberOf{s, s.Declared().Served.Read}
	row := func(action, source string, run func(*operation.Call) (operation.Answer, error)) operation.Row {
		return operation.Row{
			Method: operation.Post, Path: s.Declared().Served.Path + "/{id}/" + action, Permissions: readMembers, Source: source,
			Run: func(c *operation.Call) (operation.Answer, error) {
				if err := c.Require(m.read...); err != nil {
					return operation.Answer{}, err
				}
				return run(c)
			},
		}
	}
	return []operation.Row{
		row("getMemberGroups", "directoryobject-getmembergroups", m.groups),
		row("getMemberObjects", "directoryobject-getmemberobjects", m.objects),
		row("checkMemberGroups", "directoryobject-checkmembergroups", m.check),
	}
}

// above lists the groups and administrative units of the object in the path. If
// roles are included, an object with directory roles is rejected, because the roles
// among the objects are not modeled.
func (m memberOf) above(c *operation.Call, roles, transitive bool) ([]kernel.Linked, error) {
	v, err := m.set.Object(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return nil, err
	}
	id := m.set.IDOf(v)
	var above []kernel.Linked
	err = c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		if roles && HoldsRole(d, id) {
			return refusal.NotModeled("the directory roles among the objects that '%s' is a member of", id)
		}
		above = containersOf(d, id, transitive, at)
		return nil
	})
	return above, err
}

func (m memberOf) groups(c *operation.Call) (operation.Answer, error) { return m.list(c, false) }

func (m memberOf) objects(c *operation.Call) (operation.Answer, error) { return m.list(c, true) }

func (m memberOf) list(c *operation.Call, roles bool) (operation.Answer, error) {
	body, err := c.Body("securityEnabledOnly")
	if err != nil {
		return operation.Answer{}, err
	}
	only, isFlag := body["securityEnabledOnly"].(bool)
	// Groups have no such option.
	if !isFlag && body["securityEnabledOnly"] != nil || only && m.set == kernel.AnySet(Groups) {
		return operation.Answer{}, refusal.BadRequest("Invalid value specified for property 'securityEnabledOnly'.")
	}
	above, err := m.above(c, roles, true)
	if err != nil {
		return operation.Answer{}, err
	}
	return texts(c, slices.DeleteFunc(above, func(l kernel.Linked) bool {
		g := kernel.As[Group](l)
		return g == nil && !roles || g != nil && only && !g.SecurityEnabled
	})), nil
}

// maxChecked is the maximum number of groups in one request.
const maxChecked = 20

func (m memberOf) check(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("groupIds")
	if err != nil {
		return operation.Answer{}, err
	}
	asked, err := idList(body, "groupIds", maxChecked)
	if err != nil {
		return operation.Answer{}, err
	}
	above, err := m.above(c, false, true)
	if err != nil {
		return operation.Answer{}, err
	}
	return texts(c, slices.DeleteFunc(above, func(l kernel.Linked) bool {
		g := kernel.As[Group](l)
		return g == nil || !slices.Contains(asked, g.ID)
	})), nil
}

func texts(c *operation.Call, objects []kernel.Linked) operation.Answer {
	ids := make([]string, 0, len(objects))
	for _, l := range objects {
		ids = append(ids, l.Set.IDOf(l.Value))
	}
	return c.Collection("Collection(Edm.String)", ids)
}

// idList reads a list of at most limit texts, in lower case.
func idList(body map[string]any, name string, limit int) ([]string, error) {
	elements, ok := body[name].([]any)
	if !ok || len(elements) > limit {
		return nil, refusal.BadRequest("Invalid value specified for property '%s'.", name)
	}
	ids := make([]string, 0, len(elements))
	for _, e := range elements {
		id, ok := e.(string)
		if !ok {
			return nil, refusal.BadRequest("Invalid value specified for property '%s'.", name)
		}
		ids = append(ids, strings.ToLower(id))
	}
	return ids, nil
}

// maxByIDs is the maximum number of objects in one request.
const maxByIDs = 1000

// getByIDs returns the existing objects, of any type or of the requested types.
func getByIDs(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("ids", "types")
	if err != nil {
		return operation.Answer{}, err
	}
	ids, err := idList(body, "ids", maxByIDs)
	if err != nil {
		return operation.Answer{}, err
	}
	var types []string
	if body["types"] != nil {
		if types, err = idList(body, "types", maxByIDs); err != nil {
			return operation.Answer{}, err
		}
	}
	values := []map[string]any{}
	err = c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		for _, l := range d.ResolveAll(ids, at) {
			kind := strings.ToLower(l.Set.Declared().Class.Type)
			if len(types) == 0 || slices.Contains(types, kind) || slices.Contains(types, "directoryobject") {
				values = append(values, operation.Linked(l))
			}
		}
		return nil
	})
	return c.Collection("directoryObjects", values), err
}
