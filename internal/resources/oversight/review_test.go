package oversight_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// daysAgo is a time in a seed; the clock of the world starts with the test.
func daysAgo(days int) string {
	return time.Now().UTC().AddDate(0, 0, -days).Format(time.RFC3339)
}

// guestOf is an external user of a tenant, created a year ago.
func guestOf(domain, name string, more acctest.Object) acctest.Object {
	u := acctest.Object{
		"userPrincipalName": name + "_" + domain + "#EXT#@fabrikam.onmicrosoft.com", "mail": name + "@" + domain, "displayName": name,
		"userType": "Guest", "accountEnabled": true, "creationType": "Invitation", "externalUserState": "Accepted",
		"createdDateTime": daysAgo(365), "externalUserStateChangeDateTime": daysAgo(365),
		"identities": []acctest.Object{{"signInType": "federated", "issuer": "ExternalAzureAD"}},
	}
	for k, v := range more {
		u[k] = v
	}
	return u
}

func signedIn(days int) acctest.Object {
	return acctest.Object{"signInActivity": acctest.Object{"lastSignInDateTime": daysAgo(days), "lastSuccessfulSignInDateTime": daysAgo(days + 1)}}
}

func reviewed() *acctest.Estate {
	e := acctest.Standard().Grant("AuditLog.Read.All", "CrossTenantInformation.ReadBasic.All")
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users,
		guestOf("contoso.example", "active", acctest.Object{"signInActivity": signedIn(3)["signInActivity"], "sponsors": []string{acctest.ManagerID}}),
		guestOf("contoso.example", "idle", signedIn(100)),
		guestOf("contoso.example", "never", nil),
		guestOf("gone.example", "orphan", acctest.Object{"accountEnabled": false, "signInActivity": signedIn(3)["signInActivity"]}),
		guestOf("contoso.example", "invited", acctest.Object{"externalUserState": "PendingAcceptance", "externalUserStateChangeDateTime": daysAgo(45)}),
		guestOf("contoso.example", "fresh", acctest.Object{
			"externalUserState": "PendingAcceptance", "createdDateTime": daysAgo(2), "externalUserStateChangeDateTime": daysAgo(2),
		}),
	)
	e.Tenant(acctest.Northwind).EntraP1 = false
	return e
}

func review(arguments string) string {
	return fmt.Sprintf(`
data "multitenant_guest_review" "all" {
%s
}

locals {
  fabrikam  = data.multitenant_guest_review.all.reviews["fabrikam"]
  northwind = try(data.multitenant_guest_review.all.reviews["northwind"], null)
}

output "numbers" {
  value = join(" ", concat([local.fabrikam.guests, local.fabrikam.accepted, local.fabrikam.pending, local.fabrikam.disabled],
    [for name, c in local.fabrikam.classes : "${name}=${c.number}/${length(c.user_ids)}"]))
}

output "users" {
  value = join(" ", sort([for u in jsondecode(local.fabrikam.users_json) : "${u.display_name}:${join("+", u.classes)}:${try(u.days_inactive, "-")}"]))
}

output "northwind" {
  value = local.northwind == null ? "not listed" : join(" ", concat(keys(local.northwind.classes), values(local.northwind.unread)))
}
`, arguments)
}

func TestGuestReview(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reviewed())
	output := func(name, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownOutputValue(name, knownvalue.StringExact(want))
	}
	w.Test(
		resource.TestStep{
			Config:      w.Config(review("thresholds = { nowhere = {} }")),
			ExpectError: acctest.Message("Unknown tenant", "nowhere"),
		},
		resource.TestStep{
			Config:      w.Config(review("inactive_days = -1")),
			ExpectError: acctest.Message("inactive_days", "at least 0"),
		},
		resource.TestStep{
			Config: w.Config(review("sponsors = true\nhome_tenants = true")),
			ConfigStateChecks: []statecheck.StateCheck{
				output("numbers", "6 4 2 1 disabled=1/1 home_tenant_gone=1/1 inactive=1/1 never_signed_in=1/1 pending=1/1 without_sponsor=5/5"),
				output("users", "fresh:without_sponsor:- idle:inactive+without_sponsor:100 invited:pending+without_sponsor:- "+
					"never:never_signed_in+without_sponsor:- orphan:disabled+without_sponsor+home_tenant_gone:4"),
				output("northwind", "disabled home_tenant_gone pending without_sponsor Tenant \"northwind\" has no Microsoft Entra ID P1, which the last"+
					" sign-ins need (403 Authentication_RequestFromNonPremiumTenantOrB2CTenant)."),
			},
		},
		resource.TestStep{
			Config: w.Config(review("maximum = 0\ninactive_days = 200\nthresholds = { fabrikam = { pending_days = 60, never_signed_in_days = 400 } }\ntenants = [\"fabrikam\"]")),
			ConfigStateChecks: []statecheck.StateCheck{
				output("numbers", "6 4 2 1 disabled=1/0 inactive=0/0 never_signed_in=0/0 pending=0/0"),
				output("users", ""), output("northwind", "not listed"),
			},
		},
	)
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("reading wrote: %v", writes)
	}
}

// Without the permission for reports the guests are still listed, and a tenant that
// lists none does not hide the others.
func TestGuestReviewWithoutPermissions(t *testing.T) {
	t.Parallel()
	e := reviewed()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = acctest.Permissions()
	e.Tenant(acctest.Northwind).Applications[0].Permissions = []string{"Organization.Read.All"}
	w := acctest.Start(t, e)
	w.Test(resource.TestStep{
		Config: w.Config(review("") + `
output "unread" {
  value = {
    northwind = length(regexall("User.Read.All", data.multitenant_guest_review.all.unread["northwind"]))
    fabrikam  = length(regexall("AuditLog.Read.All", local.fabrikam.unread["sign_ins"]))
  }
}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("numbers", knownvalue.StringExact("6 4 2 1 disabled=1/1 pending=1/1")),
			statecheck.ExpectKnownOutputValue("unread", knownvalue.MapExact(map[string]knownvalue.Check{
				"northwind": knownvalue.Int64Exact(1), "fabrikam": knownvalue.Int64Exact(1),
			})),
		},
	})
}
