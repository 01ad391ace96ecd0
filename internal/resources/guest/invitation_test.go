package guest_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

func TestInvitationIsBasic(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(
		resource.TestStep{
			Config: w.Config(invite("")),
			ConfigStateChecks: []statecheck.StateCheck{
				text("tenant_id", acctest.FabrikamID),
				text("email", anaEmail),
				text("redirect_url", "https://myapps.microsoft.com/?tenantid="+acctest.FabrikamID),
				text("invited_user_type", "Guest"),
				text("on_existing", "error"),
				text("on_destroy", "delete"),
				text("user_type", "Guest"),
				text("creation_type", "Invitation"),
				text("external_user_state", "PendingAcceptance"),
				text("user_principal_name", "Ana.Ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com"),
				text("mail", anaEmail),
				attribute("mail_enabled", knownvalue.Bool(true)),
				attribute("account_enabled", knownvalue.Bool(true)),
				attribute("send_message", knownvalue.Bool(false)),
				attribute("job_title", knownvalue.Null()),
				attribute("redeem_url", knownvalue.StringRegexp(regexp.MustCompile(`^https://login\.microsoftonline\.com/redeem\?`))),
				statecheck.ExpectSensitiveValue(ana, tfjsonpath.New("redeem_url")),
			},
			Check: made(w, "POST /invitations"),
		},
		unchanged(w.Config(invite(""))),
		resource.TestStep{
			Config:  w.Config(invite("")),
			Destroy: true,
		},
	)
	if left := w.Guests(acctest.FabrikamID); len(left) > 0 {
		t.Errorf("%d people are left after the destroy", len(left))
	}
}

const profile = `
  display_name       = "Ana Ruiz"
  given_name         = "Ana"
  surname            = "Ruiz"
  job_title          = "Controller"
  department         = "Finance"
  company_name       = "Contoso"
  office_location    = "B2"
  mobile_phone       = "+34 600 000 001"
  business_phone     = "+34 910 000 001"
  employee_id        = "C-17"
  usage_location     = "ES"
  preferred_language = "es-ES"
  account_enabled    = false
`

const links = `
  manager_id = "` + acctest.ManagerID + `"
  sponsors   = ["` + acctest.AdministratorID + `"]
`

const letter = `
  redirect_url = "https://portal.fabrikam.example/welcome"
  send_message = true
  message = {
    body         = "Welcome to Fabrikam."
    language     = "en-US"
    cc_recipient = "Mona.Manager@fabrikam.example"
  }
`

func TestInvitationIsComplete(t *testing.T) {
	t.Parallel()
	w := start(t)
	changed := strings.NewReplacer(
		"Ana Ruiz", "Ana Ruiz Gil", `"Ana"`, `"Anita"`, `"Ruiz"`, `"Gil"`, "Controller", "Director", "Finance", "Audit",
		`"Contoso"`, `"Contoso Iberia"`, "B2", "C3", "000 001", "000 002", "C-17", "C-18", `"ES"`, `"PT"`, "es-ES", "pt-PT",
		"= false", "= true",
	).Replace(profile)
	otherLinks := strings.NewReplacer(
		acctest.ManagerID, acctest.AdministratorID, acctest.AdministratorID, acctest.ManagerID).Replace(links)
	w.Test(
		resource.TestStep{
			Config: w.Config(invite(profile + links + letter)),
			Check: resource.ComposeAggregateTestCheckFunc(
				is(w, func(u *directory.User) []any {
					return []any{
						u.DisplayName, "Ana Ruiz", u.GivenName, "Ana", u.Surname, "Ruiz", u.JobTitle, "Controller",
						u.Department, "Finance", u.CompanyName, "Contoso", u.OfficeLocation, "B2",
						u.MobilePhone, "+34 600 000 001", u.BusinessPhones,
						[]string{"+34 910 000 001"},
						u.EmployeeID, "C-17", u.UsageLocation, "ES", u.PreferredLanguage, "es-ES", u.AccountEnabled, false,
						u.Manager, acctest.ManagerID, u.Sponsors,
						[]string{acctest.AdministratorID},
					}
				}),
				// The sponsors go with the invitation, and the mail after it.
				made(w, "POST /invitations", "POST /invitations", "PATCH /users/{id}", "PUT /users/{id}/manager/$ref"),
			),
		},
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(invite(changed + otherLinks + letter)),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				is(w, func(u *directory.User) []any {
					return []any{
						u.DisplayName, "Ana Ruiz Gil", u.GivenName, "Anita", u.Surname, "Gil", u.JobTitle, "Director",
						u.Department, "Audit", u.CompanyName, "Contoso Iberia", u.OfficeLocation, "C3",
						u.MobilePhone, "+34 600 000 002", u.BusinessPhones,
						[]string{"+34 910 000 002"},
						u.EmployeeID, "C-18", u.UsageLocation, "PT", u.PreferredLanguage, "pt-PT", u.AccountEnabled, true,
						u.Manager, acctest.AdministratorID, u.Sponsors,
						[]string{acctest.ManagerID},
					}
				}),
				made(w, "PATCH /users/{id}", "PUT /users/{id}/manager/$ref",
					"POST /users/{id}/sponsors/$ref", "DELETE /users/{id}/sponsors/{id}/$ref"),
			),
		},
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(invite("")),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				// What was configured is cleared, except what Graph cannot clear.
				is(w, func(u *directory.User) []any {
					return []any{
						u.DisplayName, "Ana Ruiz Gil", u.UsageLocation, "PT", u.AccountEnabled, true,
						u.GivenName + u.Surname + u.JobTitle + u.Department + u.CompanyName + u.OfficeLocation, "",
						u.MobilePhone + u.EmployeeID + u.PreferredLanguage + u.Manager, "",
						len(u.BusinessPhones), 0, len(u.Sponsors), 0,
					}
				}),
				made(w, "PATCH /users/{id}", "DELETE /users/{id}/manager/$ref", "DELETE /users/{id}/sponsors/{id}/$ref"),
			),
		},
		unchanged(w.Config(invite(""))),
	)
}

func TestInvitationUpdatesEachAttributeAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	one := func(argument string, patched func(*directory.User) []any, writes ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(invite(argument)),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check:            resource.ComposeAggregateTestCheckFunc(is(w, patched), made(w, writes...)),
		}
	}
	// Each step drops the attribute of the step before, which clears it.
	const patch = "PATCH /users/{id}"
	w.Test(
		resource.TestStep{Config: w.Config(invite(`job_title = "Controller"`))},
		one(`given_name = "Ana"`, func(u *directory.User) []any { return []any{u.JobTitle, "", u.GivenName, "Ana"} }, patch),
		one(`business_phone = "+34 910 000 001"`, func(u *directory.User) []any {
			return []any{u.GivenName, "", u.BusinessPhones, []string{"+34 910 000 001"}}
		}, patch),
		one(`account_enabled = false`, func(u *directory.User) []any {
			return []any{len(u.BusinessPhones), 0, u.AccountEnabled, false}
		}, patch),
		one(`manager_id = "`+acctest.ManagerID+`"`, func(u *directory.User) []any {
			return []any{u.AccountEnabled, false, u.Manager, acctest.ManagerID}
		}, "PUT /users/{id}/manager/$ref"),
		one(`sponsors = ["`+acctest.ManagerID+`", "`+acctest.AdministratorID+`"]`, func(u *directory.User) []any {
			return []any{u.Manager, "", len(u.Sponsors), 2}
		}, "DELETE /users/{id}/manager/$ref", "POST /users/{id}/sponsors/$ref", "POST /users/{id}/sponsors/$ref"),
		one(`sponsors = ["`+acctest.ManagerID+`"]`, func(u *directory.User) []any {
			return []any{u.Sponsors, []string{acctest.ManagerID}}
		}, "DELETE /users/{id}/sponsors/{id}/$ref"),
	)
}

func TestInvitationAsMember(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(resource.TestStep{
		Config: w.Config(invite(`invited_user_type = "Member"`)),
		ConfigStateChecks: []statecheck.StateCheck{
			text("user_type", "Member"), attribute("mail_enabled", knownvalue.Bool(false)),
		},
	})
}
