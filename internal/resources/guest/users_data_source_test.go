package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	salesID   = "eeeeeeee-0000-4000-8000-000000000001"
	iberiaID  = "eeeeeeee-0000-4000-8000-000000000002"
	salesData = "data.multitenant_users.sales"
)

// sales is an estate in which Contoso has a sales department: a group, a group
// inside it, and users of every kind.
func sales() *acctest.Estate {
	e := acctest.Standard()
	contoso := e.Tenant(acctest.Contoso)
	contoso.Applications[0].Permissions = append(acctest.Permissions(), "GroupMember.Read.All")
	person := func(n int, name, department, userType string, enabled bool) acctest.Object {
		return acctest.Object{
			"id": personID(n), "displayName": name, "givenName": name, "userPrincipalName": name + "@contoso.example",
			"mail": name + "@contoso.example", "department": department, "userType": userType, "accountEnabled": enabled,
		}
	}
	ana := person(1, "Ana", "Sales", "Member", true)
	ana["mail"], ana["proxyAddresses"] = "ana.ruiz@contoso.example", []string{"SMTP:ana.ruiz@contoso.example", "smtp:ana.old@contoso.example"}
	ana["jobTitle"], ana["usageLocation"] = "Account Manager", "ES"
	contoso.Users = append(contoso.Users,
		ana,
		person(2, "Ben", "Sales", "Member", false),
		person(3, "Cleo", "Support", "Member", true),
		person(4, "Gus", "Sales", "Guest", true),
		acctest.Object{
			"id": personID(5), "mail": "max@partner.example", "department": "Sales", "userType": "Member",
			"userPrincipalName": "max_partner.example#EXT#@contoso.onmicrosoft.com",
		},
	)
	contoso.Groups = append(
		contoso.Groups,
		acctest.Object{
			"id": salesID, "displayName": "Sales", "mailNickname": "sales", "mailEnabled": false, "securityEnabled": true,
			"members": []string{personID(1), personID(2), personID(4), personID(5), iberiaID},
		},
		acctest.Object{
			"id": iberiaID, "displayName": "Sales Iberia", "mailNickname": "iberia", "mailEnabled": false, "securityEnabled": true,
			"members": []string{personID(1), personID(3), salesID},
		},
	)
	return e
}

func users(arguments string) string {
	return fmt.Sprintf(`
data "multitenant_users" "sales" {
  tenant = "contoso"
%s
}

output "names" {
  value = join(" ", sort([for u in data.multitenant_users.sales.users : lower(u.user_principal_name)]))
}

output "missing" {
  value = join(" ", data.multitenant_users.sales.missing)
}
`, arguments)
}

func TestUsersInScope(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, sales())
	const (
		group  = "group_id = \"" + salesID + "\"\n"
		name   = "%s@contoso.example"
		maxUPN = "max_partner.example#ext#@contoso.onmicrosoft.com"
	)
	list := func(argument string, names ...string) string {
		return argument + ` = ["` + strings.Join(names, `", "`) + `"]`
	}
	tests := []struct{ arguments, want, missing string }{
		{group, "ana ben cleo", ""},
		{group + "enabled_only = true", "ana cleo", ""},
		{group + "members_only = false", "ana ben cleo gus " + maxUPN, ""},
		{`filter = "department eq 'Sales'"`, "ana ben", ""},
		{`filter = "not(department eq 'Sales') and startsWith(displayName,'C')"`, "cleo", ""},
		{`filter = "department eq 'O''Hara'"`, "", ""},
		{list("user_principal_names", "ANA@contoso.example", "nobody@contoso.example"), "ana", "nobody@contoso.example"},
		// By any address; a user with two of them is listed once.
		{list("emails", "Ana.Ruiz@contoso.example", "ana.old@contoso.example", "cleo@contoso.example"), "ana cleo", ""},
		// Users out of scope are missing too.
		{
			list("emails", "max@partner.example", "ben@contoso.example", "o'hara@contoso.example") + "\nenabled_only = true",
			"", "ben@contoso.example max@partner.example o'hara@contoso.example",
		},
		{list("emails", "max@partner.example") + "\nmembers_only = false", maxUPN, ""},
	}
	var steps []resource.TestStep
	for _, test := range tests {
		var names []string
		for _, n := range strings.Fields(test.want) {
			if !strings.Contains(n, "@") {
				n = fmt.Sprintf(name, n)
			}
			names = append(names, n)
		}
		steps = append(steps, resource.TestStep{
			Config: w.Config(users(test.arguments)),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("names", knownvalue.StringExact(strings.Join(names, " "))),
				statecheck.ExpectKnownOutputValue("missing", knownvalue.StringExact(test.missing)),
			},
		})
	}
	w.Test(steps...)
}

func TestUsersBringTheirProfile(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, sales())
	w.Test(resource.TestStep{
		Config: w.Config(users("emails = [\"ana.old@contoso.example\"]")),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(salesData,
			tfjsonpath.New("users").AtMapKey(personID(1)), knownvalue.ObjectExact(map[string]knownvalue.Check{
				"user_id":             knownvalue.StringExact(personID(1)),
				"user_principal_name": knownvalue.StringExact("Ana@contoso.example"),
				"mail":                knownvalue.StringExact("ana.ruiz@contoso.example"),
				"display_name":        knownvalue.StringExact("Ana"),
				"user_type":           knownvalue.StringExact("Member"),
				"account_enabled":     knownvalue.Bool(true),
				"given_name":          knownvalue.StringExact("Ana"),
				"surname":             knownvalue.Null(),
				"job_title":           knownvalue.StringExact("Account Manager"),
				"department":          knownvalue.StringExact("Sales"),
				"company_name":        knownvalue.Null(),
				"employee_id":         knownvalue.Null(),
				"usage_location":      knownvalue.StringExact("ES"),
			}))},
	})
}

// TestUsersAreInvited invites users of one tenant to another.
func TestUsersAreInvited(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, sales())
	config := w.Config(users(`group_id = "`+salesID+`"`) + `
resource "multitenant_b2b_invitation" "sales" {
  for_each  = data.multitenant_users.sales.users
  tenant    = "fabrikam"
  email     = each.value.user_principal_name
  job_title = each.value.job_title
}
`)
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				if n := len(w.Guests(acctest.FabrikamID)); n != 3 {
					t.Errorf("%d people were invited, want 3", n)
				}
				if title := w.Guest(acctest.FabrikamID, "ana@contoso.example").JobTitle; title != "Account Manager" {
					t.Errorf("the job title is %q", title)
				}
			},
			Config: w.Config(""),
		},
	)
}

func TestUsersAreRefused(t *testing.T) {
	t.Parallel()
	e := sales()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"GroupMember.Read.All", "Organization.Read.All"}
	e.Tenant(acctest.Fabrikam).Groups = []acctest.Object{{
		"id": salesID, "displayName": "Sales", "mailNickname": "sales", "mailEnabled": false, "securityEnabled": true,
		"members": []string{acctest.AdministratorID},
	}}
	w := acctest.Start(t, e)
	fabrikam := func(arguments string) string {
		return strings.Replace(users(arguments), `"contoso"`, `"fabrikam"`, 1)
	}
	w.Test(
		resource.TestStep{Config: w.Config(users("")), ExpectError: acctest.Message("Missing Attribute Configuration", "group_id,filter,emails,user_principal_names")},
		resource.TestStep{
			Config:      w.Config(users("filter = \"accountEnabled eq true\"\nemails = [\"ana@contoso.example\"]")),
			ExpectError: acctest.Message("Invalid Attribute Combination"),
		},
		resource.TestStep{Config: w.Config(users("emails = []")), ExpectError: acctest.Message("at least 1")},
		resource.TestStep{Config: w.Config(users(`emails = ["Ana"]`)), ExpectError: acctest.Message("not an email address")},
		resource.TestStep{Config: w.Config(users(`group_id = "Sales"`)), ExpectError: acctest.Message("not a GUID")},
		// Graph's own message.
		resource.TestStep{
			Config:      w.Config(users(`filter = "department is 'Sales'"`)),
			ExpectError: acctest.Message(`Cannot list users of tenant "contoso"`, "expected an operator", "(400 Request_BadRequest"),
		},
		resource.TestStep{
			Config:      w.Config(users(`group_id = "eeeeeeee-0000-4000-8000-0000000000ff"`)),
			ExpectError: acctest.Message(`Cannot list users of tenant "contoso"`, "404 Request_ResourceNotFound"),
		},
		// Members without names are not users.
		resource.TestStep{
			Config:      w.Config(fabrikam(`group_id = "` + salesID + `"`)),
			ExpectError: acctest.Message(`Cannot list users of tenant "fabrikam"`, "lacks User.Read.All"),
		},
		resource.TestStep{
			Config:      w.Config(fabrikam(`emails = ["ana@contoso.example"]`)),
			ExpectError: acctest.Message("403", "User.Read.All", `in tenant "fabrikam"`),
		},
	)
}
