package provisioning

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// manage sets the manager of an exported user, if the manager is synchronized too. A
// manager that was removed in the source stays (graph-cross-tenant §4.6).
func (c *cycle) manage(t *task) {
	if t.user == nil || t.link == nil || t.link.Target == "" || t.link.Deleted {
		return
	}
	value, mapped := find(t.results, attributeManager)
	if !mapped {
		return
	}
	m := c.links[value.String()]
	u := directory.Users.Truth(c.target, t.link.Target)
	if m == nil || m.Target == "" || m.Deleted || u == nil || t.link.Manager == value.String() && u.Manager == m.Target {
		return
	}
	t.link.Manager = value.String()
	c.counts.References++
	if u.Manager == m.Target {
		return
	}
	next := directory.Users.Clone(u)
	next.Manager = m.Target
	directory.Users.Put(c.target, next, c.at)
	r := c.record(t.id, objectUser, t.user.UserPrincipalName, actionUpdate)
	r.Target.ID, r.Target.Name = next.ID, next.DisplayName
	r.Modified = []change{{attributeManager, u.Manager, m.Target}}
	c.report.Updated++
	c.records = append(c.records, r)
}
