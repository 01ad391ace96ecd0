package provisioning

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/expression"
)

// syncsGroups reports whether the job synchronizes groups: the mapping is enabled,
// and only assigned objects are in scope (graph-cross-tenant §4.8).
func (c *cycle) syncsGroups() bool {
	return c.groups != nil && c.groups.Enabled && !c.job.Cycles.All && c.source.SameCloud(c.target)
}

// runGroups synchronizes the assigned groups, with those of their members that are
// synchronized.
func (c *cycle) runGroups(staged bool) error {
	if !c.syncsGroups() {
		return nil
	}
	flows, err := flowsOf(c.groups)
	if err != nil {
		return err
	}
	for _, id := range c.scope.groups {
		g := directory.Groups.Truth(c.source, id)
		if g == nil {
			continue
		}
		c.counts.Imported++
		c.counts.Entitled++
		if err := c.runGroup(g, flows); err != nil {
			return err
		}
	}
	for _, id := range c.removedGroups() {
		c.removeGroup(id, staged)
	}
	return nil
}

// removedGroups are the synchronized groups that are not assigned any more.
func (c *cycle) removedGroups() []string {
	var ids []string
	for _, id := range sortedIDs(c.links) {
		l := c.links[id]
		if l.Kind == objectGroup && l.Target != "" && !l.Deleted && !slices.Contains(c.scope.groups, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// groupRemovals is the number of groups that the threshold counts.
func (c *cycle) groupRemovals() int {
	if !c.syncsGroups() || !allows(c.groups, "Delete") {
		return 0
	}
	return len(c.removedGroups())
}

func (c *cycle) removeGroup(id string, staged bool) {
	if !allows(c.groups, "Delete") {
		return
	}
	l := c.links[id]
	r := c.record(id, objectGroup, l.Name, actionDelete)
	r.Target.ID = l.Target
	if staged {
		r.Action, r.Status, r.Skip = actionStaged, statusSkipped, reasonDeletes
		c.report.Staged++
		c.records = append(c.records, r)
		return
	}
	if err := directory.Groups.Discard(c.target, l.Target, c.at); err == nil {
		c.report.Deleted++
		c.records = append(c.records, r)
	}
	l.Deleted, l.Seen = true, ""
}

// runGroup synchronizes one group to a static security group.
func (c *cycle) runGroup(g *directory.Group, flows []flow) error {
	r := c.record(g.ID, objectGroup, g.DisplayName, actionUpdate)
	r.Source.Display = g.DisplayName
	results, err := evaluate(flows, groupAttributesOf(g))
	if err != nil {
		return err
	}
	accepted, _ := c.groups.Scope.accepts(groupAttributesOf(g))
	members := c.membersOf(g)
	state := stateOf(results, members...)
	l := c.links[g.ID]
	if l == nil {
		l = &link{Kind: objectGroup}
		c.links[g.ID] = l
	}
	l.Name = g.DisplayName
	switch {
	case !supportedGroup(g) || !accepted:
		reason := skipUnsupported
		if supportedGroup(g) {
			reason = skipFilter
		}
		if l.Seen != reason {
			l.Seen = reason
			c.skipped(r, reason)
		}
		return nil
	case !allowsSync(c.target, c.source, "groupSyncInbound"):
		c.failed(r, &entryError{codePolicyCheck, "The target tenant has not enabled inbound synchronization of groups with this tenant."})
		return nil
	case l.Seen == state && !l.Deleted:
		return nil
	}
	c.exportGroup(l, r, results, members)
	l.Seen = state
	return nil
}

// supportedGroup reports whether a group can be synchronized: a security group, or a
// Microsoft 365 group (graph-cross-tenant §4.8).
func supportedGroup(g *directory.Group) bool {
	return slices.Contains(g.GroupTypes, "Unified") || g.SecurityEnabled && !g.MailEnabled
}

// membersOf are the users of the target that belong to members of a group.
func (c *cycle) membersOf(g *directory.Group) []string {
	var ids []string
	for _, id := range g.Members {
		if l := c.links[id]; l != nil && l.Kind == objectUser && l.Target != "" && !l.Deleted {
			ids = append(ids, l.Target)
		}
	}
	return ids
}

func groupAttributesOf(g *directory.Group) expression.Attributes {
	values := map[string]expression.Value{
		"objectId": textValue(g.ID), "displayName": textValue(g.DisplayName), "description": textValue(g.Description),
		"mailNickname": textValue(g.MailNickname), "securityEnabled": expression.Truth(g.SecurityEnabled), "members": g.Members,
	}
	return func(name string) expression.Value { return values[name] }
}

func (c *cycle) exportGroup(l *link, r *Record, results []result, members []string) {
	before := directory.Groups.Truth(c.target, l.Target)
	if l.Deleted && directory.Groups.InBin(c.target, l.Target) {
		if revived, err := directory.Groups.Revive(c.target, l.Target, c.at); err == nil {
			before = revived
		}
	}
	next := &directory.Group{ID: c.at.NewID(), SecurityEnabled: true, Created: c.at.Now}
	if before != nil {
		next = directory.Groups.Clone(before)
	}
	for target, field := range map[string]*string{"displayName": &next.DisplayName, "description": &next.Description, "mailNickname": &next.MailNickname} {
		if value, flows := find(results, target); flows {
			*field = value.String()
		}
	}
	next.Members = members
	directory.Groups.Put(c.target, next, c.at)
	r.Target.ID, r.Target.Name = next.ID, next.DisplayName
	switch {
	case before == nil:
		r.Action = actionCreate
		c.report.Created++
	case l.Deleted:
		c.report.Restored++
	default:
		c.report.Updated++
	}
	l.Target, l.Deleted = next.ID, false
	c.records = append(c.records, r)
}
