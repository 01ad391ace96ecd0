package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestPartnerBudget counts the questions of a plan with many entries, and of one that
// creates many: the entries of the state are listed, and each new one is read once.
func TestPartnerBudget(t *testing.T) {
	t.Parallel()
	const (
		many = 60
		// mostRefresh are the reads before the list, up to two batches of them, and pages.
		mostRefresh = 35
		// mostCreate are those of the new entries, and what all of them share.
		mostCreate = many + 5
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
		if asked := w.Questions(); asked > most {
			t.Errorf("a plan asked %d questions, want at most %d", asked, most)
		}
	}
	planned(mostCreate)
	s.MustRun("apply", "-auto-approve", "-parallelism=30")
	planned(mostRefresh)
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
