package world

import "slices"

// Members serves one page of what belongs to a group: its direct members, or
// also those of the groups inside it.
func (w *World) Members(tenantID, groupID string, transitive bool, l Listing[Linked]) (Page[Linked], error) {
	return membersPage(w, tenantID, groupID, transitive, l, func(m Linked) *Linked { return &m })
}

// MemberUsers is Members without whatever is no user.
func (w *World) MemberUsers(tenantID, groupID string, transitive bool, l Listing[User]) (Page[User], error) {
	return membersPage(w, tenantID, groupID, transitive, l, func(m Linked) *User { return m.User })
}

// membersPage keeps the members that cast accepts and the listing matches.
func membersPage[T any](w *World, tenantID, groupID string, transitive bool, l Listing[T], cast func(Linked) *T) (Page[T], error) {
	var page Page[T]
	err := w.read(tenantID, func(d *directory, at moment) error {
		g, err := d.group(groupID, at)
		if err != nil {
			return err
		}
		var kept []*T
		for _, m := range d.membersOf(g, transitive, at) {
			v := cast(m)
			if v == nil {
				continue
			}
			if l.Match != nil {
				ok, err := l.Match(v)
				if err != nil {
					return err
				}
				if !ok {
					continue
				}
			}
			kept = append(kept, v)
		}
		page = paged(kept, l)
		return nil
	})
	return page, err
}

// membersOf lists the members that a reader sees, each once; groups may contain
// each other. A deleted user is no member until it is restored.
func (d *directory) membersOf(g *Group, transitive bool, at moment) []Linked {
	var members []Linked
	seen := map[string]bool{g.ID: true}
	queue := slices.Clone(g.Members)
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		if seen[id] {
			continue
		}
		seen[id] = true
		m, ok := d.linked(id, at)
		if !ok {
			continue
		}
		members = append(members, m)
		if transitive && m.Group != nil {
			queue = append(queue, m.Group.Members...)
		}
	}
	return members
}

// groupsOf lists the groups that have an object as a direct member.
func (d *directory) groupsOf(id string) []string {
	var ids []string
	d.groups.all(func(g *Group) bool {
		if slices.Contains(g.Members, id) {
			ids = append(ids, g.ID)
		}
		return true
	})
	return ids
}
