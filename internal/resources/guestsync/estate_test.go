package guestsync_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

const (
	address = "multitenant_guest_sync.contoso"
	// groupID is the group with all users of populated.
	groupID = "eeeeeeee-0000-4000-8000-000000000001"
)

// userID is the object id of a user of Contoso.
func userID(n int) string { return fmt.Sprintf("bbbbbbbb-0000-4000-8000-%012d", n) }

func upn(n int) string { return fmt.Sprintf("user%d@contoso.example", n) }

// populated is the standard estate with n users in a department of Contoso, who are
// the members of a group.
func populated(n int) *acctest.Estate {
	e := acctest.Standard().Grant("GroupMember.Read.All")
	contoso := e.Tenant(acctest.Contoso)
	var members []string
	for i := 1; i <= n; i++ {
		contoso.Users = append(contoso.Users, acctest.Object{
			"id": userID(i), "displayName": fmt.Sprintf("User %d", i), "userPrincipalName": upn(i), "mail": upn(i), "department": "Sales",
			"jobTitle": "Agent", "userType": "Member",
		})
		members = append(members, userID(i))
	}
	contoso.Groups = append(contoso.Groups, acctest.Object{"id": groupID, "displayName": "Scope", "members": members})
	return e
}

// guestSync is a sync from Contoso to Fabrikam; arguments replace defaults of the same
// name.
func guestSync(arguments ...string) string {
	standard := []string{
		fmt.Sprintf("scope = { group_ids = [%q] }", groupID),
		`attributes = {
    company_name         = { value = "Contoso" }
    department           = { from = "department" }
    display_name         = { from = "displayName", suffix = " (Contoso)" }
    show_in_address_list = { value = true, apply = "creation" }
  }`,
		`source_anchor = "extensionAttribute15"`,
		`on_leave = { action = "delete", after_days = 30, first = "hide", max_people = 2, max_percent = -1 }`,
	}
	for _, a := range arguments {
		name, _, _ := strings.Cut(a, " ")
		standard = slices.DeleteFunc(standard, func(s string) bool { return strings.HasPrefix(s, name+" ") })
	}
	return `
resource "multitenant_guest_sync" "contoso" {
  tenant = "fabrikam"
  source = "contoso"
  ` + strings.Join(append(standard, arguments...), "\n  ") + "\n}\n"
}

func number(attribute string, n int64) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.Int64Exact(n))
}

func boolean(value bool) knownvalue.Check { return knownvalue.Bool(value) }

// changed expects numbers of changes; all others are zero.
func changed(want map[string]int64) statecheck.StateCheck {
	all := map[string]knownvalue.Check{}
	for _, name := range []string{"create", "adopt", "restore", "update", "refused", "hide", "disable", "delete"} {
		all[name] = knownvalue.Int64Exact(want[name])
	}
	return statecheck.ExpectKnownValue(address, tfjsonpath.New("changes"), knownvalue.ObjectExact(all))
}

// shows expects a number in the plan.
func shows(kind string, n int64) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New("changes").AtMapKey(kind), knownvalue.Int64Exact(n))
}

// guest is the external user of a user of populated.
func guest(w *acctest.World, n int) *directory.User { return w.Guest(acctest.FabrikamID, upn(n)) }

// numberOf expects a number of another sync.
func numberOf(name, attribute string, n int64) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("multitenant_guest_sync."+name, tfjsonpath.New(attribute), knownvalue.Int64Exact(n))
}
