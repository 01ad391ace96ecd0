package guest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

func TestImport(t *testing.T) {
	t.Parallel()
	w := start(t)
	steps := []resource.TestStep{{Config: w.Config(invite(profile + links))}}
	for _, id := range []func(*directory.User) string{
		func(u *directory.User) string { return "fabrikam/" + u.ID },
		func(u *directory.User) string { return acctest.FabrikamID + "/" + strings.ToUpper(u.ID) },
		func(u *directory.User) string { return "fabrikam/" + u.UserPrincipalName },
		func(u *directory.User) string {
			return strings.ToUpper(acctest.FabrikamID) + "/" + strings.ToLower(anaEmail)
		},
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: ana, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: importID(func() string { return id(w.Guest(acctest.FabrikamID, anaEmail)) }),
			// The directory does not have the redeem URL and the effect of a
			// destroy.
			ImportStateVerifyIgnore: []string{"on_destroy", "redeem_url"},
		})
	}
	w.Test(steps...)
}

func TestImportedPersonIsKept(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.FabrikamID, anaEmail)
	w.Change(acctest.FabrikamID, there.ID, map[string]any{"jobTitle": "Controller", "department": "Finance"})
	w.ForgetRequests()
	block := "\nimport {\n  to = " + ana + "\n  id = \"fabrikam/" + there.ID + "\"\n}\n"
	w.Test(
		resource.TestStep{
			Config:            w.Config(invite(`job_title = "Controller"`) + block),
			ConfigPlanChecks:  planned(plancheck.ResourceActionNoop),
			ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "keep"), text("department", "Finance"), text("user_id", there.ID)},
			Check:             w.Made(),
		},
		// Attributes that were never configured are not cleared, changed ones are.
		resource.TestStep{
			Config: w.Config(invite(`job_title = "Director"`)),
			Check:  is(w, func(u *directory.User) { u.JobTitle, u.Department = "Director", "Finance" }),
		},
	)
	w.Guest(acctest.FabrikamID, anaEmail)
}

func importID(id func() string) resource.ImportStateIdFunc {
	return func(*terraform.State) (string, error) { return id(), nil }
}

func TestImportIsRefused(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	external := func(id, upn string) acctest.Object {
		return acctest.Object{
			"id": id, "displayName": "Kim", "userPrincipalName": upn, "mail": "kim@partner.example", "userType": "Guest",
			"accountEnabled": true, "creationType": "Invitation", "externalUserState": "Accepted",
		}
	}
	const first, second = "dddddddd-0000-4000-8000-000000000001", "dddddddd-0000-4000-8000-000000000002"
	tenant := e.Tenant(acctest.Fabrikam)
	tenant.Users = append(tenant.Users,
		external(first, "kim_partner.example#EXT#@fabrikam.onmicrosoft.com"),
		external(second, "kim_partner.example1#EXT#@fabrikam.onmicrosoft.com"))
	w := acctest.Start(t, e)
	tests := map[string][]string{
		"fabrikam/kim@partner.example":                              {"2 external users with the address kim@partner.example", "fabrikam/" + first, "fabrikam/" + second},
		"fabrikam/nobody@partner.example":                           {"no external user with the address nobody@partner.example"},
		"fabrikam/" + acctest.ManagerID:                             {"is an internal user of tenant", "users from other organizations"},
		"fabrikam/Ada.Admin@fabrikam.example":                       {"Ada.Admin@fabrikam.example", acctest.AdministratorID, "is an internal user of tenant"},
		"fabrikam/dddddddd-0000-4000-8000-0000000000FF":             {`tenant "fabrikam" (` + acctest.FabrikamID + `) has no external user with the object id dddddddd-0000-4000-8000-0000000000FF`, "Check the object id and the tenant"},
		"fabrikam/kim_partner.example#EXT#@nowhere.onmicrosoft.com": {`has no external user with the user principal name kim_partner.example#EXT#@nowhere`},
		"tailspin/kim@partner.example":                              {"neither the key nor the tenant_id", "contoso, fabrikam, northwind"},
		"kim@partner.example":                                       {"is not in the format <tenant key or tenant id>/<object>"},
	}
	steps := []resource.TestStep{}
	for id, want := range tests {
		steps = append(steps, resource.TestStep{
			Config: w.Config(invite("")), ResourceName: ana, ImportState: true, ImportStateId: id,
			ExpectError: acctest.Message(append([]string{"Cannot import"}, want...)...),
		})
	}
	w.Test(steps...)
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("imports wrote: %v", writes)
	}
}
