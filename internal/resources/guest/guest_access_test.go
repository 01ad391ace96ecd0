package guest_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const moduleFolder = "../../../examples/modules/guest_access"

// TestGuestAccessModule runs the module's own tests, and those of its example,
// on an emulator.
func TestGuestAccessModule(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	for _, folder := range []string{".", "examples/two-subsidiaries"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, colleagues())
			tenants := tenantsOf(t, w)
			s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_tenants="+tenants)
			s.Copy("module", moduleFolder)
			// For a variable that the module does not have, Terraform's tests may
			// read the environment, and OpenTofu's may not. JSON is a valid
			// expression.
			file := s.Path("module/tests/guest_access.tftest.hcl")
			put(t, file, strings.Replace(read(t, file), "tenants = var.tenants", "tenants = "+tenants, 1))
			chdir := "-chdir=" + filepath.Join("module", folder)
			s.MustRun(chdir, "init")
			if out := s.MustRun(chdir, "test"); !strings.Contains(out, ", 0 failed") {
				t.Errorf("terraform test says\n%s", acctest.Tail(out))
			}
			for _, id := range []string{acctest.ContosoID, acctest.FabrikamID} {
				for _, u := range w.Guests(id) {
					if u.AccountEnabled {
						t.Errorf("%s is left in %s after the end of the tests", u.Mail, id)
					}
				}
			}
		})
	}
}

// TestGuestAccessFollowsARename invites users as in the module's README, by id and
// email of a list, and renames one in the home tenant.
func TestGuestAccessFollowsARename(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.Start(t, anaAtContoso(acctest.Standard()))
	s := acctest.NewWorkspace(t, acctest.Requirements)
	s.Copy("module", moduleFolder)
	s.Write(w.Config(`
data "multitenant_users" "contoso" {
  tenant = "contoso"
  filter = "displayName eq 'Ana Ruiz'"
}

module "project" {
  source = "./module"

  resource_tenants = ["contoso", "fabrikam"]
  people = [
    for id, user in data.multitenant_users.contoso.users : { id = id, email = user.user_principal_name, home_tenant = "contoso" }
  ]
}

output "user_ids" {
  value = module.project.user_ids
}
`))
	s.MustRun("init")
	s.MustRun("apply", "-auto-approve")
	accepted(t, w, w.Guest(acctest.FabrikamID, anaEmail).ID)
	before := w.Guest(acctest.FabrikamID, anaEmail)
	renamedAtHome(w, married)
	w.ForgetRequests()
	says(t, s.MustRun("apply", "-auto-approve"), "0 added, 1 changed, 0 destroyed")
	unharmed(t, w, before)
	says(t, s.MustRun("output", "user_ids"), `"`+married+`" = "`+before.ID+`"`)
	s.Unchanged()
}

// colleagues is the standard estate with the users of the examples.
func colleagues() *acctest.Estate {
	e := acctest.Standard()
	e.Tenant(acctest.Contoso).Hire("ana.ruiz@contoso.example", "eva.lind@contoso.example")
	e.Tenant(acctest.Fabrikam).Hire("ben.ito@fabrikam.example")
	return e
}

// tenantsOf is the provider's tenants argument as JSON.
func tenantsOf(t *testing.T, w *acctest.World) string {
	t.Helper()
	type endpoints struct {
		Authority string `json:"authority"`
		Graph     string `json:"graph"`
		Exchange  string `json:"exchange"`
	}
	tenants := map[string]any{}
	for key, id := range map[string]string{acctest.Contoso: acctest.ContosoID, acctest.Fabrikam: acctest.FabrikamID} {
		tenants[key] = map[string]any{
			"tenant_id": id, "client_id": acctest.ClientID(key), "client_secret": acctest.Secret(key),
			"endpoints": endpoints(w.Server().Clouds()["public"]),
		}
	}
	data, err := json.Marshal(tenants)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
