package guest_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

// page documents the resource; its table of permissions is what these tests prove.
const page = "../../../templates/resources/b2b_invitation.md.tmpl"

var permissionRow = regexp.MustCompile("^\\| *`([A-Za-z0-9.-]+)` *\\|")

// documented returns the permissions of the table below the page's heading.
func documented(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(data), "\n## Permissions\n")
	if !found {
		t.Fatalf("%s has no section Permissions", page)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var list []string
	for line := range strings.Lines(section) {
		if row := permissionRow.FindStringSubmatch(line); row != nil {
			list = append(list, row[1])
		}
	}
	if len(list) == 0 {
		t.Fatalf("%s has no table of permissions", page)
	}
	return list
}

// with makes a world in which Fabrikam's application has exactly the given
// permissions, and only those count.
func with(t *testing.T, permissions ...string) *acctest.World {
	t.Helper()
	e := acctest.Standard()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = permissions
	e.Tenant(acctest.Fabrikam).Applications[0].DirectoryRoles = nil
	return acctest.Start(t, e)
}

func TestDocumentedPermissionsAreEnough(t *testing.T) {
	t.Parallel()
	w := with(t, documented(t)...)
	w.Test(
		resource.TestStep{Config: w.Config(invite(profile + links))},
		resource.TestStep{Config: w.Config(invite(`job_title = "Director"`))},
		resource.TestStep{
			ResourceName: ana, ImportState: true, ImportStateVerify: true,
			ImportStateId:           "fabrikam/" + anaEmail,
			ImportStateVerifyIgnore: []string{"on_destroy", "redeem_url"},
		},
	)
	if left := w.Guests(acctest.FabrikamID); len(left) > 0 {
		t.Error("the permissions are not enough to delete")
	}
}

func TestEachDocumentedPermissionIsNeeded(t *testing.T) {
	t.Parallel()
	all := documented(t)
	for _, missing := range all {
		t.Run(missing, func(t *testing.T) {
			t.Parallel()
			rest := slices.DeleteFunc(slices.Clone(all), func(p string) bool { return p == missing })
			w := with(t, rest...)
			w.Test(resource.TestStep{
				Config:      w.Config(invite(profile + links)),
				ExpectError: message(anaEmail, missing, `in tenant "fabrikam"`),
			})
		})
	}
}

// TestPermissionThatIsTakenAwayLater names it in every operation.
func TestPermissionThatIsTakenAwayLater(t *testing.T) {
	t.Parallel()
	w := with(t, documented(t)...)
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
			ExpectError: message("Cannot update "+anaEmail+` in tenant "fabrikam"`, "Authorization_RequestDenied",
				`User.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{
			Config: config, Destroy: true,
			ExpectError: message("Cannot delete "+anaEmail+` in tenant "fabrikam"`, `User.DeleteRestore.All or User.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{
			PreConfig:    take("User.Invite.All"),
			ResourceName: ana, ImportState: true, ImportStateId: "fabrikam/" + anaEmail, Config: config,
			ExpectError: message("Cannot import "+anaEmail, `User.Read.All or User.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{PreConfig: take(documented(t)...), Config: config},
	)
}

// TestInvitingAloneIsEnough is the least that one can grant: no profile, no
// look, and nobody deleted in the end.
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
			Check: made(w, "POST /invitations"),
		},
		unchanged(config),
	)
	w.Guest(acctest.FabrikamID, anaEmail)
}

// TestRefusalsOfTheTenant shows Graph's own words when the tenant says no.
func TestRefusalsOfTheTenant(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		email  string
		tenant func(*acctest.Tenant)
		// off are the plan checks that would have said so earlier.
		off  []string
		want []string
	}{
		"no invitations": {
			email:  anaEmail,
			tenant: func(f *acctest.Tenant) { f.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "none"} },
			off:    []string{"MT020"},
			want:   []string{"Graph refused POST /invitations", "403"},
		},
		"somebody of one's own": {
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
				Config:      checking(strings.Replace(w.Config(invite("")), anaEmail, test.email, 1), "off", test.off...),
				ExpectError: message(append([]string{"Cannot invite " + test.email + ` to tenant "fabrikam"`}, test.want...)...),
			})
			if people := w.Guests(acctest.FabrikamID); len(people) > 0 {
				t.Error("nobody may be invited")
			}
		})
	}
}
