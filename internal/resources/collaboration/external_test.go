package collaboration_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	guestRole      = "10dae51f-b6af-4016-8d66-8c2a99b929b3"
	restrictedRole = "2af84b1e-32c8-42b7-82bc-daa82404023b"
)

// restrictive has every attribute; original is what the policy has before.
const restrictive = `
  allow_invites_from = "none"
  guest_user_role    = "restrictedGuestUser"

  allowed_to_sign_up_email_based_subscriptions    = false
  allow_email_verified_users_to_join_organization = true
`

var (
	restricted = map[string]any{
		"allowInvitesFrom": "none", "guestUserRoleId": restrictedRole,
		"allowedToSignUpEmailBasedSubscriptions": false, "allowEmailVerifiedUsersToJoinOrganization": true,
	}
	original = map[string]any{
		"allowInvitesFrom": "adminsAndGuestInviters", "guestUserRoleId": guestRole,
		"allowedToSignUpEmailBasedSubscriptions": true, "allowEmailVerifiedUsersToJoinOrganization": false,
		// Not an attribute of the resource.
		"allowedToUseSSPR": true,
	}
)

func TestExternalLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	all := w.Config(external("fabrikam", restrictive))
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(external("fabrikam", "")),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(fabrikam, "id", knownvalue.StringExact(acctest.FabrikamID+"/collaboration")),
				acctest.Value(fabrikam, "guest_user_role", knownvalue.StringExact("guestUser")),
				acctest.Value(fabrikam, "allow_invites_from", knownvalue.StringExact("adminsAndGuestInviters")),
			},
			Check: w.Made(),
		},
		resource.TestStep{
			Config: all,
			Check:  resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+authorizationPath), has(w, restricted)),
		},
		acctest.Unchanged(all),
		// An attribute that is removed from the configuration keeps its value, and only
		// external changes of the others are reverted.
		acctest.Unchanged(w.Config(external("fabrikam", `allow_invites_from = "none"`))),
		resource.TestStep{
			PreConfig: func() {
				change(t, w, acctest.Object{"allowInvitesFrom": "everyone", "allowedToSignUpEmailBasedSubscriptions": true})
			},
			Config:           w.Config(external("fabrikam", `allow_invites_from = "none"`)),
			ConfigPlanChecks: acctest.Planned(fabrikam, plancheck.ResourceActionUpdate),
			Check:            has(w, map[string]any{"allowInvitesFrom": "none", "allowedToSignUpEmailBasedSubscriptions": true}),
		},
		resource.TestStep{ResourceName: fabrikam, ImportState: true, ImportStateId: "fabrikam/collaboration", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"former"}},
		resource.TestStep{
			ResourceName: fabrikam, ImportState: true, ImportStateId: "fabrikam/policy",
			ExpectError: acctest.Message(`named "collaboration"`),
		},
	)
	if err := has(w, original)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

func change(t *testing.T, w *acctest.World, patch acctest.Object) {
	t.Helper()
	if err := w.ChangeAuthorization(acctest.FabrikamID, patch); err != nil {
		t.Fatal(err)
	}
}

// A role that has no name is shown by its id, and restored.
func TestRoleWithoutName(t *testing.T) {
	t.Parallel()
	const role = "99999999-0000-4000-8000-000000000009"
	e := estate()
	e.Tenant(acctest.Fabrikam).AuthorizationPolicy["guestUserRoleId"] = role
	w := acctest.Start(t, e)
	w.Test(
		resource.TestStep{
			Config:            w.Config(external("fabrikam", `allow_invites_from = "none"`)),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(fabrikam, "guest_user_role", knownvalue.StringExact(role))},
		},
		resource.TestStep{
			Config: w.Config(external("fabrikam", `guest_user_role = "user"`)),
			Check:  has(w, map[string]any{"guestUserRoleId": "a0b1b346-4d3e-4e8b-98f8-753987be4970", "allowInvitesFrom": "none"}),
		},
	)
	if err := has(w, map[string]any{"guestUserRoleId": role, "allowInvitesFrom": "adminsAndGuestInviters"})(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// The plan of a destroy lists the values that it restores, and none with keep.
func TestExternalOnDestroy(t *testing.T) {
	t.Parallel()
	const title = "External collaboration settings will be restored"
	for destroy, want := range map[string]map[string]any{"restore": original, "keep": restricted} {
		t.Run(destroy, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, estate())
			s := acctest.NewWorkspace(t, w.Config(external("fabrikam", restrictive+fmt.Sprintf("on_destroy = %q", destroy))))
			s.MustRun("apply", "-auto-approve")
			out := s.MustRun("plan", "-destroy")
			if restores := destroy == "restore"; strings.Contains(out, title) != restores {
				t.Errorf("the plan says\n%s", out)
			} else if restores && !acctest.Message(title, `allow_invites_from = "adminsAndGuestInviters"`, `guest_user_role = "guestUser"`).MatchString(out) {
				t.Errorf("the plan does not list the values:\n%s", out)
			}
			w.ForgetRequests()
			s.MustRun("destroy", "-auto-approve")
			if err := has(w, want)(nil); err != nil {
				t.Error(err)
			}
			if destroy == "keep" {
				if err := w.Wrote(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// The values before an import are not known, until the resource changes them.
func TestExternalAfterImport(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	s := acctest.NewWorkspace(t, w.Config(external("fabrikam", `guest_user_role = "guestUser"`)))
	s.MustRun("import", fabrikam, "fabrikam/collaboration")
	s.Unchanged()
	s.Write(w.Config(external("fabrikam", `guest_user_role = "user"`)))
	s.MustRun("apply", "-auto-approve")
	change(t, w, acctest.Object{"allowInvitesFrom": "everyone"})
	s.MustRun("destroy", "-auto-approve")
	if err := has(w, map[string]any{"guestUserRoleId": guestRole, "allowInvitesFrom": "everyone"})(nil); err != nil {
		t.Error(err)
	}
}

// Right after a write some replicas have the former values.
func TestExternalWithLag(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	w.SetLag(acctest.Lag)
	s := acctest.NewWorkspace(t, w.Config(external("fabrikam", restrictive)))
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	s.Write(w.Config(external("fabrikam", strings.ReplaceAll(restrictive, `"none"`, `"everyone"`))))
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	if err := has(w, original)(nil); err != nil {
		t.Error(err)
	}
}

// A change that cannot be read is a warning of a create, whose state has the former
// values.
func TestExternalUnseen(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	s := acctest.NewWorkspace(t, w.Config(external("fabrikam", restrictive)))
	w.When(acctest.Moment{Method: http.MethodPatch, Path: authorizationPath}, func() {
		w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodGet, Path: authorizationPath, Times: 1, Status: http.StatusForbidden})
	})
	out := s.MustRun("apply", "-auto-approve")
	if !acctest.Message("Cannot see yet that the external collaboration settings").MatchString(out) {
		t.Errorf("the apply says\n%s", out)
	}
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	if err := has(w, original)(nil); err != nil {
		t.Error(err)
	}
}

func TestExternalErrors(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	only := func(permissions ...string) func() {
		return func() {
			if err := application.SetPermissions(w.World, acctest.FabrikamID, acctest.ClientID(acctest.Fabrikam), permissions); err != nil {
				t.Fatal(err)
			}
		}
	}
	fault := func(method string, status int) func() {
		return func() {
			w.Fault(wire.Fault{Service: wire.Graph, Method: method, Path: authorizationPath, Times: 1, Status: status})
		}
	}
	const permission = `Policy.ReadWrite.Authorization in tenant "fabrikam"`
	config := w.Config(external("fabrikam", restrictive))
	w.Test(
		resource.TestStep{
			Config:      w.Config(external("fabrikam", `allow_invites_from = "some"`)),
			ExpectError: acctest.Message("Invalid Attribute Value Match", "adminsAndGuestInviters"),
		},
		resource.TestStep{
			Config:      w.Config(external("fabrikam", `guest_user_role = "`+guestRole+`"`)),
			ExpectError: acctest.Message("Invalid Attribute Value Match", "restrictedGuestUser"),
		},
		resource.TestStep{Config: w.Config(external("tailspin", "")), ExpectError: acctest.Message("Unknown tenant")},
		resource.TestStep{
			PreConfig: only("User.Read.All"), Config: config,
			ExpectError: acctest.Message("Cannot read the external collaboration settings of tenant", permission),
		},
		resource.TestStep{
			PreConfig: only("Policy.Read.All"), Config: config,
			ExpectError: acctest.Message("Cannot set the external collaboration settings of tenant", permission),
		},
		resource.TestStep{
			PreConfig: func() {
				only("Policy.ReadWrite.Authorization")()
				fault(http.MethodPatch, http.StatusTooManyRequests)()
			},
			Config: config, Check: has(w, restricted),
		},
		resource.TestStep{
			PreConfig: only("Policy.Read.All"), Config: w.Config(external("fabrikam", `allow_invites_from = "everyone"`)),
			ExpectError: acctest.Message("Cannot update the external collaboration settings of tenant", permission),
		},
		resource.TestStep{
			Config: config, Destroy: true,
			ExpectError: acctest.Message("Cannot restore the external collaboration settings of tenant", permission),
		},
		resource.TestStep{PreConfig: only("Policy.ReadWrite.Authorization"), Config: config, Destroy: true},
	)
}

// Unknown values are left to the apply.
func TestExternalUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	config := func(from string, join bool) string {
		return w.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = { from = %q, join = %t }
}
`, from, join) + external("fabrikam", `
  allow_invites_from = terraform_data.later.output.from
  allow_email_verified_users_to_join_organization = terraform_data.later.output.join
`))
	}
	w.Test(
		resource.TestStep{
			Config: config("everyone", true),
			Check:  has(w, map[string]any{"allowInvitesFrom": "everyone", "allowEmailVerifiedUsersToJoinOrganization": true}),
		},
		acctest.Unchanged(config("everyone", true)),
		resource.TestStep{
			Config: config("none", false),
			Check:  has(w, map[string]any{"allowInvitesFrom": "none", "allowEmailVerifiedUsersToJoinOrganization": false}),
		},
	)
}
