package multitenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// seeded is the organization of a tenant in a seed: one that it owns, or the owner whose
// organization it was added to.
type seeded struct{ name, description, owner, role, state string }

func parseOrganization(_ *kernel.SeedTenant, n *kernel.Node) (kernel.Fill, error) {
	members, err := n.Object("display_name", "description", "owner", "role", "state")
	if err != nil {
		return nil, err
	}
	s := seeded{role: roleMember, state: stateActive}
	for name, field := range map[string]*string{"display_name": &s.name, "description": &s.description, "owner": &s.owner} {
		if members[name] == nil {
			continue
		}
		if *field, err = members[name].Text(); err != nil {
			return nil, err
		}
	}
	if err := members["role"].OneOf([]string{roleOwner, roleMember}, &s.role); err != nil {
		return nil, err
	}
	if err := members["state"].OneOf([]string{stateActive, statePending}, &s.state); err != nil {
		return nil, err
	}
	if (s.name == "") == (s.owner == "") {
		return nil, n.Fail("has either a display_name, in the tenant that owns the organization, or an owner")
	}
	return func(d *kernel.Directory, _ *kernel.SeedTenant, at kernel.Moment) error { return s.fill(d, n, at) }, nil
}

func (s seeded) fill(d *kernel.Directory, n *kernel.Node, at kernel.Moment) error {
	if s.owner == "" {
		var description any
		if s.description != "" {
			description = s.description
		}
		establish(d, s.name, description, at)
		return nil
	}
	owner, known := d.Named(s.owner)
	if !known || Organizations.Truth(owner).Shared == "" || owner.Cloud != d.Cloud {
		return n.Fail("the owner %q is no tenant of the same cloud that has an organization and comes before this one in the seed", s.owner)
	}
	if s.state == stateActive {
		admitNow(owner, d, s.role, at)
		return nil
	}
	t := newTenant(d.ID, owner.ID, at)
	t.Settings["displayName"], t.Settings["role"] = d.DisplayName, s.role
	t.Settings["transitionDetails"] = details(stateActive, s.role)
	each(owner, func(other *kernel.Directory) { Tenants.Put(other, t.copied(), at) })
	return nil
}
