package synchronization_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestVanishedBetweenReads deletes a group between the reads of a refresh, of the group
// and of its members: the group leaves the state without an error.
func TestVanishedBetweenReads(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(3))
	w.Test(
		resource.TestStep{Config: unguarded(w.Config(group(set("members", members(0, 3)))))},
		resource.TestStep{
			PreConfig: func() {
				w.When(acctest.Moment{Method: http.MethodGet, Path: "/groups/*/members"}, func() {
					administrator := kernel.Actor{Permissions: []string{"Group.ReadWrite.All"}}
					if err := directory.Groups.Delete(w.World, acctest.ContosoID, the(t, w).ID, administrator); err != nil {
						t.Error(err)
					}
				})
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
		},
	)
}
