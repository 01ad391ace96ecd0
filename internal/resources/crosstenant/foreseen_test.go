package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestInvitationAfterItsEdge opens a closed door between two clouds and invites
// somebody through it in one apply: the plan checks of the invitation see what
// is planned before it.
func TestInvitationAfterItsEdge(t *testing.T) {
	t.Parallel()
	e := estate()
	for _, key := range []string{acctest.Fabrikam, acctest.Northwind} {
		tenant := e.Tenant(key)
		tenant.Applications[0].Permissions = append(acctest.Permissions(), "Policy.ReadWrite.CrossTenantAccess")
		tenant.CrossTenantAccess = acctest.Object{"allowedCloudEndpoints": []string{}}
	}
	w := acctest.Start(t, e)
	edge := fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "in" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  depends_on        = [multitenant_cross_tenant_access_policy.fabrikam]
}

resource "multitenant_cross_tenant_access_partner" "out" {
  tenant            = "northwind"
  partner_tenant_id = %q
  depends_on        = [multitenant_cross_tenant_access_policy.northwind]
}
`, acctest.NorthwindID, acctest.FabrikamID) + clouds("fabrikam", `"microsoftonline.us"`, "") + clouds("northwind", `"microsoftonline.com"`, "")
	invite := func(more string) string {
		return w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "mona" {
  tenant = "fabrikam"
  email  = "mona.manager@northwind.example"
  %s
}
`, more))
	}
	w.Test(
		resource.TestStep{Config: invite(""), PlanOnly: true, ExpectError: acctest.Message("MT022")},
		resource.TestStep{Config: invite(`depends_on = [
    multitenant_cross_tenant_access_partner.in, multitenant_cross_tenant_access_partner.out,
  ]`) + edge},
	)
	if len(w.Guests(acctest.FabrikamID)) > 0 {
		t.Error("the guest is left")
	}
}
