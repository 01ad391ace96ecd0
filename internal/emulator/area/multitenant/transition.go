package multitenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// transition is a change that a request has asked for and that is carried out later
// (graph-cross-tenant §3.3).
type transition struct {
	Kind string `json:"kind"`
	// Tenant is the tenant that the change is about.
	Tenant string `json:"tenant"`
	// Home is the tenant whose request it was.
	Home string `json:"home"`
	// Owner is the tenant that added a joining one; Role the new role of an appointed
	// one; Organization the new one.
	Owner        string        `json:"owner,omitempty"`
	Role         string        `json:"role,omitempty"`
	Organization *Organization `json:"organization,omitempty"`
}

const (
	creating   = "create"
	joining    = "join"
	appointing = "appoint"
	removing   = "remove"
)

// transitions are listed in every tenant that can see them, because tasks are carried
// out before a request to the tenant that lists them. The first one carries a
// transition out; the others find it done.
var transitions = &kernel.Agenda[transition]{State: "multi_tenant_organization_transitions", Do: carryOut}

// begin lists a transition, whose duration is a setting.
func begin(d *kernel.Directory, t transition, at kernel.Moment) {
	t.Home = d.ID
	delay := at.Settings.OrganizationDelay
	if delay == settings.Never {
		return
	}
	for _, other := range witnesses(d, t) {
		transitions.Add(other, t, int(delay), at)
	}
}

// witnesses are the tenants that can see a transition: that of the request, those of
// its organization, and those of the organization that it joins.
func witnesses(d *kernel.Directory, t transition) []*kernel.Directory {
	all := map[string]*kernel.Directory{d.ID: d}
	add := func(other *kernel.Directory) { all[other.ID] = other }
	each(d, add)
	if owner, ok := d.Other(t.Owner); ok {
		each(owner, add)
	}
	list := []*kernel.Directory{d}
	for id, other := range all {
		if id != d.ID {
			list = append(list, other)
		}
	}
	return list
}

// carryOut carries a transition out, unless it is done or overtaken by another one.
func carryOut(d *kernel.Directory, t transition, at kernel.Moment) {
	home, ok := d.Other(t.Home)
	if !ok {
		return
	}
	switch t.Kind {
	case creating:
		found(home, t.Organization, at)
	case joining:
		join(home, t.Owner, at)
	case appointing:
		appoint(home, t.Tenant, t.Role, at)
	case removing:
		remove(home, t.Tenant, at)
	}
}

// misses records that a response is stale, because a transition is still to come.
func misses(d *kernel.Directory, at kernel.Moment, concerns func(transition) bool) {
	transitions.Misses(d, at, concerns)
}
