package guestsync_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestRecommendedOrder makes users members once they are mail-enabled, while replicas of
// the resource tenant are behind and users are renamed: none is invited twice, mailed or
// exchanged for another one.
func TestRecommendedOrder(t *testing.T) {
	t.Parallel()
	const n = 3
	w := acctest.Start(t, populated(n))
	w.SetLag(acctest.Lag)
	s := acctest.NewWorkspace(t, w.Config(guestSync(`user_type = "Member"`)))
	s.MustRun("apply", "-auto-approve")
	var invited []string
	for _, u := range w.Guests(acctest.FabrikamID) {
		invited = append(invited, u.ID)
	}
	w.Advance(acctest.Lag)
	settle(t, s)

	const renamed = "user.one@contoso.example"
	w.Change(acctest.ContosoID, userID(1), acctest.Object{"userPrincipalName": renamed, "mail": renamed, "department": "Legal"})
	w.Change(acctest.FabrikamID, guest(w, 2).ID, acctest.Object{"companyName": "Northwind"})
	settle(t, s)
	// What was behind has arrived.
	w.Advance(acctest.Lag)
	settle(t, s)

	var after []string
	for _, u := range w.Guests(acctest.FabrikamID) {
		after = append(after, u.ID)
		if u.UserType != "Member" || u.CompanyName != "Contoso" {
			t.Errorf("%s is %+v", u.Mail, u)
		}
	}
	slices.Sort(invited)
	slices.Sort(after)
	if !slices.Equal(after, invited) || len(after) != n || guest(w, 1).Department != "Legal" {
		t.Errorf("the users are %v, were %v", after, invited)
	}
	if mails := w.Mails(acctest.FabrikamID); len(mails) > 0 {
		t.Errorf("%d mails were sent", len(mails))
	}
	if invitations := slices.DeleteFunc(w.Requests(), func(r string) bool { return r != "POST /invitations" }); len(invitations) != n {
		t.Errorf("there were %d invitations", len(invitations))
	}
}

// settle applies until the plan is empty, as often as a user would who sees stale
// responses.
func settle(t *testing.T, s *acctest.Workspace) {
	t.Helper()
	for range 4 {
		s.MustRun("apply", "-auto-approve")
		if strings.Contains(s.MustRun("plan"), "No changes.") {
			return
		}
	}
	t.Fatal("there is always something to do")
}
