package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// groupsAbove lists the groups of an object as visible to a reader: direct ones, or
// transitive ones too.
func groupsAbove(d *kernel.Directory, id string, transitive bool, at kernel.Moment) []*Group {
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
