package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestPartnerBudget counts the requests of a plan with many entries, and of one that
// creates many: the entries of the state are listed, and all reads share requests.
func TestPartnerBudget(t *testing.T) {
	t.Parallel()
	const (
		many = 100
		// mostRefresh is one read at the start, the first batches and the pages.
		mostRefresh = 8
		// mostCreate is a batch for each ten, Terraform's parallelism, and what all share.
		mostCreate = many/10 + 12
	)
	w := start(t)
	config := w.Config(fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "each" {
  count             = %d
  tenant            = "fabrikam"
  partner_tenant_id = format("dddddddd-0000-4000-8000-%%012d", count.index)
  inbound_trust     = { is_mfa_accepted = true }
}
`, many))
	s := acctest.NewWorkspace(t, config)
	planned := func(most int) {
		t.Helper()
		w.ForgetRequests()
		s.MustRun("plan")
		// The items of a batch have entries of their own.
		requests := 0
		for _, e := range w.Entries(wire.Filter{}) {
			if !e.Batch {
				requests++
			}
		}
		if requests > most {
			t.Errorf("a plan took %d requests, want at most %d", requests, most)
		}
	}
	planned(mostCreate)
	s.MustRun("apply", "-auto-approve", "-parallelism=30")
	planned(mostRefresh)
	s.Unchanged()
	if err := w.ChangePartner(acctest.FabrikamID, "dddddddd-0000-4000-8000-000000000042", acctest.Object{
		"inboundTrust": acctest.Object{"isMfaAccepted": false},
	}); err != nil {
		t.Fatal(err)
	}
	w.ForgetRequests()
	s.MustRun("apply", "-auto-approve")
	if err := w.Wrote("PATCH " + partners + "/{id}"); err != nil {
		t.Error(err)
	}
	s.Unchanged()
}
