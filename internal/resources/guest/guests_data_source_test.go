package guest_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// guests is the data source of these tests, with the keys and several attributes as
// output.
func guests(arguments string) string {
	return fmt.Sprintf(`
data "multitenant_guests" "all" {
  tenant = "fabrikam"
%s
}

output "people" {
  value = { for key, g in data.multitenant_guests.all.guests : key => "${g.user_id} ${g.user_type}" }
}
`, arguments)
}

// personID numbers users of a seed.
func personID(n int) string { return fmt.Sprintf("dddddddd-0000-4000-8000-%012d", n) }

// mixed is an estate with users of every kind in Fabrikam.
func mixed() *acctest.Estate {
	e := acctest.Standard()
	person := func(n int, upn, mail, userType, creationType, state, created string) acctest.Object {
		p := acctest.Object{
			"id": personID(n), "displayName": upn, "userPrincipalName": upn, "userType": userType,
			"accountEnabled": true, "createdDateTime": created,
		}
		for name, value := range map[string]string{"mail": mail, "creationType": creationType, "externalUserState": state} {
			if value != "" {
				p[name] = value
			}
		}
		return p
	}
	const ext = "#EXT#@fabrikam.onmicrosoft.com"
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users,
		person(1, "ana_contoso.example"+ext, "Ana@contoso.example", "Guest", "Invitation", "Accepted", "2025-01-01T00:00:00Z"),
		person(2, "ben_contoso.example"+ext, "ben@contoso.example", "Member", "Invitation", "PendingAcceptance", "2025-02-01T00:00:00Z"),
		// A user without an address, except in the name.
		person(3, "cleo_mail.example"+ext, "", "Member", "", "", "2012-01-01T00:00:00Z"),
		// A former employee that became external.
		person(4, "dora@fabrikam.example", "dora@eu.contoso.example", "Member", "Invitation", "Accepted", "2025-03-01T00:00:00Z"),
		// An employee with the user type Guest.
		person(5, "eve@fabrikam.example", "eve@fabrikam.example", "Guest", "", "", "2025-03-01T00:00:00Z"),
		// Another user with Ana's address, created later.
		person(6, "ana_contoso.example1"+ext, "ana@contoso.example", "Guest", "Invitation", "PendingAcceptance", "2025-04-01T00:00:00Z"),
	)
	return e
}

func TestGuestsAreExternalPeople(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, mixed())
	const (
		anaKey, benKey, cleoKey, doraKey = "ana@contoso.example", "ben@contoso.example", "cleo@mail.example", "dora@eu.contoso.example"
		guest, member                    = " Guest", " Member"
	)
	tests := []struct {
		arguments string
		want      map[string]string
	}{
		{"", map[string]string{
			anaKey: personID(1) + guest, benKey: personID(2) + member, cleoKey: personID(3) + member,
			doraKey: personID(4) + member, personID(6): personID(6) + guest,
		}},
		{`user_type = "Guest"`, map[string]string{anaKey: personID(1) + guest, personID(6): personID(6) + guest}},
		{`user_type = "Member"`, map[string]string{benKey: personID(2) + member, cleoKey: personID(3) + member, doraKey: personID(4) + member}},
		{`external_user_state = "PendingAcceptance"`, map[string]string{
			benKey: personID(2) + member, cleoKey: personID(3) + member, anaKey: personID(6) + guest,
		}},
		{`domain = "Mail.Example"`, map[string]string{cleoKey: personID(3) + member}},
		{`domain = "eu.contoso.example"`, map[string]string{doraKey: personID(4) + member}},
		{`domain = "contoso.example"`, map[string]string{
			anaKey: personID(1) + guest, benKey: personID(2) + member, personID(6): personID(6) + guest,
		}},
		{`domain = "empty.example"`, map[string]string{}},
		// The first time is inclusive, the last is not.
		{"created_after = \"2025-01-01T00:00:00Z\"\ncreated_before = \"2025-03-01T01:00:00+01:00\"", map[string]string{
			anaKey: personID(1) + guest, benKey: personID(2) + member,
		}},
		{"user_type = \"Guest\"\ncreated_after = \"2025-01-02T00:00:00Z\"", map[string]string{anaKey: personID(6) + guest}},
	}
	var steps []resource.TestStep
	for _, test := range tests {
		want := map[string]knownvalue.Check{}
		for key, value := range test.want {
			want[key] = knownvalue.StringExact(value)
		}
		steps = append(steps, resource.TestStep{
			Config:            w.Config(guests(test.arguments)),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("people", knownvalue.MapExact(want))},
		})
	}
	w.Test(steps...)
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("reading wrote: %v", writes)
	}
}

func TestGuestsShowWhatTellsThemApart(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, mixed())
	w.Test(resource.TestStep{
		Config: w.Config(guests("")),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.multitenant_guests.all",
			tfjsonpath.New("guests").AtMapKey("cleo@mail.example"), knownvalue.ObjectExact(map[string]knownvalue.Check{
				"user_id":             knownvalue.StringExact(personID(3)),
				"id":                  knownvalue.StringExact(acctest.FabrikamID + "/" + personID(3)),
				"email":               knownvalue.StringExact("cleo@mail.example"),
				"user_principal_name": knownvalue.StringExact("cleo_mail.example#EXT#@fabrikam.onmicrosoft.com"),
				"display_name":        knownvalue.StringExact("cleo_mail.example#EXT#@fabrikam.onmicrosoft.com"),
				"user_type":           knownvalue.StringExact("Member"),
				"external_user_state": knownvalue.StringExact("PendingAcceptance"),
				"creation_type":       knownvalue.StringExact("Invitation"),
				"mail":                knownvalue.Null(),
				"created_date_time":   knownvalue.StringExact("2012-01-01T00:00:00Z"),
				"account_enabled":     knownvalue.Bool(true),
			}))},
	})
}

func TestGuestsAreRefused(t *testing.T) {
	t.Parallel()
	w := start(t)
	tests := map[string][]string{
		`user_type = "guest"`:                {"user_type", "Guest"},
		`external_user_state = "Pending"`:    {"external_user_state", "PendingAcceptance"},
		`domain = "@contoso.example"`:        {"without an @"},
		`created_after = "2025-01-01"`:       {"RFC3339"},
		"created_before = \"yesterday\"":     {"RFC3339"},
		"}\ndata \"multitenant_guests\" x {": {"has 3 tenants", "contoso, fabrikam, northwind"},
	}
	var steps []resource.TestStep
	for arguments, want := range tests {
		steps = append(steps, resource.TestStep{Config: w.Config(guests(arguments)), ExpectError: acctest.Message(want...)})
	}
	w.Test(steps...)

	w.Fault(wire.Fault{Service: "graph", Method: http.MethodGet, Path: "/users", Status: http.StatusForbidden})
	w.Test(resource.TestStep{
		Config:      w.Config(guests("")),
		ExpectError: acctest.Message(`Cannot list external users of tenant "fabrikam"`, "403", "User.Read.All", "fabrikam"),
	})
}

// crowd is an estate with n external users in Fabrikam.
func crowd(n int) *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	for i := range n {
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"id": personID(i), "displayName": fmt.Sprintf("Person %d", i), "mail": fmt.Sprintf("person%d@contoso.example", i),
			"userPrincipalName": fmt.Sprintf("person%d_contoso.example#EXT#@fabrikam.onmicrosoft.com", i),
			"proxyAddresses":    []string{fmt.Sprintf("SMTP:person%d@contoso.example", i)},
			"userType":          "Guest", "accountEnabled": true, "creationType": "Invitation", "externalUserState": "Accepted",
			"createdDateTime": "2025-01-01T00:00:00Z", "jobTitle": "Consultant",
		})
	}
	return e
}

// TestGuestsArePaged reads more users than fit on a page, and reports the duration.
func TestGuestsArePaged(t *testing.T) {
	t.Parallel()
	const n = 2500
	w := acctest.StartWith(t, crowd(n), kernel.Options{Settings: acctest.WithoutEmptyPages})
	w.Test(resource.TestStep{
		Config: w.Config(`
data "multitenant_guests" "all" {
  tenant = "fabrikam"
}

output "number" {
  value = length(data.multitenant_guests.all.guests)
}
`),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("number", knownvalue.Int64Exact(n))},
		Check: acctest.Then(func() error {
			lists := map[string]int{}
			for _, r := range w.Requests() {
				lists[r]++
			}
			// The CLI reads a data source more than once: in plan and apply, and
			// when it checks whether the plan is empty.
			if lists["GET /users"] == 0 || lists["GET /users"]%3 != 0 || len(lists) > 2 {
				return fmt.Errorf("2,500 people are three pages and the organization, not %v", lists)
			}
			return nil
		}),
	})
}
