package synchronization_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	address = "multitenant_sync_scope_group.it"
	// groupID is the group of estates that have one.
	groupID = "eeeeeeee-0000-4000-8000-000000000010"
	// principalID is the service principal of the synchronization to Fabrikam.
	principalID = "50000000-0000-4000-8000-000000000001"
	unitID      = "a0000000-0000-4000-8000-000000000001"
	name        = "sync-scope"
)

// assigned assigns the group to the synchronization.
var assigned = fmt.Sprintf("service_principal_ids = [%q]", principalID)

// member is the object id of an employee of Contoso.
func member(i int) string { return fmt.Sprintf("d0000000-0000-4000-8000-%012d", i) }

func members(from, to int) []string {
	var ids []string
	for i := from; i < to; i++ {
		ids = append(ids, member(i))
	}
	return ids
}

// employing is the standard estate with employees of Contoso, a synchronization to
// Fabrikam, and an application that may manage groups.
func employing(n int) *acctest.Estate {
	e := acctest.Standard().Grant(
		"Group.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "AdministrativeUnit.ReadWrite.All", "RoleManagement.ReadWrite.Directory")
	contoso := e.Tenant(acctest.Contoso)
	for i := range n {
		contoso.Users = append(contoso.Users, acctest.Object{
			"id": member(i), "displayName": fmt.Sprintf("Employee %d", i), "userPrincipalName": fmt.Sprintf("e%d@contoso.example", i),
			"mail": fmt.Sprintf("e%d@contoso.example", i), "userType": "Member", "accountEnabled": true, "department": []string{"Sales", "Research"}[i%2],
		})
	}
	contoso.Synchronizations = []acctest.Object{{
		"id": principalID, "displayName": "To Fabrikam", "secrets": acctest.Object{"CompanyId": acctest.FabrikamID},
	}}
	return e
}

// withGroup is an estate with a group of the name that the tests use.
func withGroup(properties acctest.Object) *acctest.Estate {
	e := employing(6)
	g := acctest.Object{
		"id": groupID, "displayName": name, "mailNickname": name, "mailEnabled": false, "securityEnabled": true, "members": members(0, 3),
		"createdDateTime": "2020-01-01T00:00:00Z",
	}
	for property, value := range properties {
		g[property] = value
	}
	e.Tenant(acctest.Contoso).Groups = []acctest.Object{g}
	return e
}

// group is the resource of these tests.
func group(arguments ...string) string { return groupNamed(name, arguments...) }

func groupNamed(name string, arguments ...string) string {
	return fmt.Sprintf("\nresource \"multitenant_sync_scope_group\" \"it\" {\n  tenant = \"contoso\"\n  display_name = %q\n  %s\n}\n",
		name, strings.Join(arguments, "\n  "))
}

// unguarded turns off the checks that are not the subject of a test.
func unguarded(config string) string { return acctest.PlanChecks(config, `MT051 = "off"`) }

func set(argument string, ids []string) string {
	return fmt.Sprintf("%s = [%s]", argument, `"`+strings.Join(ids, `", "`)+`"`)
}

// groups lists the groups of Contoso.
func groups(t *testing.T, w *acctest.World) []*directory.Group {
	t.Helper()
	page, err := directory.Groups.List(w.World, acctest.ContosoID, kernel.Listing{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// the returns the group of the tests in Contoso.
func the(t *testing.T, w *acctest.World) *directory.Group {
	t.Helper()
	for _, g := range groups(t, w) {
		if g.DisplayName == name {
			return g
		}
	}
	t.Fatalf("contoso has no group %q", name)
	return nil
}

// assignments lists the assignments to the synchronization.
func assignments(t *testing.T, w *acctest.World) []*application.AppRoleAssignment {
	t.Helper()
	page, err := application.AppRoleAssignments(w.World, acctest.ContosoID, principalID, kernel.Listing{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// isAssigned expects that the group alone is assigned to the synchronization.
func isAssigned(t *testing.T, w *acctest.World) error {
	t.Helper()
	if all := assignments(t, w); len(all) != 1 || all[0].PrincipalID != the(t, w).ID {
		return fmt.Errorf("the assignments are %+v", all)
	}
	return nil
}

// unassign removes the assignments to the synchronization without Terraform.
func unassign(t *testing.T, w *acctest.World) {
	t.Helper()
	for _, a := range assignments(t, w) {
		if err := application.Assignments.Delete(w.World, acctest.ContosoID, a.ID, kernel.Actor{}); err != nil {
			t.Fatal(err)
		}
	}
}

// hasMembers expects exactly these members.
func hasMembers(t *testing.T, w *acctest.World, want []string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		got := slices.Sorted(slices.Values(the(t, w).Members))
		if !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			return fmt.Errorf("the members are %v, want %v", got, want)
		}
		return nil
	})
}

// link adds a reference of the group without Terraform, and unlink removes it.
func link(t *testing.T, w *acctest.World, reference, id string) func() {
	return func() {
		if err := directory.Groups.Link(w.World, acctest.ContosoID, the(t, w).ID, reference, id); err != nil {
			t.Fatal(err)
		}
	}
}

func unlink(t *testing.T, w *acctest.World, reference, id string) func() {
	return func() {
		if err := directory.Groups.Unlink(w.World, acctest.ContosoID, the(t, w).ID, reference, id); err != nil {
			t.Fatal(err)
		}
	}
}
