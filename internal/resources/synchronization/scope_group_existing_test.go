package synchronization_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestExistingGroup: a group of the name stops the plan, with the id to import, and is
// changed if the configuration says so.
func TestExistingGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGroup(nil))
	w.Test(
		resource.TestStep{
			Config:      w.Config(group(set("members", members(1, 4)))),
			ExpectError: acctest.Message("MT053", groupID, `on_existing = "adopt"`, "contoso/"+groupID),
		},
		resource.TestStep{
			Config: w.Config(group(set("members", members(1, 4)), `on_existing = "adopt"`)),
			Check:  hasMembers(t, w, members(1, 4)),
		},
	)
}

// TestUnsuitableGroup is not adopted.
func TestUnsuitableGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGroup(acctest.Object{"mailEnabled": true, "groupTypes": []string{"Unified"}, "mail": "scope@contoso.example"}))
	w.Test(resource.TestStep{
		Config:      w.Config(group(`on_existing = "adopt"`)),
		ExpectError: acctest.Message("Cannot create sync scope group", "is not a security group"),
	})
}

// TestImportedGroup: an import by id with the members that the group has changes
// nothing but what is not imported.
func TestImportedGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGroup(nil))
	config := unguarded(w.Config(group(set("members", members(0, 3)))))
	s := acctest.NewWorkspace(t, config)
	s.MustRun("import", address, "contoso/"+groupID)
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	the(t, w)
}

// TestRenamedResource: a plan that deletes a group and creates it again is stopped.
func TestRenamedResource(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(2))
	w.Test(
		resource.TestStep{Config: unguarded(w.Config(group(set("members", members(0, 2)))))},
		resource.TestStep{
			Config: unguarded(w.Config(`
resource "multitenant_sync_scope_group" "other" {
  tenant       = "contoso"
  display_name = "sync-scope"
}
`)),
			ExpectError: acctest.Message("MT053", "deletes a group", "moved block"),
		},
	)
}

// TestAnotherTenant: a group is not moved to another tenant by accident.
func TestAnotherTenant(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(2))
	w.Test(
		resource.TestStep{Config: unguarded(w.Config(group()))},
		resource.TestStep{
			Config: unguarded(w.Config(`
resource "multitenant_sync_scope_group" "it" {
  tenant       = "fabrikam"
  display_name = "sync-scope"
}
`)),
			ExpectError: acctest.Message("MT053", "creates it in tenant"),
		},
	)
}
