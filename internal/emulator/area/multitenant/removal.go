package multitenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// removeTenant removes a tenant, or lets the caller leave. The answer is documented as
// 204; live tenants answer with the tenant (graph-cross-tenant §3.1).
func removeTenant(c *operation.Call) (operation.Answer, error) {
	leaving, err := Remove(c.World, c.Tenant, c.Params["id"])
	if err != nil || !c.World.Settings().RemovedTenantIsReturned {
		return operation.Done(err)
	}
	return show(c, tenantClass, leaving, "/tenants")
}

// Remove asks for the removal of a tenant, on behalf of the tenant by; it is carried
// out later.
func Remove(w *kernel.World, by, tenantID string) (leaving *Tenant, err error) {
	err = w.Write(by, func(d *kernel.Directory, at kernel.Moment) error {
		t, err := Tenants.ForChange(d, tenantID, at)
		if err != nil {
			return err
		}
		if err := removable(d, t, at); err != nil {
			return err
		}
		leaving = t.copied()
		leaving.Settings["transitionDetails"] = details(stateRemoved, t.Settings["role"])
		each(d, func(other *kernel.Directory) { Tenants.Put(other, leaving.copied(), at) })
		begin(d, transition{Kind: removing, Tenant: t.TenantID}, at)
		return nil
	})
	return leaving, err
}

// removable applies the rules of graph-cross-tenant §3.4: a member removes itself, an
// owner others, and itself if another owner remains or it is the last tenant.
func removable(d *kernel.Directory, t *Tenant, at kernel.Moment) error {
	own := Tenants.Truth(d, d.ID)
	itself := same(t.TenantID, d.ID)
	switch {
	case own == nil:
		return refusal.NoCompany()
	case !own.owner() && !itself:
		return refusal.Denied()
	case itself && own.owner() && owners(d) == 1 && activeTenants(d) > 1:
		return errLastOwner()
	case at.Settings.OwnersCannotBeRemoved && !itself && (t.owner() || same(t.TenantID, Organizations.Truth(d).Creator)):
		return refusal.BadRequest("An owner tenant cannot be removed from the Multi-Tenant Organization.")
	}
	return nil
}

func activeTenants(d *kernel.Directory) int {
	n := 0
	for _, t := range Tenants.All(d) {
		if t.active() {
			n++
		}
	}
	return n
}

// remove takes a tenant out of the organization of d. What the tenants have about
// each other stays, without the marks.
func remove(d *kernel.Directory, tenantID string, at kernel.Moment) {
	t := Tenants.Truth(d, tenantID)
	if t == nil || t.desired("desiredState") != stateRemoved {
		return
	}
	leaver, known := d.Other(tenantID)
	member := known && t.active() && in(leaver, Organizations.Truth(d).Shared)
	each(d, func(other *kernel.Directory) {
		if same(other.ID, tenantID) {
			return
		}
		Tenants.Remove(other, tenantID, at)
		if member {
			unmark(other, leaver, at)
		}
	})
	if member {
		forget(leaver, at)
	}
}

// forget resets a tenant that has left.
func forget(d *kernel.Directory, at kernel.Moment) {
	id, _ := Organizations.Truth(d).Settings["id"].(string)
	Organizations.Put(d, none(id), at)
	for _, t := range Tenants.All(d) {
		Tenants.Remove(d, t.TenantID, at)
	}
	requestID, _ := Requests.Truth(d).Settings["id"].(string)
	Requests.Put(d, noRequest(requestID), at)
}
