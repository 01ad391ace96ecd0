package crosstenant_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

const (
	contoso    = "multitenant_cross_tenant_access_partner.contoso"
	partners   = "/policies/crossTenantAccessPolicy/partners"
	tailspinID = "44444444-4444-4444-8444-444444444444"
)

// the settings that most tests use.
const (
	open = `{
    users_and_groups = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`
	closed = `{
    users_and_groups = { access_type = "blocked", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "blocked", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`
)

// lag is that of tests about replication. It passes with the requests that meet
// it, so no test waits for it, and none is too slow to see it.
const lag = 10 * time.Minute

// estate is the standard one, in which no application lacks a permission for
// these settings, and Tailspin is a tenant in China.
func estate() *acctest.Estate {
	e := acctest.Standard()
	tailspin := *e.Tenant(acctest.Contoso)
	tailspin.Key, tailspin.TenantID, tailspin.Cloud = "tailspin", tailspinID, "china"
	tailspin.DisplayName, tailspin.InitialDomain, tailspin.Domains = "Tailspin", "tailspin.partner.onmschina.cn", nil
	tailspin.Users = nil
	tailspin.CrossTenantAccess = acctest.Object{"allowedCloudEndpoints": []string{}}
	tailspin.Applications = []acctest.Application{{ClientID: "c4444444-0000-4000-8000-000000000000", ClientSecret: "s3cret-of-tailspin"}}
	e.Tenants = append(e.Tenants, tailspin)
	for i := range e.Tenants {
		e.Tenants[i].Applications[0].Permissions = []string{"Policy.ReadWrite.CrossTenantAccess"}
	}
	return e
}

func start(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.Start(t, estate())
}

// about is Fabrikam's entry about Contoso.
func about(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  %s
}
`, acctest.ContosoID, arguments)
}

func value(address, name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want)
}

func planned(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func unchanged(config string) resource.TestStep {
	return resource.TestStep{
		Config:           config,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	}
}

func then(look func() error) resource.TestCheckFunc {
	return func(*terraform.State) error { return look() }
}

// made expects exactly these changing requests since the journal was emptied.
func made(w *acctest.World, want ...string) resource.TestCheckFunc {
	return then(func() error {
		if got := w.Writes(); len(got)+len(want) > 0 && !slices.Equal(got, want) {
			return fmt.Errorf("writes are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
		return nil
	})
}

// entry compares members of Fabrikam's entry about Contoso with what is wanted.
func entry(w *acctest.World, want map[string]any) resource.TestCheckFunc {
	return then(func() error {
		p, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID)
		if err != nil {
			return err
		}
		return compare(p.Settings, want)
	})
}

func compare(got map[string]any, want map[string]any) error {
	for name, v := range want {
		if !reflect.DeepEqual(got[name], v) {
			return fmt.Errorf("%s is %#v in the directory, want %#v", name, got[name], v)
		}
	}
	return nil
}

// everything is a setting that targets everybody and all applications.
func everything(access string) map[string]any {
	target := func(name, kind string) map[string]any {
		return map[string]any{"accessType": access, "targets": []any{map[string]any{"target": name, "targetType": kind}}}
	}
	return map[string]any{"usersAndGroups": target("AllUsers", "user"), "applications": target("AllApplications", "application")}
}
