package guest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestUserTypeImport(t *testing.T) {
	t.Parallel()
	w := start(t)
	guest := shown(w)
	steps := []resource.TestStep{{Config: w.Config(becomes(quoted(guest.ID), "Guest"))}}
	for _, id := range []string{
		"fabrikam/" + guest.ID,
		acctest.FabrikamID + "/" + strings.ToUpper(guest.ID),
		"fabrikam/" + guest.UserPrincipalName,
		"fabrikam/" + strings.ToLower(anaEmail),
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: setting, ImportState: true, ImportStateId: id, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"former_user_type"},
		})
	}
	w.Test(steps...)
}

// imports is an import block for the setting.
func imports(id string) string {
	return "\nimport {\n  to = " + setting + "\n  id = \"" + id + "\"\n}\n"
}

// TestImportedUserTypeIsKept destroys a resource with an unknown former type.
func TestImportedUserTypeIsKept(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(resource.TestStep{
		Config:            w.Config(becomes(quoted(acctest.ManagerID), "Member") + imports("fabrikam/Mona.Manager@fabrikam.example")),
		ConfigPlanChecks:  plannedSetting(plancheck.ResourceActionNoop),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(setting, tfjsonpath.New("former_user_type"), knownvalue.Null())},
	})
	if err := resource.ComposeAggregateTestCheckFunc(w.Made(), typeOf(w, acctest.ManagerID, "Member"))(nil); err != nil {
		t.Error(err)
	}
}

// TestImportedUserTypeIsRestored changes the type with the import: the former type
// is known then.
func TestImportedUserTypeIsRestored(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(resource.TestStep{
		Config:            w.Config(becomes(quoted(acctest.ManagerID), "Guest") + imports("fabrikam/"+acctest.ManagerID)),
		ConfigPlanChecks:  plannedSetting(plancheck.ResourceActionUpdate),
		ConfigStateChecks: settingIs(map[string]string{"user_type": "Guest", "former_user_type": "Member"}),
		Check:             typeOf(w, acctest.ManagerID, "Guest"),
	})
	if err := resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}", "PATCH /users/{id}"), typeOf(w, acctest.ManagerID, "Member"))(nil); err != nil {
		t.Error(err)
	}
}

func TestUserTypeImportIsRefused(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	tenant := e.Tenant(acctest.Fabrikam)
	tenant.Users = append(tenant.Users, acctest.Object{
		"id": "dddddddd-0000-4000-8000-000000000001", "displayName": "Mona", "userPrincipalName": "mona2@fabrikam.example",
		"userType": "Member", "otherMails": []string{"Mona.Manager@fabrikam.example"},
	})
	w := acctest.Start(t, e)
	var steps []resource.TestStep
	for id, want := range map[string][]string{
		"fabrikam/nobody@partner.example":               {"no user with the address nobody@partner.example"},
		"fabrikam/Mona.Manager@fabrikam.example":        {"2 users with the address", "fabrikam/dddddddd", "mona2@fabrikam.example"},
		"fabrikam/dddddddd-0000-4000-8000-0000000000ff": {"has no user with the object id", "Check the object id and the tenant"},
		"tailspin/" + acctest.ManagerID:                 {"neither the key nor the tenant_id"},
		acctest.ManagerID:                               {"is not in the format <tenant key or tenant id>/<object>"},
	} {
		steps = append(steps, resource.TestStep{
			Config: w.Config(becomes(quoted(acctest.ManagerID), "Member")), ResourceName: setting, ImportState: true, ImportStateId: id,
			ExpectError: acctest.Message(append([]string{"Cannot import"}, want...)...),
		})
	}
	w.Test(steps...)
}

func TestUserTypePermissions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		permissions []string
		want        []string
	}{
		"documented": {permissions: []string{"User.ReadWrite.All"}},
		"only reading": {
			permissions: []string{"User.Read.All"},
			want:        []string{"Cannot make user " + acctest.ManagerID, `tenant "fabrikam" a Guest`, "403", `User.ReadWrite.All in tenant "fabrikam"`},
		},
		"nothing": {
			permissions: []string{"User.Invite.All"},
			want:        []string{"Cannot make user", "403", "User.Read.All or User.ReadWrite.All in tenant"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := with(t, test.permissions...)
			step := resource.TestStep{Config: w.Config(becomes(quoted(acctest.ManagerID), "Guest"))}
			if test.want != nil {
				step.ExpectError = acctest.Message(test.want...)
			}
			w.Test(step)
			if err := typeOf(w, acctest.ManagerID, "Member")(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestUserTypeIsInvalid(t *testing.T) {
	t.Parallel()
	w := start(t)
	var steps []resource.TestStep
	for config, want := range map[string][]string{
		becomes(quoted(anaEmail), "Member"):                                           {"Not a GUID", anaEmail},
		becomes(quoted(acctest.ManagerID), "member"):                                  {"user_type", "value must be one of", `"Guest"`, `"Member"`},
		becomes(quoted(acctest.ManagerID), "Member", `on_destroy = "delete"`):         {"on_destroy", "value must be one of", `"restore"`, `"keep"`},
		strings.Replace(becomes(quoted(acctest.ManagerID), "Member"), "rikam", "", 1): {"Unknown tenant", `no tenant "fab"`},
	} {
		steps = append(steps, resource.TestStep{Config: w.Config(config), PlanOnly: true, ExpectError: acctest.Message(want...)})
	}
	w.Test(steps...)
}
