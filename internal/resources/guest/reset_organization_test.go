package guest_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
)

// The redemption of a user of the same multitenant organization cannot be reset: the
// plan says so (MT032), and without the check Graph does. Other tenants are not meant.
func TestResetWithinOrganization(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	id := w.Welcome(acctest.FabrikamID, "ada.admin@contoso.example").ID
	if err := invitation.Redeem(w.World, acctest.Fabrikam, id, acctest.Contoso, "ada.admin@contoso.example"); err != nil {
		t.Fatal(err)
	}
	config := func(trigger string) string {
		return w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "ada" {
  tenant                   = "fabrikam"
  email                    = "ada.admin@contoso.example"
  on_existing              = "adopt"
  redemption_reset_trigger = %q
}
`, trigger))
	}
	w.Test(
		resource.TestStep{Config: config("1")},
		resource.TestStep{
			PreConfig: func() { w.Unite("Group", acctest.ContosoID, acctest.FabrikamID) },
			Config:    config("2"), PlanOnly: true,
			ExpectError: acctest.Message("MT032", `tenant "contoso" is in the same multitenant organization`),
		},
		resource.TestStep{
			Config:      acctest.Checking(config("2"), "off", "MT032"),
			ExpectError: acctest.Message("Cannot reset the redemption", "Reset redemption is not supported"),
		},
		// A reset is possible again when one of them has left.
		resource.TestStep{PreConfig: func() { w.LeaveOrganization(acctest.FabrikamID) }, Config: config("2")},
	)
}
