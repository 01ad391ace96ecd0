package crosstenant_test

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// TestKilledUpdateOfAnAdoptedEntry: if the provider is killed during an update,
// Terraform drops the private state. The entry still counts as adopted, and a destroy
// keeps it.
func TestKilledUpdateOfAnAdoptedEntry(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := func(accepted string) string {
		return w.Config(`
resource "multitenant_cross_tenant_access_partner" "northwind" {
  tenant            = "fabrikam"
  partner_tenant_id = "` + acctest.NorthwindID + `"
  on_existing       = "adopt"
  inbound_trust     = { is_mfa_accepted = ` + accepted + ` }
}
`)
	}
	s := acctest.NewWorkspace(t, config("true"))
	s.MustRun("apply", "-auto-approve")
	s.Write(config("false"))
	at := acctest.Moment{Method: http.MethodPatch, Path: "/policies/crossTenantAccessPolicy/partners/*"}
	if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
	}
	if record := s.Private("multitenant_cross_tenant_access_partner.northwind", "adopted"); record != "" {
		t.Fatalf("the private state has %s, so that the test proves nothing", record)
	}
	s.MustRun("apply", "-auto-approve")
	s.MustRun("destroy", "-auto-approve")
	if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.NorthwindID); err != nil {
		t.Errorf("the destroy has deleted the entry of others: %v", err)
	}
}
