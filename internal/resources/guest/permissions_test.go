package guest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// needed are the permissions on the page of the resource. Package permission tests
// that they are sufficient, and that each is needed.
func needed(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, table := range permission.Tables() {
		if table.Name == "multitenant_b2b_invitation" {
			for _, n := range table.Needs {
				list = append(list, n.Permission)
			}
		}
	}
	if len(list) == 0 {
		t.Fatal("no permissions are needed")
	}
	return list
}

// with creates a world in which Fabrikam's application has exactly the given
// permissions.
func with(t *testing.T, permissions ...string) *acctest.World {
	t.Helper()
	e := acctest.Standard()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = permissions
	e.Tenant(acctest.Fabrikam).Applications[0].DirectoryRoles = nil
	return acctest.Start(t, e)
}

// TestPermissionThatIsTakenAwayLater expects it in the error of every operation.
func TestPermissionThatIsTakenAwayLater(t *testing.T) {
	t.Parallel()
	w := with(t, needed(t)...)
	config := w.Config(invite(`job_title = "Controller"`))
	take := func(permissions ...string) func() {
		return func() {
			if err := application.SetPermissions(w.World, acctest.FabrikamID, acctest.ClientID(acctest.Fabrikam), permissions); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: take("User.Invite.All", "User.Read.All"),
			Config:    w.Config(invite(`job_title = "Director"`)),
			ExpectError: acctest.Message("Cannot update "+anaEmail+` in tenant "fabrikam"`, "Authorization_RequestDenied",
				`User.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{
			Config: config, Destroy: true,
			ExpectError: acctest.Message("Cannot delete "+anaEmail+` in tenant "fabrikam"`, `User.DeleteRestore.All or User.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{
			PreConfig:    take("User.Invite.All"),
			ResourceName: ana, ImportState: true, ImportStateId: "fabrikam/" + anaEmail, Config: config,
			ExpectError: acctest.Message("Cannot import "+anaEmail, `User.Read.All or User.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{PreConfig: take(needed(t)...), Config: config},
	)
}

// TestInvitingAloneIsEnough has the minimum of permissions: no profile, no reads,
// and no deletion at the end.
func TestInvitingAloneIsEnough(t *testing.T) {
	t.Parallel()
	w := with(t, "User.Invite.All")
	config := w.Config(invite(`on_destroy = "keep"`))
	w.Test(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				attribute("user_principal_name", knownvalue.Null()), attribute("mail_enabled", knownvalue.Null()),
				attribute("user_id", knownvalue.NotNull()), attribute("redeem_url", knownvalue.NotNull()),
			},
			Check: w.Made("POST /invitations"),
		},
		acctest.Unchanged(config),
	)
	w.Guest(acctest.FabrikamID, anaEmail)
}

// TestRefusalsOfTheTenant shows Graph's own message if the tenant refuses.
func TestRefusalsOfTheTenant(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		email  string
		tenant func(*acctest.Tenant)
		// off are the plan checks that would have reported it.
		off  []string
		want []string
	}{
		"no invitations": {
			email:  anaEmail,
			tenant: func(f *acctest.Tenant) { f.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"} },
			off:    []string{"MT020"},
			want:   []string{"Graph refused POST /invitations", "403"},
		},
		"user of the tenant itself": {
			email: "Ada.Admin@fabrikam.example",
			off:   []string{"MT003", "MT004"},
			want:  []string{"Graph refused POST /invitations", "verified domain of this directory"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			if test.tenant != nil {
				test.tenant(e.Tenant(acctest.Fabrikam))
			}
			w := acctest.Start(t, e)
			w.Test(resource.TestStep{
				Config:      acctest.Checking(strings.Replace(w.Config(invite("")), anaEmail, test.email, 1), "off", test.off...),
				ExpectError: acctest.Message(append([]string{"Cannot invite " + test.email + ` to tenant "fabrikam"`}, test.want...)...),
			})
			if people := w.Guests(acctest.FabrikamID); len(people) > 0 {
				t.Error("no user may be invited")
			}
		})
	}
}
