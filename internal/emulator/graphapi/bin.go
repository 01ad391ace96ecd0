package graphapi

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// bin serves the recycle bin of one set, under its own path or under
// /directory/deletedItems.
type bin struct {
	set
	served kernel.ServedBin
	// context is the name of the list in @odata.context.
	context string
}

func (s set) bin() bin {
	if own := s.Served.Deleted; own != nil {
		return bin{s, *own, own.Path[1:]}
	}
	served := kernel.ServedBin{Path: deletedItemsPath + "/" + s.Class.QualifiedType(), Options: directoryOptions}
	return bin{s, served, s.Collection()}
}

func (b bin) isOwn() bool { return b.Served.Deleted != nil }

// rows are the rows of a bin with its own path.
func (b bin) rows() []operation.Row {
	row := func(method, path string, in schema.Editions, run func(*operation.Call) (operation.Answer, error)) operation.Row {
		return operation.Row{Method: method, Path: b.served.Path + path, Permissions: b.Served.Remove, In: in, Source: b.served.Source, Run: run}
	}
	return []operation.Row{
		row(operation.Get, "", b.served.In, b.list),
		row(operation.Get, oneOf, b.served.In, b.get),
		row(operation.Post, oneOf+"/restore", b.served.In, b.restore),
		row(operation.Delete, oneOf, b.served.Purge, b.purge),
	}
}

func (b bin) view(c *operation.Call) operation.View {
	view := c.ViewOf(b.AnySet)
	view.Deleted = !b.isOwn()
	return view
}

// choose resolves $select. A property that the bin does not show is treated as
// unknown.
func (b bin) choose(c *operation.Call, names []string) (operation.Selection, error) {
	view := b.view(c)
	for _, name := range names {
		if slices.Contains(b.served.Without, name) {
			return operation.Selection{}, view.Unknown(name, view.Known, operation.SelectFailed)
		}
	}
	chosen, err := view.Select(names)
	chosen.Rows = slices.DeleteFunc(chosen.Rows, func(p *schema.Property) bool { return slices.Contains(b.served.Without, p.Name) })
	return chosen, err
}

func (b bin) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(named(b.served.Options)...)
	if err != nil {
		return operation.Answer{}, err
	}
	if c.World.Settings().DeletedUsersRefuseAny && !b.isOwn() && odata.HasLambda(q.Filter) {
		return operation.Answer{}, operation.Unsupported("Unsupported Query.")
	}
	chosen, err := b.choose(c, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(b.view(c), q)
	if err != nil {
		return operation.Answer{}, err
	}
	page, err := b.DeletedObjects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.PageOf(b.served.Path, b.context, page, l.Count, chosen), nil
}

func (b bin) get(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	chosen, err := b.choose(c, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := b.DeletedObject(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return operation.Answer{}, err
	}
	body := chosen.Render(v)
	if b.isOwn() {
		return c.Single(chosen.Fragment(b.context)+"/$entity", body), nil
	}
	body["@odata.type"] = "#" + b.Class.QualifiedType()
	return c.Single("directoryObjects/$entity", body), nil
}

// restore responds with the restored object.
func (b bin) restore(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	chosen, err := b.choose(c, nil)
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := b.RestoreObject(c.World, c.Tenant, c.Params["id"], nil, c.Actor)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(b.context+"/$entity", chosen.Render(v)), nil
}
