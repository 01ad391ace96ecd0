package guest_test

import (
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

func TestInvitationDoesNotFightOverWhatIsNotConfigured(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`job_title = "Controller"`))
	outside := acctest.Unchanged(config)
	outside.PreConfig = func() {
		id := w.Guest(acctest.FabrikamID, anaEmail).ID
		w.Change(acctest.FabrikamID, id, map[string]any{
			"displayName": "Ana R.", "givenName": "Ana", "department": "Finance", "usageLocation": "ES", "accountEnabled": false,
			"businessPhones": []any{"+34 910 000 001"}, "userType": "Member",
		})
		if err := errors.Join(directory.Users.Point(w.World, acctest.FabrikamID, id, "manager", acctest.ManagerID),
			directory.Users.Link(w.World, acctest.FabrikamID, id, "sponsors", acctest.AdministratorID)); err != nil {
			t.Fatal(err)
		}
		w.ForgetRequests()
	}
	outside.Check = w.Made()
	w.Test(
		resource.TestStep{Config: config},
		outside,
		// This also holds when another attribute changes.
		resource.TestStep{
			Config: w.Config(invite(`job_title = "Director"`)),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}"), is(w, func(u *directory.User) {
				u.JobTitle, u.DisplayName, u.GivenName = "Director", "Ana R.", "Ana"
				u.Department, u.AccountEnabled, u.Manager = "Finance", false, acctest.ManagerID
				u.Sponsors, u.BusinessPhones, u.UserType = []string{acctest.AdministratorID}, []string{"+34 910 000 001"}, "Member"
			})),
		},
	)
}

func TestInvitationRepairsDriftOfWhatIsConfigured(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(profile + links + `on_soft_deleted = "ignore"`))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				id := w.Guest(acctest.FabrikamID, anaEmail).ID
				w.Change(acctest.FabrikamID, id, map[string]any{
					"displayName": "Someone", "jobTitle": nil, "businessPhones": []any{}, "accountEnabled": true,
				})
				if err := errors.Join(directory.Users.Point(w.World, acctest.FabrikamID, id, "manager", acctest.AdministratorID),
					directory.Users.Unlink(w.World, acctest.FabrikamID, id, "sponsors", acctest.AdministratorID)); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			Check: is(w, func(u *directory.User) {
				u.DisplayName, u.JobTitle, u.BusinessPhones = "Ana Ruiz", "Controller", []string{"+34 910 000 001"}
				u.AccountEnabled, u.Manager, u.Sponsors = false, acctest.ManagerID, []string{acctest.AdministratorID}
			}),
		},
		// A user that was deleted externally is invited again.
		resource.TestStep{
			PreConfig:        func() { w.Remove(acctest.FabrikamID, w.Guest(acctest.FabrikamID, anaEmail).ID) },
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
		},
	)
}
