package graphapi

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// reference serves one reference of a set.
type reference struct {
	set
	to *kernel.Reference
}

func (r reference) id(c *operation.Call) string { return c.Params["id"] }

func (r reference) targets(c *operation.Call) ([]kernel.Linked, error) {
	return r.Linked(c.World, c.Tenant, r.id(c), r.to.Name)
}

// get returns the single target, 404 if there is none.
func (r reference) get(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	targets, err := r.targets(c)
	if err != nil {
		return operation.Answer{}, err
	}
	if len(targets) == 0 {
		return operation.Answer{}, refusal.NotFound(r.to.Name)
	}
	body, err := c.SelectLinked(targets[0], q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single("directoryObjects/$entity", body), nil
}

func (r reference) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	targets, err := r.targets(c)
	if err != nil {
		return operation.Answer{}, err
	}
	values := make([]map[string]any, 0, len(targets))
	for _, t := range targets {
		body, err := c.SelectLinked(t, q.Select)
		if err != nil {
			return operation.Answer{}, err
		}
		values = append(values, body)
	}
	return c.Collection("directoryObjects", values), nil
}

func (r reference) point(c *operation.Call) (operation.Answer, error) {
	target, err := c.Reference()
	if err == nil {
		err = r.may(c)
	}
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(r.Point(c.World, c.Tenant, r.id(c), r.to.Name, target))
}

func (r reference) clear(c *operation.Call) (operation.Answer, error) {
	if err := r.may(c); err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(r.Point(c.World, c.Tenant, r.id(c), r.to.Name, ""))
}

// may checks the permissions that the object of the path requires in addition.
func (r reference) may(c *operation.Call) error {
	return r.MayLink(c.World, c.Tenant, r.id(c), r.to.Name, c.Actor)
}

func (r reference) add(c *operation.Call) (operation.Answer, error) {
	target, err := c.Reference()
	if err == nil {
		err = r.may(c)
	}
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(r.Link(c.World, c.Tenant, r.id(c), r.to.Name, target))
}

func (r reference) remove(c *operation.Call) (operation.Answer, error) {
	if err := r.may(c); err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(r.Unlink(c.World, c.Tenant, r.id(c), r.to.Name, c.Params["target"]))
}
