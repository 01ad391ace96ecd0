package multitenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Organization is the multitenant organization of a tenant, with an id of its own in
// each tenant (graph-cross-tenant §3.2).
type Organization struct {
	// Shared is the same in all tenants of an organization, and empty in a tenant
	// without one.
	Shared string `json:"organization"`
	// Creator is the tenant that created it.
	Creator  string        `json:"creator"`
	Settings schema.Policy `json:"settings"`
}

const (
	stateActive   = "active"
	stateInactive = "inactive"
	statePending  = "pending"
	stateRemoved  = "removed"
)

var organizationClass = schema.NewPolicyClass("multiTenantOrganization", schema.Object(map[string]schema.Shape{
	"id":              {Kind: schema.KindText, Fixed: true},
	"createdDateTime": {Kind: schema.KindText, Fixed: true},
	"displayName":     {Kind: schema.KindText},
	"description":     {Kind: schema.KindText, Null: true},
	"state":           {Kind: schema.KindText, Fixed: true},
}), func(o *Organization) schema.Policy { return o.Settings })

// Organizations are the organizations of the tenants.
var Organizations = &kernel.Single[Organization]{
	Declaration: kernel.Declaration{Name: "multiTenantOrganization", State: "multi_tenant_organization", Class: organizationClass},
	Initial:     func(_ *kernel.Directory, at kernel.Moment) *Organization { return none(at.NewID()) },
	Unsaved:     func(*kernel.Directory) *Organization { return none(kernel.NewGUID()) },
	Copy:        (*Organization).copied,
}

// none is the object of a tenant without an organization.
func none(id string) *Organization {
	return &Organization{Settings: schema.Policy{
		"id": id, "createdDateTime": nil, "displayName": nil, "description": nil, "state": stateInactive,
	}}
}

func (o *Organization) copied() *Organization {
	c := *o
	c.Settings = maps.Clone(o.Settings)
	return &c
}

// getOrganization answers with 200 whether or not the tenant has an organization.
func getOrganization(c *operation.Call) (operation.Answer, error) {
	var found *Organization
	err := c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		misses(d, at, func(t transition) bool { return same(t.Tenant, d.ID) && t.Kind != appointing })
		found = Organizations.As(d, kernel.ByID, at)
		return nil
	})
	if err != nil {
		return operation.Answer{}, err
	}
	return show(c, organizationClass, found, "")
}

// show answers with an object, of which the query can select properties.
func show(c *operation.Call, class *schema.Class, v any, segment string) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	view := c.View(class)
	view.Plain = true
	chosen, err := view.Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(path[1:]+segment)+"/$entity", chosen.Render(v)), nil
}

// named reads the properties of an organization from a body.
func named(c *operation.Call, settings schema.Policy) error {
	body, err := c.Body("displayName", "description")
	if err != nil {
		return err
	}
	holder := &Organization{Settings: settings}
	for name, value := range body {
		if err := organizationClass.Write(holder, name, value, c.Edition()); err != nil {
			return err
		}
	}
	if text, _ := settings["displayName"].(string); text == "" {
		return refusal.Missing("displayName", "MultiTenantOrganization")
	}
	return nil
}

// createOrganization answers with the organization at once; reads show it when it
// exists.
func createOrganization(c *operation.Call) (operation.Answer, error) {
	var made *Organization
	err := c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		if Organizations.Truth(d).Shared != "" {
			return errInOrganization()
		}
		if at.Settings.ExternalTenantsAreLimited && !d.Workforce() {
			return refusal.Denied()
		}
		made = Organizations.Truth(d).copied()
		if err := named(c, made.Settings); err != nil {
			return err
		}
		made.Shared, made.Creator = at.NewID(), d.ID
		made.Settings["createdDateTime"], made.Settings["state"] = seconds(at.Now), stateActive
		begin(d, transition{Kind: creating, Tenant: d.ID, Organization: made}, at)
		return nil
	})
	if err != nil {
		return operation.Answer{}, err
	}
	answer, err := show(c, organizationClass, made, "")
	answer.Status = 201
	return answer, err
}

// found makes a tenant the owner of a new organization.
func found(d *kernel.Directory, made *Organization, at kernel.Moment) {
	if Organizations.Truth(d).Shared != "" {
		return
	}
	Organizations.Put(d, made.copied(), at)
	owner := newTenant(d.ID, d.ID, at)
	owner.Settings["displayName"], owner.Settings["role"] = d.DisplayName, roleOwner
	owner.Settings["state"], owner.Settings["transitionDetails"] = stateActive, nil
	Tenants.Put(d, owner, at)
}

// changeOrganization changes the names in all tenants. That only owners may is
// documented, the error is assumed.
func changeOrganization(c *operation.Call) (operation.Answer, error) {
	return operation.Done(c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) error {
		if err := owns(d); err != nil {
			return err
		}
		changed := Organizations.Truth(d).copied()
		if err := named(c, changed.Settings); err != nil {
			return err
		}
		each(d, func(other *kernel.Directory) {
			next := Organizations.Truth(other).copied()
			next.Settings["displayName"], next.Settings["description"] = changed.Settings["displayName"], changed.Settings["description"]
			Organizations.Put(other, next, at)
		})
		return nil
	}))
}

// owns refuses requests that only owners may send.
func owns(d *kernel.Directory) error {
	own := Tenants.Truth(d, d.ID)
	switch {
	case own == nil || Organizations.Truth(d).Shared == "":
		return refusal.NoCompany()
	case own.Settings["role"] != roleOwner:
		return refusal.Denied()
	}
	return nil
}

// errInOrganization is assumed: a tenant can be in one organization only.
func errInOrganization() error {
	return refusal.BadRequest("The tenant is already part of a Multi-Tenant Organization.")
}
