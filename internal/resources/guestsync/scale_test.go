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
	e := populated(300)
	// The service refuses the address of one user, and an internal user has that of
	// another: neither is read again while no tenant reports a change.
	users := e.Tenant(acctest.Contoso).Users
	users[len(users)-1]["userPrincipalName"], users[len(users)-1]["mail"] = "user'#300@contoso.example", nil
	e.Tenant(acctest.Fabrikam).Users[1]["otherMails"] = []string{upn(299)}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, acctest.PlanChecks(w.Config(guestSync("scope = { all_users = true }")), `MT081 = "off"`))
	s.MustRun("apply", "-auto-approve")
	if n := len(w.Guests(acctest.FabrikamID)); n != 300 {
		t.Fatalf("there are %d guests", n)
	}
	s.MustRun("apply", "-auto-approve")
	w.ForgetRequests()
	s.Unchanged()
	if got, want := w.Requests(), []string{"GET /users/delta", "GET /users/delta"}; !slices.Equal(got, want) {
		t.Errorf("requests %v, want %v", got, want)
	}
}
