package guestsync_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// TestRecordOfAnUpdateIsLost: a user leaves the scope, and the provider is killed in an
// update, which loses the record. The next run finds the users by their mark, and the
// plan after it shows the departure. A user whose mark is of another home tenant, and
// one without a mark, stay.
func TestRecordOfAnUpdateIsLost(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	s := acctest.NewWorkspace(t, w.Config(guestSync(
		`on_leave = { action = "delete", max_people = -1, max_percent = -1 }`)))
	s.MustRun("apply", "-auto-approve")
	other := w.Welcome(acctest.FabrikamID, "other@partner.example")
	w.Change(acctest.FabrikamID, other.ID, acctest.Object{"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute15": other.ID}})
	unmarked := w.Welcome(acctest.FabrikamID, "unmarked@partner.example")
	left := guest(w, 3)
	if err := directory.Groups.Unlink(w.World, acctest.ContosoID, groupID, "members", userID(3)); err != nil {
		t.Fatal(err)
	}
	s.LosePrivate("multitenant_guest_sync.contoso")
	w.ForgetRequests()
	s.MustRun("apply", "-auto-approve")
	if err := w.Wrote(); err != nil {
		t.Errorf("the run that has lost its record: %v", err)
	}
	if out := s.MustRun("plan"); !strings.Contains(out, userID(3)) {
		t.Errorf("the next plan does not show who has left:\n%s", acctest.Tail(out))
	}
	s.MustRun("apply", "-auto-approve")
	if err := w.Wrote("DELETE /users/" + left.ID); err != nil {
		t.Error(err)
	}
	for _, u := range []*directory.User{guest(w, 1), guest(w, 2), other, unmarked} {
		if w.User(acctest.FabrikamID, u.ID).UserPrincipalName == "" {
			t.Errorf("%s is gone", u.Mail)
		}
	}
	s.Unchanged()
}
