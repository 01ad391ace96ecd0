package synchronization_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const inUnit = `restricted_unit = { display_name = "Sync scope groups" }`

// units lists the administrative units of Contoso.
func units(t *testing.T, w *acctest.World) []*directory.AdministrativeUnit {
	t.Helper()
	page, err := directory.AdministrativeUnits.List(w.World, acctest.ContosoID, kernel.Listing{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// addUnit adds an administrative unit to Contoso, and returns its id.
func addUnit(t *testing.T, w *acctest.World, name string, restricted bool) string {
	t.Helper()
	err := w.Write(acctest.ContosoID, func(d *kernel.Directory, at kernel.Moment) error {
		directory.AdministrativeUnits.Put(d, &directory.AdministrativeUnit{ID: unitID, DisplayName: name, Restricted: &restricted}, at)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return unitID
}

// inItsUnit expects one restricted unit with the group.
func inItsUnit(t *testing.T, w *acctest.World) resource.TestCheckFunc {
	return acctest.Then(func() error {
		all := units(t, w)
		if len(all) != 1 || all[0].Restricted == nil || !*all[0].Restricted || !slices.Equal(all[0].Members, []string{the(t, w).ID}) {
			return fmt.Errorf("the units are %+v", all)
		}
		return nil
	})
}

// TestRestrictedUnit: the unit is created with the group in it, the role is granted,
// members can be changed in it, and a group that was taken out returns.
func TestRestrictedUnit(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(6))
	config := func(to int) string {
		return w.Config(group(set("members", members(0, to)), `restricted_unit = {
    display_name = "Sync scope groups"
    grant_role   = true
  }`))
	}
	w.Test(
		resource.TestStep{Config: config(3), Check: inItsUnit(t, w), ConfigStateChecks: []statecheck.StateCheck{
			acctest.Value(address, "is_management_restricted", knownvalue.Bool(true)),
		}},
		acctest.Unchanged(config(3)),
		resource.TestStep{Config: config(5), Check: hasMembers(t, w, members(0, 5))},
		resource.TestStep{
			PreConfig: func() {
				if err := directory.AdministrativeUnits.Unlink(w.World, acctest.ContosoID, units(t, w)[0].ID, "members", the(t, w).ID); err != nil {
					t.Fatal(err)
				}
			},
			Config: config(5), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate), Check: inItsUnit(t, w),
		},
	)
}

// TestTwoGroupsInANewUnit: one apply creates one unit for both.
func TestTwoGroupsInANewUnit(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(1))
	config := w.Config(`
resource "multitenant_sync_scope_group" "it" {
  for_each        = toset(["sales", "research", "board"])
  tenant          = "contoso"
  display_name    = each.key
  restricted_unit = { display_name = "Sync scope groups", grant_role = true }
}
`)
	s := acctest.NewWorkspace(t, config)
	s.MustRun("apply", "-auto-approve")
	if all := units(t, w); len(all) != 1 || len(all[0].Members) != 3 {
		t.Errorf("the units are %+v", all)
	}
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
}

// TestWithoutTheScopedRole: the refusal of a change and of a destroy names the role and the attribute that grants
// it, and nothing is changed.
func TestWithoutTheScopedRole(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(6))
	w.Test(
		resource.TestStep{Config: w.Config(group(set("members", members(0, 3)), inUnit)), Check: inItsUnit(t, w)},
		resource.TestStep{
			Config:      w.Config(group(set("members", members(0, 5)), inUnit)),
			ExpectError: acctest.Message("Cannot update sync scope group", "Groups Administrator", "grant_role"),
		},
		resource.TestStep{
			Config: w.Config(group(set("members", members(0, 3)), inUnit)), Destroy: true,
			ExpectError: acctest.Message("Cannot delete sync scope group", "Groups Administrator", "grant_role"),
		},
		resource.TestStep{
			Config: w.Config(group(set("members", members(0, 3)), `restricted_unit = {
    display_name = "Sync scope groups"
    grant_role   = true
  }`)),
			Check: hasMembers(t, w, members(0, 3)),
		},
	)
}
