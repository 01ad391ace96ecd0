package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Members returns one page of the members of a group: direct ones, or transitive
// ones too.
func Members(w *kernel.World, tenantID, groupID string, transitive bool, l kernel.Listing) (kernel.Page[*kernel.Linked], error) {
	return membersPage(w, tenantID, groupID, transitive, l, func(m kernel.Linked) *kernel.Linked { return &m })
}

// MemberUsers is Members limited to users.
func MemberUsers(w *kernel.World, tenantID, groupID string, transitive bool, l kernel.Listing) (kernel.Page[*User], error) {
	return membersPage(w, tenantID, groupID, transitive, l, kernel.As[User])
}

// membersPage returns the members that cast accepts and that match the listing.
func membersPage[T any](w *kernel.World, tenantID, groupID string, transitive bool, l kernel.Listing, cast func(kernel.Linked) *T) (kernel.Page[*T], error) {
	var page kernel.Page[*T]
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		g, err := Groups.Lookup(d, groupID, at)
		if err != nil {
			return err
		}
		var kept []*T
		for _, m := range membersOf(d, g, transitive, at) {
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
		page = kernel.Cut(kept, l)
		return nil
	})
	return page, err
}

// membersOf lists the members that are visible to a reader, without duplicates;
// groups may contain each other. A deleted user is not a member until it is
// restored.
func membersOf(d *kernel.Directory, g *Group, transitive bool, at kernel.Moment) []kernel.Linked {
	var members []kernel.Linked
	seen := map[string]bool{g.ID: true}
	queue := slices.Clone(g.Members)
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		if seen[id] {
			continue
		}
		seen[id] = true
		m, ok := d.Resolve(id, at)
		if !ok {
			continue
		}
		members = append(members, m)
		if inner := kernel.As[Group](m); transitive && inner != nil {
			queue = append(queue, inner.Members...)
		}
	}
	return members
}

// GroupsOf lists the groups that have an object as a direct member.
func GroupsOf(d *kernel.Directory, id string) []string {
	var ids []string
	for _, g := range Groups.All(d) {
		if slices.Contains(g.Members, id) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// AllGroupsOf lists the groups that have an object as a member, directly or in a
// group inside them, each once.
func AllGroupsOf(d *kernel.Directory, id string) []string {
	all := GroupsOf(d, id)
	for i := 0; i < len(all); i++ {
		for _, above := range GroupsOf(d, all[i]) {
			if !slices.Contains(all, above) {
				all = append(all, above)
			}
		}
	}
	return all
}
