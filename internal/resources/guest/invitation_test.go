package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const ana = "multitenant_b2b_invitation.ana"

func TestInvitationIsBasic(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	w.Test(resource.TestStep{
		Config: w.Config(`
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "Ana.Ruiz@contoso.example"
}
`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(ana, tfjsonpath.New("tenant_id"), knownvalue.StringExact(acctest.FabrikamID)),
			statecheck.ExpectKnownValue(ana, tfjsonpath.New("email"), knownvalue.StringExact("Ana.Ruiz@contoso.example")),
			statecheck.ExpectKnownValue(ana, tfjsonpath.New("mail_enabled"), knownvalue.Bool(true)),
			statecheck.ExpectKnownValue(ana, tfjsonpath.New("external_user_state"), knownvalue.StringExact("PendingAcceptance")),
		},
	})
}
