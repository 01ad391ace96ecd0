package guestsync_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestRequestsDoNotGrow counts the requests of a plan with nothing to do: one to each
// tenant, once the sync's own writes have been read.
func TestRequestsDoNotGrow(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(300))
	s := acctest.NewWorkspace(t, acctest.PlanChecks(w.Config(guestSync("scope = { all_users = true }")), `MT081 = "off"`))
	s.MustRun("apply", "-auto-approve")
	if n := len(w.Guests(acctest.FabrikamID)); n != 302 {
		t.Fatalf("there are %d guests", n)
	}
	s.MustRun("apply", "-auto-approve")
	w.ForgetRequests()
	s.Unchanged()
	if got, want := w.Requests(), []string{"GET /users/delta", "GET /users/delta"}; !slices.Equal(got, want) {
		t.Errorf("requests %v, want %v", got, want)
	}
}
