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
			Check: w.Made("POST /invitations"),
		},
		acctest.Unchanged(w.Config(invite(""))),
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
				is(w, func(u *directory.User) {
					u.DisplayName, u.GivenName, u.Surname = "Ana Ruiz", "Ana", "Ruiz"
					u.JobTitle, u.Department, u.CompanyName = "Controller", "Finance", "Contoso"
					u.OfficeLocation, u.MobilePhone, u.BusinessPhones = "B2", "+34 600 000 001", []string{"+34 910 000 001"}
					u.EmployeeID, u.UsageLocation, u.PreferredLanguage = "C-17", "ES", "es-ES"
					u.AccountEnabled, u.Manager, u.Sponsors = false, acctest.ManagerID, []string{acctest.AdministratorID}
				}),
				// The sponsors are sent with the invitation, and the mail after it.
				w.Made("POST /invitations", "POST /invitations", "PATCH /users/{id}", "PUT /users/{id}/manager/$ref"),
			),
		},
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(invite(changed + otherLinks + letter)),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				is(w, func(u *directory.User) {
					u.DisplayName, u.GivenName, u.Surname = "Ana Ruiz Gil", "Anita", "Gil"
					u.JobTitle, u.Department, u.CompanyName = "Director", "Audit", "Contoso Iberia"
					u.OfficeLocation, u.MobilePhone, u.BusinessPhones = "C3", "+34 600 000 002", []string{"+34 910 000 002"}
					u.EmployeeID, u.UsageLocation, u.PreferredLanguage = "C-18", "PT", "pt-PT"
					u.AccountEnabled, u.Manager, u.Sponsors = true, acctest.AdministratorID, []string{acctest.ManagerID}
				}),
				w.Made("PATCH /users/{id}", "PUT /users/{id}/manager/$ref",
					"POST /users/{id}/sponsors/$ref", "DELETE /users/{id}/sponsors/{id}/$ref"),
			),
		},
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(invite("")),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				// Configured attributes are cleared, except those that Graph cannot
				// clear.
				is(w, func(u *directory.User) {
					u.DisplayName, u.UsageLocation, u.AccountEnabled = "Ana Ruiz Gil", "PT", true
					u.GivenName, u.Surname, u.JobTitle = "", "", ""
					u.Department, u.CompanyName, u.OfficeLocation = "", "", ""
					u.MobilePhone, u.EmployeeID, u.PreferredLanguage = "", "", ""
					u.Manager, u.BusinessPhones, u.Sponsors = "", nil, []string{}
				}),
				w.Made("PATCH /users/{id}", "DELETE /users/{id}/manager/$ref", "DELETE /users/{id}/sponsors/{id}/$ref"),
			),
		},
		acctest.Unchanged(w.Config(invite(""))),
	)
}

func TestInvitationUpdatesEachAttributeAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	one := func(argument string, patched func(*directory.User), writes ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(invite(argument)),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check:            resource.ComposeAggregateTestCheckFunc(is(w, patched), w.Made(writes...)),
		}
	}
	// Each step removes the attribute of the previous step, which clears it.
	const patch = "PATCH /users/{id}"
	w.Test(
		resource.TestStep{Config: w.Config(invite(`job_title = "Controller"`))},
		one(`given_name = "Ana"`, func(u *directory.User) { u.JobTitle, u.GivenName = "", "Ana" }, patch),
		one(`business_phone = "+34 910 000 001"`, func(u *directory.User) { u.GivenName, u.BusinessPhones = "", []string{"+34 910 000 001"} }, patch),
		one(`account_enabled = false`, func(u *directory.User) { u.BusinessPhones, u.AccountEnabled = nil, false }, patch),
		one(`manager_id = "`+acctest.ManagerID+`"`, func(u *directory.User) { u.AccountEnabled, u.Manager = false, acctest.ManagerID }, "PUT /users/{id}/manager/$ref"),
		one(`sponsors = ["`+acctest.ManagerID+`", "`+acctest.AdministratorID+`"]`, func(u *directory.User) {
			u.Manager, u.Sponsors = "", []string{acctest.AdministratorID, acctest.ManagerID}
		}, "DELETE /users/{id}/manager/$ref", "POST /users/{id}/sponsors/$ref", "POST /users/{id}/sponsors/$ref"),
		one(`sponsors = ["`+acctest.ManagerID+`"]`, func(u *directory.User) { u.Sponsors = []string{acctest.ManagerID} }, "DELETE /users/{id}/sponsors/{id}/$ref"),
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
