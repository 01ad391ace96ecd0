package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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

// estate is the standard estate, with all permissions for these settings, and with
// Tailspin as a tenant in China.
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

// about is Fabrikam's entry for Contoso.
func about(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  %s
}
`, acctest.ContosoID, arguments)
}

// entry compares members of Fabrikam's entry for Contoso with the expected values.
func entry(w *acctest.World, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID)
		if err != nil {
			return err
		}
		return acctest.Members(p.Settings, want)
	})
}
