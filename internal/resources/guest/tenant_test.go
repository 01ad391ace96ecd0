package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const nameless = `
resource "multitenant_b2b_invitation" "ana" {
  email = "` + anaEmail + `"
}
`

func TestTenantMayBeLeftOutWhenThereIsOne(t *testing.T) {
	t.Parallel()
	w := start(t)
	renamed := acctest.Requirements + "\nprovider \"multitenant\" {\n tenants = {\n subsidiary = {\n" + w.Entry(acctest.Fabrikam, "") + "}\n}\n}\n"
	same := statecheck.CompareValue(compare.ValuesSame())
	w.Test(
		resource.TestStep{
			Config: w.ConfigFor([]string{acctest.Fabrikam}, nameless),
			ConfigStateChecks: []statecheck.StateCheck{
				text("tenant", "fabrikam"), text("tenant_id", acctest.FabrikamID), same.AddStateValue(ana, tfjsonpath.New("user_id")),
			},
		},
		// With several tenants, one has to be chosen.
		resource.TestStep{
			Config:      w.Config(nameless),
			ExpectError: acctest.Message("Unknown tenant", "the provider has 3 tenants", "contoso, fabrikam, northwind"),
		},
		resource.TestStep{
			Config:      w.Config(nameless[:len(nameless)-2] + "  tenant = \"fabricam\"\n}\n"),
			ExpectError: acctest.Message("Unknown tenant", `no tenant "fabricam"; its tenants are: contoso, fabrikam, northwind`),
		},
		// The tenant's key is only a name of the configuration: the user stays, and
		// nothing is written.
		resource.TestStep{
			PreConfig:         w.ForgetRequests,
			Config:            renamed + nameless,
			Check:             w.Made(),
			ConfigStateChecks: []statecheck.StateCheck{text("tenant", "subsidiary"), same.AddStateValue(ana, tfjsonpath.New("user_id"))},
		},
	)
}

func TestRenamedTenantIsNoChange(t *testing.T) {
	t.Parallel()
	w := start(t)
	invited := func(key string) string {
		return acctest.Requirements + "\nprovider \"multitenant\" {\n tenants = {\n " + key + " = {\n" + w.Entry(acctest.Fabrikam, "") +
			"}\n}\n}\nresource \"multitenant_b2b_invitation\" \"ana\" {\n tenant = \"" + key + "\"\n email = \"" + anaEmail + "\"\n}\n"
	}
	w.Test(
		resource.TestStep{Config: invited("fabrikam")},
		acctest.Unchanged(invited("subsidiary")),
	)
}

func TestAnotherTenantIsAnotherPerson(t *testing.T) {
	t.Parallel()
	w := start(t)
	in := func(tenant string) string {
		return w.Config("resource \"multitenant_b2b_invitation\" \"ana\" {\n tenant = \"" + tenant + "\"\n email = \"ana@partner.example\"\n}\n")
	}
	w.Test(
		resource.TestStep{Config: in(acctest.Fabrikam)},
		resource.TestStep{
			Config:            in(acctest.Northwind),
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{text("tenant_id", acctest.NorthwindID)},
			Check: acctest.Then(func() error {
				w.Guest(acctest.NorthwindID, "ana@partner.example")
				if left := w.Guests(acctest.FabrikamID); len(left) > 0 {
					t.Errorf("%d people are left in the old tenant", len(left))
				}
				return nil
			}),
		},
	)
}

func TestTenantThatIsGoneFromTheProvider(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(
		resource.TestStep{Config: w.Config(invite(""))},
		resource.TestStep{
			Config:      w.ConfigFor([]string{acctest.Contoso}, invite("")),
			ExpectError: acctest.Message("Tenant not configured", acctest.FabrikamID, "Add the tenant to the provider's"),
		},
		acctest.Unchanged(w.Config(invite(""))),
	)
}

// TestWrongKeyOfManyIsOneError has twenty resources with an unknown tenant, as
// resource tenant or as home tenant. A key that is known only in the apply keeps
// all of them from being written.
func TestWrongKeyOfManyIsOneError(t *testing.T) {
	t.Parallel()
	for attribute, right := range map[string]string{"tenant": "fabrikam", "home_tenant": "contoso"} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			estate := func(people int, key, value string) string {
				keys := map[string]string{"tenant": `"fabrikam"`, "home_tenant": "null", attribute: value}
				return w.Config(fmt.Sprintf(`
resource "terraform_data" "tenant" {
  input = %q
}

resource "multitenant_b2b_invitation" "each" {
  count       = %d
  tenant      = %s
  home_tenant = %s
  email       = "person${count.index}@partner.example"
  job_title   = %q
}
`, key, people, keys["tenant"], keys["home_tenant"], key))
			}
			s := acctest.NewWorkspace(t, estate(20, "fabricam", `"fabricam"`))
			fails := func(errors int, command ...string) {
				t.Helper()
				out, err := s.Run(command...)
				if got := strings.Count(out, "Error: Unknown tenant"); err == nil || got != errors || got != strings.Count(out, "Error: ") {
					t.Errorf("%v says %d times that the tenant is unknown, want %d\n%s", command, got, errors, out)
				}
				if writes := w.Writes(); len(writes) > 0 {
					t.Errorf("%v wrote %v", command, writes)
				}
			}
			fails(1, "plan")

			const late = "terraform_data.tenant.output"
			s.Write(estate(3, "fabricam", late))
			fails(3, "apply", "-auto-approve")
			s.Write(estate(3, right, late))
			s.MustRun("apply", "-auto-approve")
			if attribute == "tenant" {
				w.ForgetRequests()
				s.Write(estate(3, "fabricam", late))
				fails(3, "apply", "-auto-approve")
			}
		})
	}
}

func TestUnknownValuesAtPlan(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(`
resource "terraform_data" "person" {
  input = {
    email = "` + anaEmail + `", tenant = "fabrikam", title = "Controller", manager = "` + acctest.ManagerID + `", send = true, body = "Welcome."
  }
}

resource "multitenant_b2b_invitation" "ana" {
  tenant       = terraform_data.person.output.tenant
  email        = terraform_data.person.output.email
  job_title    = terraform_data.person.output.title
  manager_id   = terraform_data.person.output.manager
  sponsors     = [terraform_data.person.output.manager]
  send_message = terraform_data.person.output.send
  message      = { body = terraform_data.person.output.body }
  redirect_url = "https://portal.fabrikam.example/${terraform_data.person.id}"
}
`)
	w.Test(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				text("email", anaEmail), text("tenant_id", acctest.FabrikamID), text("job_title", "Controller"),
				text("manager_id", acctest.ManagerID),
			},
		},
		acctest.Unchanged(config),
	)
}

// TestWrongHomeTenantOfExisting refuses a wrong home tenant for an invitation that
// exists, like for a new one.
func TestWrongHomeTenantOfExisting(t *testing.T) {
	t.Parallel()
	w := start(t)
	with := func(home string) string {
		return w.Config(nameless[:len(nameless)-2] + "  tenant = \"fabrikam\"\n" + home + "}\n")
	}
	w.Test(
		resource.TestStep{Config: with("")},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: with("  home_tenant = \"contosso\"\n"),
			ExpectError: acctest.Message("Unknown tenant", `no tenant "contosso"`),
		},
		resource.TestStep{
			Config:      with("  home_tenant = \"fabrikam\"\n"),
			ExpectError: acctest.Message("Home tenant is the resource tenant"),
		},
		resource.TestStep{Config: with("  home_tenant = \"contoso\"\n"), Check: w.Made()},
	)
}
