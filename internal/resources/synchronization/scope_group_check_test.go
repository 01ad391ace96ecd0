package synchronization_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestScopeGroupChecks: each finding, as an error.
func TestScopeGroupChecks(t *testing.T) {
	t.Parallel()
	other := acctest.Object{
		"id": groupID, "displayName": "Board", "mailNickname": "board", "mailEnabled": false, "securityEnabled": true,
	}
	for code, test := range map[string]struct {
		config string
		says   []string
	}{
		"MT050": {group(set("owners", members(0, 3))), []string{"has 3 owners"}},
		"MT051": {group(), []string{"is in no restricted"}},
		"MT052": {group(set("members", []string{member(0), groupID})), []string{groupID, "multitenant_users"}},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			e := employing(3)
			e.Tenant(acctest.Contoso).Groups = []acctest.Object{other}
			w := acctest.Start(t, e)
			w.Test(resource.TestStep{
				Config:      acctest.Checking(w.Config(test.config), "error", code),
				ExpectError: acctest.Message(append([]string{code}, test.says...)...),
			})
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestNestedGroupThatRemains is reported with members that are not exclusive.
func TestNestedGroupThatRemains(t *testing.T) {
	t.Parallel()
	e := withGroup(nil)
	const nested = "eeeeeeee-0000-4000-8000-000000000011"
	contoso := e.Tenant(acctest.Contoso)
	contoso.Groups[0]["members"] = append(members(0, 3), nested)
	contoso.Groups = append(contoso.Groups, acctest.Object{
		"id": nested, "displayName": "Board", "mailNickname": "board", "mailEnabled": false, "securityEnabled": true,
	})
	w := acctest.Start(t, e)
	config := func(arguments ...string) string {
		return unguarded(w.Config(group(append(arguments, set("members", members(0, 3)), `on_existing = "adopt"`)...)))
	}
	w.Test(
		resource.TestStep{Config: acctest.PlanChecks(w.Config(group(set("members", members(0, 3)), `on_existing = "adopt"`, "exclusive_members = false")), `MT051 = "off"`, `MT052 = "warn"`)},
		resource.TestStep{Config: config("exclusive_members = false"), ExpectError: acctest.Message("MT052", nested)},
		resource.TestStep{Config: config(), Check: hasMembers(t, w, members(0, 3))},
	)
}

// TestUnitThatIsNotRestricted is found before the group enters it.
func TestUnitThatIsNotRestricted(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(1))
	unit := addUnit(t, w, "Sales", false)
	w.Test(resource.TestStep{
		Config:      acctest.Checking(w.Config(group(fmt.Sprintf("restricted_unit = { id = %q }", unit))), "error", "MT051"),
		ExpectError: acctest.Message("MT051", "would be in administrative unit", unit),
	})
}
