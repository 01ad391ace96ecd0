package synchronization_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestScopeGroupLife: create, each change in place, import and destroy.
func TestScopeGroupLife(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(6))
	first := unguarded(w.Config(group(set("members", members(0, 3)), assigned, "owners = []")))
	second := unguarded(w.Config(group(set("members", members(2, 5)), assigned, `description = "Users of Fabrikam"`, fmt.Sprintf("owners = [%q]", member(5)))))
	var id string
	w.Test(
		resource.TestStep{
			Config: first,
			Check:  resource.ComposeTestCheckFunc(hasMembers(t, w, members(0, 3)), acctest.Then(func() error { id = the(t, w).ID; return nil })),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(address, "member_count", knownvalue.Int64Exact(3)),
				acctest.Value(address, "mail_nickname", knownvalue.StringExact(name)),
				acctest.Value(address, "on_destroy", knownvalue.StringExact("delete")),
			},
		},
		acctest.Unchanged(first),
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           second,
			ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(hasMembers(t, w, members(2, 5)), acctest.Then(func() error {
				g := the(t, w)
				if g.ID != id || g.Description != "Users of Fabrikam" || fmt.Sprint(g.Owners) != fmt.Sprint([]string{member(5)}) {
					return fmt.Errorf("the group is %+v", g)
				}
				return w.Wrote(
					"PATCH /groups/{id}", "PATCH /groups/{id}",
					"DELETE /groups/{id}/members/{id}/$ref", "DELETE /groups/{id}/members/{id}/$ref", "POST /groups/{id}/owners/$ref")
			})),
		},
		acctest.Unchanged(second),
		resource.TestStep{
			Config:           unguarded(w.Config(group(set("members", members(2, 5)), "service_principal_ids = []"))),
			ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(address, "owners", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(member(5))})),
				acctest.Value(address, "description", knownvalue.StringExact("Users of Fabrikam")),
			},
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: "contoso/" + name, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"on_destroy", "service_principal_ids"},
		},
		resource.TestStep{Config: unguarded(w.Config("")), Check: acctest.Then(func() error {
			if left := groups(t, w); len(left) > 0 {
				return fmt.Errorf("the destroy left %v", left)
			}
			return nil
		})},
	)
}

// TestConversionKeepsTheGroup: from members to a rule and back, in place.
func TestConversionKeepsTheGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(6))
	rule := `membership_rule = "(user.department -eq \"Sales\")"`
	var id string
	same := acctest.Then(func() error {
		if now := the(t, w).ID; now != id {
			return fmt.Errorf("the group is %s, and was %s", now, id)
		}
		return nil
	})
	w.Test(
		resource.TestStep{
			Config: unguarded(w.Config(group(set("members", members(0, 2))))),
			Check:  acctest.Then(func() error { id = the(t, w).ID; return nil }),
		},
		resource.TestStep{
			Config:           unguarded(w.Config(group(rule))),
			ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			Check:            resource.ComposeTestCheckFunc(same, processing(t, w, "On", "DynamicMembership")),
		},
		acctest.Unchanged(unguarded(w.Config(group(rule)))),
		resource.TestStep{
			Config:           unguarded(w.Config(group(set("members", members(1, 3))))),
			ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
			Check:            resource.ComposeTestCheckFunc(same, hasMembers(t, w, members(1, 3)), processing(t, w, "Paused")),
		},
		acctest.Unchanged(unguarded(w.Config(group(set("members", members(1, 3)))))),
		resource.TestStep{
			Config: unguarded(w.Config(group(rule))), Check: resource.ComposeTestCheckFunc(same, processing(t, w, "On", "DynamicMembership")),
		},
	)
}

// processing expects the state of the membership rule, which must be paused for
// assigned members (groups-change-type), and the types of the group.
func processing(t *testing.T, w *acctest.World, want string, types ...string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if g := the(t, w); g.MembershipRuleProcessingState != want || !slices.Equal(g.GroupTypes, types) {
			return fmt.Errorf("the rule is %s, the types are %v", g.MembershipRuleProcessingState, g.GroupTypes)
		}
		return nil
	})
}

// TestAdditiveMembers leaves members alone that are not configured.
func TestAdditiveMembers(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGroup(nil))
	additive := func(ids []string) string {
		return unguarded(w.Config(group(set("members", ids), "exclusive_members = false", `on_existing = "adopt"`)))
	}
	w.Test(
		resource.TestStep{Config: additive(members(2, 5)), Check: hasMembers(t, w, members(0, 5)), ConfigStateChecks: []statecheck.StateCheck{
			acctest.Value(address, "member_count", knownvalue.Int64Exact(5)), acctest.Value(address, "on_destroy", knownvalue.StringExact("keep")),
		}},
		acctest.Unchanged(additive(members(2, 5))),
		resource.TestStep{Config: additive(members(4, 6)), Check: hasMembers(t, w, append(members(0, 2), members(4, 6)...))},
		resource.TestStep{
			Config: unguarded(w.Config(group(set("members", members(4, 6))))), Check: hasMembers(t, w, members(4, 6)),
		},
		resource.TestStep{PreConfig: link(t, w, "members", member(0)), Config: additive(members(4, 6)), Check: hasMembers(t, w, append(members(0, 1), members(4, 6)...))},
		acctest.Unchanged(additive(members(4, 6))),
		resource.TestStep{Config: unguarded(w.Config(group("exclusive_members = false"))), Check: hasMembers(t, w, append(members(0, 1), members(4, 6)...))},
		resource.TestStep{Config: additive(members(1, 2)), Check: hasMembers(t, w, append(members(0, 2), members(4, 6)...))},
	)
	// An adopted group survives the destroy.
	the(t, w)
}

// TestMembersAndRuleExclude each other.
func TestMembersAndRuleExclude(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, employing(1))
	w.Test(resource.TestStep{
		Config:      w.Config(group(set("members", members(0, 1)), `membership_rule = "user.accountEnabled -eq true"`)),
		ExpectError: regexp.MustCompile("either members or membership_rule"),
	}, resource.TestStep{
		Config:      w.Config(group(`members = ["ana@contoso.example"]`)),
		ExpectError: acctest.Message("Not a GUID", `"ana@contoso.example"`),
	})
}

// TestMissingMember: one wrong id is named, the others are added, and the next apply
// continues the group.
func TestMissingMember(t *testing.T) {
	t.Parallel()
	const absent = "99999999-0000-4000-8000-000000000009"
	w := acctest.Start(t, employing(3))
	w.Test(
		resource.TestStep{
			Config:      unguarded(w.Config(group(set("members", append(members(0, 3), absent))))),
			ExpectError: acctest.Message("Cannot finish sync scope group", absent, "Apply again within an hour"),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    unguarded(w.Config(group(set("members", members(0, 3))))),
			Check:     resource.ComposeTestCheckFunc(hasMembers(t, w, members(0, 3)), w.Made()),
		},
	)
}
