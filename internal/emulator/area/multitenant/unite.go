package multitenant

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Unite makes tenants an organization at once: the first one owns it. It is for tests
// and has no equivalent in Graph.
func Unite(w *kernel.World, displayName, ownerID string, others ...string) error {
	return w.Write(ownerID, func(d *kernel.Directory, at kernel.Moment) error {
		establish(d, displayName, nil, at)
		for _, id := range others {
			other, ok := d.Other(id)
			if !ok {
				return refusal.NoTenant(id)
			}
			admitNow(d, other, roleMember, at)
		}
		return nil
	})
}

// establish makes a tenant the owner of a new organization.
func establish(d *kernel.Directory, displayName string, description any, at kernel.Moment) {
	made := Organizations.Truth(d).copied()
	made.Shared, made.Creator = at.NewID(), d.ID
	made.Settings["displayName"], made.Settings["description"] = displayName, description
	made.Settings["createdDateTime"], made.Settings["state"] = seconds(at.Now), stateActive
	found(d, made, at)
}

// admitNow makes another tenant an active one of the organization of an owner.
func admitNow(owner, other *kernel.Directory, role string, at kernel.Moment) {
	t := newTenant(other.ID, owner.ID, at)
	t.Settings["displayName"], t.Settings["state"], t.Settings["role"] = other.DisplayName, stateActive, role
	t.Settings["transitionDetails"], t.Settings["joinedDateTime"] = nil, seconds(at.Now)
	request := Requests.Truth(other).copied()
	request.Settings["addedByTenantId"], request.Settings["memberState"], request.Settings["role"] = owner.ID, stateActive, role
	Requests.Put(other, request, at)
	enroll(other, owner, t, at)
}

// List returns role and state of the tenants of a tenant's organization, by tenant id.
func List(w *kernel.World, tenantID string) (map[string]string, error) {
	all := map[string]string{}
	err := w.Read(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		for _, t := range Tenants.All(d) {
			all[t.TenantID] = fmt.Sprint(t.Settings["role"], " ", t.Settings["state"])
		}
		return nil
	})
	return all, err
}
