package multitenant

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Tenant is a tenant that was added to an organization (graph-cross-tenant §3.2).
type Tenant struct {
	TenantID string        `json:"tenantId"`
	Settings schema.Policy `json:"settings"`
}

const (
	roleOwner  = "owner"
	roleMember = "member"

	notStarted = "notStarted"
)

func tenantSettings(t *Tenant) schema.Policy { return t.Settings }

func (t *Tenant) copied() *Tenant { return &Tenant{t.TenantID, maps.Clone(t.Settings)} }

var tenantClass = schema.NewPolicyClass("multiTenantOrganizationMember", schema.Object(map[string]schema.Shape{
	"tenantId":          {Kind: schema.KindGUID, Fixed: true},
	"displayName":       {Kind: schema.KindText},
	"addedDateTime":     {Kind: schema.KindText, Fixed: true},
	"joinedDateTime":    {Kind: schema.KindText, Fixed: true},
	"addedByTenantId":   {Kind: schema.KindGUID, Fixed: true},
	"role":              {Kind: schema.KindText, Values: []string{roleOwner, roleMember}},
	"state":             {Kind: schema.KindText, Fixed: true},
	"transitionDetails": {Kind: schema.KindObject, Fixed: true, Null: true},
}), tenantSettings)

// Tenants are the tenants of a tenant's organization, pending ones included.
var Tenants = &kernel.Set[Tenant]{
	Declaration: kernel.Declaration{
		Name: "tenants", Key: "tenantId", State: "multi_tenant_organization_tenants", Steady: true, Unlisted: true,
		Class: tenantClass,
		Missing: func(key string) error {
			if !schema.IsGUID(key) {
				return schema.PolicyValue("tenantId")
			}
			return refusal.NoCompany()
		},
		Served: kernel.Served{
			Path: path + "/tenants", Read: read, One: write, Source: "graph-cross-tenant §3.1", In: editions, Options: []string{"$select", "$filter"},
			Uncounted: true,
		},
	},
	ID:   func(t *Tenant) *string { return &t.TenantID },
	Copy: (*Tenant).copied,
}

// newTenant is a pending tenant.
func newTenant(tenantID, addedBy string, at kernel.Moment) *Tenant {
	return &Tenant{TenantID: tenantID, Settings: schema.Policy{
		"tenantId": tenantID, "displayName": nil, "addedDateTime": seconds(at.Now), "joinedDateTime": nil, "addedByTenantId": addedBy,
		"role": roleMember, "state": statePending, "transitionDetails": details(stateActive, roleMember),
	}}
}

// details are those of a transition that has not begun.
func details(state, role any) map[string]any {
	return map[string]any{"desiredState": state, "desiredRole": role, "status": notStarted, "details": nil}
}

// desired is a member of the details of a tenant's transition.
func (t *Tenant) desired(name string) any {
	d, _ := t.Settings["transitionDetails"].(map[string]any)
	return d[name]
}

func (t *Tenant) active() bool { return t.Settings["state"] == stateActive }

func (t *Tenant) owner() bool { return t.Settings["role"] == roleOwner }

// addTenant adds a pending tenant. The response shows no details of its transition, a
// later read does.
func addTenant(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("tenantId", "displayName", "role")
	if err != nil {
		return operation.Answer{}, err
	}
	var added *Tenant
	err = c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		if err = owns(d); err != nil {
			return err
		}
		added, err = parseTenant(c, d, body, at)
		if err != nil {
			return err
		}
		each(d, func(other *kernel.Directory) { Tenants.Put(other, added.copied(), at) })
		return nil
	})
	if err != nil {
		return operation.Answer{}, err
	}
	shown := added.copied()
	shown.Settings["transitionDetails"] = nil
	answer, err := show(c, tenantClass, shown, "/tenants")
	answer.Status = 201
	return answer, err
}

// parseTenant reads a new tenant, which must be in the same cloud. How another one is
// refused is assumed.
func parseTenant(c *operation.Call, d *kernel.Directory, body map[string]any, at kernel.Moment) (*Tenant, error) {
	id, _ := body["tenantId"].(string)
	switch {
	case body["tenantId"] == nil:
		return nil, refusal.Missing("tenantId", "MultiTenantOrganizationMember")
	case !schema.IsGUID(id):
		return nil, schema.PolicyValue("tenantId")
	}
	id = strings.ToLower(id)
	if Tenants.Truth(d, id) != nil || Tenants.Seen(d, id, at) != nil {
		return nil, refusal.BadRequest("Tenant is already being added in Multi-Tenant Organization.")
	}
	if other, ok := d.Other(id); !ok || other.Cloud != d.Cloud || at.Settings.ExternalTenantsAreLimited && !other.Workforce() {
		return nil, refusal.NoTenant(id)
	}
	added := newTenant(id, d.ID, at)
	for _, name := range []string{"displayName", "role"} {
		if value, given := body[name]; given {
			if err := tenantClass.Write(added, name, value, c.Edition()); err != nil {
				return nil, err
			}
		}
	}
	if text, _ := added.Settings["displayName"].(string); text == "" {
		return nil, refusal.Missing("displayName", "MultiTenantOrganizationMember")
	}
	added.Settings["transitionDetails"] = details(stateActive, added.Settings["role"])
	return added, nil
}

// changeTenant changes a role, which is carried out later.
func changeTenant(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("role")
	if err != nil {
		return operation.Answer{}, err
	}
	role, _ := body["role"].(string)
	return operation.Done(SetRole(c.World, c.Tenant, c.Params["id"], role))
}

// SetRole asks for another role of a tenant, on behalf of the tenant by.
func SetRole(w *kernel.World, by, tenantID, role string) error {
	return w.Write(by, func(d *kernel.Directory, at kernel.Moment) error {
		if err := owns(d); err != nil {
			return err
		}
		t, err := Tenants.ForChange(d, tenantID, at)
		if err != nil {
			return err
		}
		next := t.copied()
		if err := tenantClass.Write(next, "role", role, editions); err != nil {
			return err
		}
		if t.active() && t.owner() && role != roleOwner && owners(d) == 1 {
			return errLastOwner()
		}
		next.Settings["role"] = t.Settings["role"]
		next.Settings["transitionDetails"] = details(stateActive, role)
		each(d, func(other *kernel.Directory) { Tenants.Put(other, next.copied(), at) })
		begin(d, transition{Kind: appointing, Tenant: t.TenantID, Role: role}, at)
		return nil
	})
}

// appoint gives a tenant its new role.
func appoint(d *kernel.Directory, tenantID, role string, at kernel.Moment) {
	t := Tenants.Truth(d, tenantID)
	if t == nil || t.desired("desiredRole") != role || t.desired("desiredState") != stateActive {
		return
	}
	each(d, func(other *kernel.Directory) {
		next := t.copied()
		next.Settings["role"], next.Settings["transitionDetails"] = role, nil
		if !t.active() {
			next.Settings["transitionDetails"] = details(stateActive, role)
		}
		Tenants.Put(other, next, at)
	})
}

// owners counts the active owners.
func owners(d *kernel.Directory) int {
	n := 0
	for _, t := range Tenants.All(d) {
		if t.active() && t.owner() {
			n++
		}
	}
	return n
}

// errLastOwner is assumed: that an owner must remain is documented.
func errLastOwner() error {
	return refusal.BadRequest("A Multi-Tenant Organization must have at least one active owner tenant.")
}

// awaitTenant records that a read of a tenant is stale.
func awaitTenant(d *kernel.Directory, t *Tenant, at kernel.Moment) {
	misses(d, at, func(x transition) bool { return same(x.Tenant, t.TenantID) })
}
