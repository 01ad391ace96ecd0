package multitenant

import (
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Unite makes tenants an organization at once: the first one owns it. It is for tests
// and has no equivalent in Graph.
func Unite(w *kernel.World, displayName, ownerID string, others ...string) error {
	return w.Write(ownerID, func(d *kernel.Directory, at kernel.Moment) error {
		made := Organizations.Truth(d).copied()
		made.Shared, made.Creator = at.NewID(), d.ID
		made.Settings["displayName"], made.Settings["createdDateTime"], made.Settings["state"] = displayName, seconds(at.Now), stateActive
		found(d, made, at)
		for _, id := range others {
			other, ok := d.Other(id)
			if !ok {
				return refusal.NoTenant(id)
			}
			t := newTenant(strings.ToLower(id), d.ID, at)
			t.Settings["displayName"], t.Settings["state"], t.Settings["transitionDetails"] = other.DisplayName, stateActive, nil
			t.Settings["joinedDateTime"] = seconds(at.Now)
			request := Requests.Truth(other).copied()
			request.Settings["addedByTenantId"], request.Settings["memberState"], request.Settings["role"] = d.ID, stateActive, roleMember
			Requests.Put(other, request, at)
			enroll(other, d, t, at)
		}
		return nil
	})
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
