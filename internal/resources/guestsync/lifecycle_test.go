package guestsync_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

// TestLifecycle leads users through the sync: invited, changed in both tenants, gone
// and back, deleted after 30 days. Each scope does the same.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	for name, scope := range map[string]string{
		"group":  fmt.Sprintf("scope = { group_ids = [%q] }", groupID),
		"filter": `scope = { filter = "startsWith(userPrincipalName,'user')" }`,
		"all":    "scope = { all_users = true }",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lifecycle(t, scope, name == "all")
		})
	}
}

func lifecycle(t *testing.T, scope string, all bool) {
	e := populated(3)
	if all {
		contoso := e.Tenant(acctest.Contoso)
		contoso.Users = slices.DeleteFunc(contoso.Users, func(u acctest.Object) bool { return u["department"] == nil })
	}
	w := acctest.Start(t, e)
	config := w.Config(guestSync(scope))
	var gone string
	w.Test(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				number("people", 3), number("refused", 0), number("run", 1), changed(map[string]int64{"create": 3}),
			},
			Check: acctest.Then(func() error { return synced(w, 1, 3) }),
		},
		resource.TestStep{PreConfig: w.ForgetRequests, Config: config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()), Check: w.Made()},
		// Changes in both tenants.
		resource.TestStep{
			PreConfig: func() {
				w.Change(acctest.ContosoID, userID(1), acctest.Object{"department": "Legal", "jobTitle": "Counsel"})
				w.Change(acctest.FabrikamID, guest(w, 2).ID, acctest.Object{"companyName": "Northwind", "officeLocation": "B2"})
				w.ForgetRequests()
			},
			Config: config, ConfigPlanChecks: before(shows("update", 2), shows("create", 0)),
			ConfigStateChecks: []statecheck.StateCheck{number("run", 2), changed(map[string]int64{"update": 2})},
			Check: resource.ComposeTestCheckFunc(w.Made("PATCH /users/{id}", "PATCH /users/{id}"), acctest.Then(func() error {
				if one, two := guest(w, 1), guest(w, 2); one.Department != "Legal" || two.CompanyName != "Contoso" || two.OfficeLocation != "B2" {
					return fmt.Errorf("users are %+v, %+v", one, two)
				}
				return nil
			})),
		},
		// A user is deleted at home, hidden, and returns within the days.
		resource.TestStep{
			PreConfig: func() { gone = guest(w, 3).ID; w.Remove(acctest.ContosoID, userID(3)); w.ForgetRequests() },
			Config:    config, ConfigPlanChecks: before(shows("hide", 1)),
			ConfigStateChecks: []statecheck.StateCheck{number("people", 2), changed(map[string]int64{"hide": 1})},
			Check:             resource.ComposeTestCheckFunc(w.Made("PATCH /users/{id}"), acctest.Then(func() error { return visible(w, gone, false) })),
		},
		resource.TestStep{
			PreConfig: func() { back(t, w, userID(3)); w.ForgetRequests() },
			Config:    config, ConfigPlanChecks: before(shows("restore", 1)),
			ConfigStateChecks: []statecheck.StateCheck{number("people", 3)},
			Check:             resource.ComposeTestCheckFunc(w.Made("PATCH /users/{id}"), acctest.Then(func() error { return visible(w, gone, true) })),
		},
		// The user leaves for good.
		resource.TestStep{PreConfig: func() { w.Remove(acctest.ContosoID, userID(3)) }, Config: config},
		resource.TestStep{
			PreConfig: func() { w.Advance(29 * 24 * time.Hour) },
			Config:    config, ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()),
		},
		resource.TestStep{
			PreConfig: func() { w.Advance(2 * 24 * time.Hour); w.ForgetRequests() },
			Config:    config, ConfigPlanChecks: before(shows("delete", 1)), Check: w.Made("DELETE /users/{id}"),
		},
		// A destroy leaves the users.
		resource.TestStep{PreConfig: w.ForgetRequests, Config: w.Config(""), Check: w.Made()},
	)
	if n := len(w.Guests(acctest.FabrikamID)); n != 2 {
		t.Errorf("after the destroy there are %d guests, want 2", n)
	}
	if mails := w.Mails(acctest.FabrikamID); len(mails) > 0 {
		t.Errorf("%d mails were sent", len(mails))
	}
}

// back restores a user of the home tenant and the membership.
func back(t *testing.T, w *acctest.World, id string) {
	t.Helper()
	administrator := kernel.Actor{Permissions: []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}}
	if _, err := directory.Users.Restore(w.World, acctest.ContosoID, id, nil, administrator); err != nil {
		t.Fatal(err)
	}
}

// synced expects the external users of some users, with their attributes.
func synced(w *acctest.World, from, to int) error {
	for i := from; i <= to; i++ {
		u := guest(w, i)
		shown := u.ShowInAddressList != nil && *u.ShowInAddressList
		if u.DisplayName != fmt.Sprintf("User %d (Contoso)", i) || u.Department != "Sales" || u.CompanyName != "Contoso" || !shown ||
			u.JobTitle != "" || u.Extensions["extensionAttribute15"] != userID(i) {
			return fmt.Errorf("user %d is %+v", i, u)
		}
	}
	return nil
}

func visible(w *acctest.World, id string, want bool) error {
	if shown := w.User(acctest.FabrikamID, id).ShowInAddressList; shown == nil || *shown != want {
		return fmt.Errorf("showInAddressList of %s is %v, want %t", id, shown, want)
	}
	return nil
}
