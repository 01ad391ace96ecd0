package synchronization_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestLastOwner: an owner that was added by hand is in the plan, also where the service
// keeps it; the refusal says what to configure.
func TestLastOwner(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(6))
	config := func(owners string) string {
		return unguarded(w.Config(group(set("members", members(0, 3)), "owners = ["+owners+"]")))
	}
	w.Test(
		resource.TestStep{Config: config("")},
		resource.TestStep{
			PreConfig: link(t, w, "owners", member(5)), Config: config(""), PlanOnly: true, ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config(""), ExpectError: acctest.Message("Cannot update sync scope group", "at least one owner", "in owners, such as an administrator")},
		resource.TestStep{Config: config(fmt.Sprintf("%q", member(4))), Check: owns(t, w, member(4))},
	)
}

// owns expects one owner of the group.
func owns(t *testing.T, w *acctest.World, id string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if owners := the(t, w).Owners; !slices.Equal(owners, []string{id}) {
			return fmt.Errorf("the owners are %v", owners)
		}
		return nil
	})
}

// TestScopeGroupDrift: what was changed by hand is in the plan, and the apply undoes
// it.
func TestScopeGroupDrift(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(*testing.T, *acctest.World) func(){
		"a member added":   func(t *testing.T, w *acctest.World) func() { return link(t, w, "members", member(5)) },
		"a member removed": func(t *testing.T, w *acctest.World) func() { return unlink(t, w, "members", member(0)) },
		"an owner added":   func(t *testing.T, w *acctest.World) func() { return link(t, w, "owners", member(5)) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, employing(6))
			config := unguarded(w.Config(group(set("members", members(0, 3)), fmt.Sprintf("owners = [%q]", member(4)))))
			w.Test(
				resource.TestStep{Config: config},
				resource.TestStep{
					PreConfig: change(t, w), Config: config,
					ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check:            resource.ComposeTestCheckFunc(hasMembers(t, w, members(0, 3)), owns(t, w, member(4))),
				},
			)
		})
	}
}

// TestUnmanagedMembers: without members and without a rule they are not read.
func TestUnmanagedMembers(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGroup(nil))
	config := unguarded(w.Config(group(`on_existing = "adopt"`)))
	w.Test(
		resource.TestStep{Config: config, Check: hasMembers(t, w, members(0, 3))},
		resource.TestStep{PreConfig: link(t, w, "members", member(5)), Config: config, PlanOnly: true},
	)
}
