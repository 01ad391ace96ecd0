package guestsync_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	outerID = "eeeeeeee-0000-4000-8000-000000000011"
	innerID = "eeeeeeee-0000-4000-8000-000000000012"
	legalID = "eeeeeeee-0000-4000-8000-000000000013"
)

// nested is populated(6) with groups that overlap: user 1 is a direct member of a group
// that contains a group with users 1 to 3 and the outer group itself, and a rule selects
// the legal department, which is users 3 and 4.
func nested() *acctest.Estate {
	e := populated(6)
	contoso := e.Tenant(acctest.Contoso)
	for _, u := range contoso.Users {
		if u["id"] == userID(3) || u["id"] == userID(4) {
			u["department"] = "Legal"
		}
	}
	contoso.Groups = append(contoso.Groups,
		acctest.Object{"id": innerID, "displayName": "Inner", "members": []string{userID(1), userID(2), userID(3), outerID}},
		acctest.Object{"id": outerID, "displayName": "Outer", "members": []string{userID(1), innerID}},
		acctest.Object{
			"id": legalID, "displayName": "Legal", "groupTypes": []string{"DynamicMembership"},
			"membershipRule": `user.department -eq "Legal"`, "membershipRuleProcessingState": "On",
		})
	return e
}

func groups(ids ...string) string {
	return `scope = { group_ids = ["` + strings.Join(ids, `", "`) + `"] }`
}

// TestGroups follows several groups: nested and overlapping ones, one with a rule, and one
// that is deleted.
func TestGroups(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, nested())
	limits := "on_leave = { action = \"delete\", after_days = 30, max_people = 1, max_percent = -1 }\n  on_destroy = \"remove\""
	scope := func(ids string) string { return w.Config(guestSync(ids, limits)) }
	all := scope(groups(outerID, legalID))
	w.Test(
		resource.TestStep{
			Config:      scope(groups(outerID, "eeeeeeee-0000-4000-8000-0000000000ff")),
			ExpectError: acctest.Message("Error:", `"contoso" could not be read`, "eeeeeeee-0000-4000-8000-0000000000ff", "group"),
		},
		resource.TestStep{Config: all, ConfigStateChecks: []statecheck.StateCheck{number("people", 4), changed(map[string]int64{"create": 4})}},
		acctest.Unchanged(all),
		// A rule selects another user, and the user that leaves it is in the other group.
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.ContosoID, userID(5), acctest.Object{"department": "Legal"})
				w.Change(acctest.ContosoID, userID(3), acctest.Object{"department": "Sales"})
				w.Advance(acctest.Lag)
			},
			Config: all, ConfigPlanChecks: before(shows("create", 1), shows("update", 1), shows("hide", 0)),
			ConfigStateChecks: []statecheck.StateCheck{number("people", 5)},
		},
		// A group is deleted: its users have not left for that.
		resource.TestStep{
			PreConfig: func() {
				if err := directory.Groups.Delete(w.World, acctest.ContosoID, outerID, kernel.Actor{Permissions: []string{"Group.ReadWrite.All"}}); err != nil {
					t.Fatal(err)
				}
				w.ForgetRequests()
			},
			Config: all, ExpectError: acctest.Message("Error:", "group "+outerID, `tenant "contoso"`, "group_ids"),
		},
		// Without it they have, which the limits stop.
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    scope(groups(legalID)), ExpectError: acctest.Message("MT080", "3 of 5 users"),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    scope(groups(legalID, innerID)), ConfigStateChecks: []statecheck.StateCheck{number("people", 5)},
			Check: w.Made(),
		},
	)
}

// TestNewGroup syncs the members of groups that the same apply creates, while replicas of
// the home tenant are behind.
func TestNewGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3).Grant("Group.ReadWrite.All"))
	w.SetLag(acctest.Lag)
	group := func(name, members string) string {
		return fmt.Sprintf("\nresource \"multitenant_sync_scope_group\" %q {\n  tenant = \"contoso\"\n  display_name = %q\n  %s\n}\n", name, name, members)
	}
	config := acctest.PlanChecks(w.Config(group("listed", fmt.Sprintf("members = [%q, %q]", userID(1), userID(2)))+
		group("ruled", `membership_rule = "user.department -eq \"Sales\""`)+
		guestSync("scope = { group_ids = [for g in [multitenant_sync_scope_group.listed, multitenant_sync_scope_group.ruled] : g.group_id] }")),
		`MT051 = "off"`)
	s := acctest.NewWorkspace(t, config)
	s.MustRun("apply", "-auto-approve")
	w.Advance(acctest.Lag)
	w.Advance(acctest.Lag)
	settle(t, s)
	for n := range 3 {
		if u := guest(w, n+1); u.Department != "Sales" {
			t.Errorf("user %d is %+v", n+1, u)
		}
	}
	if n := len(w.Guests(acctest.FabrikamID)); n != 3 {
		t.Errorf("there are %d guests", n)
	}
}
