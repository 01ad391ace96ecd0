package collaboration_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const (
	fabrikam          = "multitenant_external_collaboration.fabrikam"
	authorizationPath = "/policies/authorizationPolicy"
)

// estate is the standard estate, with the permissions for these settings.
func estate() *acctest.Estate {
	return acctest.Standard().Grant("Policy.ReadWrite.Authorization", "Policy.ReadWrite.B2BManagementPolicy")
}

// external are the settings of a tenant.
func external(tenant, arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_external_collaboration" "%[1]s" {
  tenant = %[1]q
  %[2]s
}
`, tenant, arguments)
}

// has compares properties of Fabrikam's authorization policy.
func has(w *acctest.World, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := invitation.Authorization.Get(w.World, acctest.FabrikamID)
		if err != nil {
			return err
		}
		return acctest.Members(*p, want)
	})
}
