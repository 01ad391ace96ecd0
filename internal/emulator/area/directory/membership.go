package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Members lists the members of a group and of the groups inside it, visible to a
// reader, without duplicates; groups may contain each other. A deleted user is not a
// member until it is restored.
func Members(w *kernel.World, tenantID, groupID string) ([]kernel.Linked, error) {
	var members []kernel.Linked
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		g, err := Groups.Lookup(d, groupID, at)
		if err != nil {
			return err
		}
		seen := map[string]bool{g.ID: true}
		for queue := slices.Clone(g.Members); len(queue) > 0; queue = queue[1:] {
			id := queue[0]
			m, ok := d.Resolve(id, at)
			if seen[id] || !ok {
				continue
			}
			seen[id] = true
			members = append(members, m)
			if inner := kernel.As[Group](m); inner != nil {
				queue = append(queue, inner.Members...)
			}
		}
		return nil
	})
	return members, err
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
