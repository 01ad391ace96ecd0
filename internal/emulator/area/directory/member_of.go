package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// groupsAbove lists the groups of an object as visible to a reader: direct ones, or
// transitive ones too.
func groupsAbove(d *kernel.Directory, id string, transitive bool, at kernel.Moment) []*Group {
	evaluations.Misses(d, at, func(e evaluation) bool { return e.User == id || e.Group != "" })
	var above []*Group
	known := map[string]bool{id: true}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		for _, g := range Groups.All(d) {
			seen := Groups.Seen(d, g.ID, at)
			if known[g.ID] || seen == nil || !slices.Contains(seen.Members, queue[0]) {
				continue
			}
			known[g.ID] = true
			above = append(above, seen)
			if transitive {
				queue = append(queue, g.ID)
			}
		}
	}
	return above
}

// containersOf lists the groups of an object as groupsAbove does, and the
// administrative units that it is itself a member of.
func containersOf(d *kernel.Directory, id string, transitive bool, at kernel.Moment) []kernel.Linked {
	var all []kernel.Linked
	for _, g := range groupsAbove(d, id, transitive, at) {
		all = append(all, kernel.Linked{Set: Groups, Value: g})
	}
	for _, u := range AdministrativeUnits.All(d) {
		if seen := AdministrativeUnits.Seen(d, u.ID, at); seen != nil && slices.Contains(seen.Members, id) {
			all = append(all, kernel.Linked{Set: AdministrativeUnits, Value: seen})
		}
	}
	return all
}
