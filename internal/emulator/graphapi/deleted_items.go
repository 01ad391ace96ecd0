package graphapi

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// deletedItems is the common collection of the recycle bins of all directory
// object sets (graph-identity §2.6).
type deletedItems []set

// with adds the sets of an area. Its later sets come first, so that users, which
// are declared after groups, determine the error for an object that is in no
// recycle bin.
func (d deletedItems) with(sets []set) deletedItems {
	for _, s := range slices.Backward(sets) {
		if s.HasBin() && s.IsObject && s.Served.Deleted == nil {
			d = append(d, s)
		}
	}
	return d
}

const deletedItemsPath = "/directory/deletedItems"

func (d deletedItems) rows() []operation.Row {
	if len(d) == 0 {
		return nil
	}
	const source = "graph-identity §2.6"
	var full, remove []string
	var rows []operation.Row
	for _, s := range d {
		full, remove = append(full, s.full()...), append(remove, s.Served.Remove...)
		rows = append(rows, operation.Row{
			Method: operation.Get, Path: deletedItemsPath + "/graph." + s.Class.Type, Permissions: s.full(), Source: source, Run: s.bin().list,
		})
	}
	item := func(method, path string, permissions []string, of func(set) []string, run func(set, *operation.Call) (operation.Answer, error)) {
		slices.Sort(permissions)
		rows = append(rows, operation.Row{
			Method: method, Path: deletedItemsPath + path, Permissions: slices.Compact(permissions), Source: source,
			Run: func(c *operation.Call) (operation.Answer, error) {
				s, err := d.holder(c, of)
				if err != nil {
					return operation.Answer{}, err
				}
				return run(s, c)
			},
		})
	}
	removing := func(s set) []string { return s.Served.Remove }
	item(operation.Get, "/{id}", full, set.full, func(s set, c *operation.Call) (operation.Answer, error) { return s.bin().get(c) })
	item(operation.Post, "/{id}/restore", remove, removing, set.restore)
	item(operation.Delete, "/{id}", slices.Clone(remove), removing, set.purge)
	return rows
}

// holder is the set whose recycle bin contains the object of the path, if the
// caller has a permission for that set. For an object in no bin, the first set
// returns the error.
func (d deletedItems) holder(c *operation.Call, permissions func(set) []string) (set, error) {
	found := d[0]
	for _, s := range d[1:] {
		if _, err := s.DeletedObject(c.World.Truth(), c.Tenant, c.Params["id"]); err == nil {
			found = s
		}
	}
	if !c.Has(permissions(found)...) {
		return found, refusal.Denied()
	}
	return found, nil
}

func (s set) restore(c *operation.Call) (operation.Answer, error) {
	body, err := c.OptionalObject()
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := s.RestoreObject(c.World, c.Tenant, c.Params["id"], operation.WithoutControl(body), c.Actor)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single("directoryObjects/$entity", operation.Linked(kernel.Linked{Set: s.AnySet, Value: v})), nil
}

// purge refuses administrative units (directory-deleteditems-delete); the error is
// assumed.
func (s set) purge(c *operation.Call) (operation.Answer, error) {
	if s.Served.Unpurgeable {
		return operation.Answer{}, refusal.BadRequest("Permanently deleting an object of the type '%s' is not supported.", s.Class.Type)
	}
	return operation.Done(s.Purge(c.World, c.Tenant, c.Params["id"], c.Actor))
}
