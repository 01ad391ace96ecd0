package guest_test

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestKilledUpdate: if the provider is killed during an update, Terraform drops the
// private state. The user still counts as invited, and a destroy deletes it.
func TestKilledUpdate(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := acctest.NewWorkspace(t, w.Config(invite("")))
	s.MustRun("apply", "-auto-approve")
	for _, title := range []string{"Controller", "Auditor"} {
		s.Write(w.Config(invite(`job_title = "` + title + `"`)))
		at := acctest.Moment{Method: http.MethodPatch, Path: "/users/*", CarriedOut: title == "Auditor"}
		if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
			t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
		}
		if record := s.Private(ana, "origin"); record != "" {
			t.Fatalf("the private state has %s, so that the test proves nothing", record)
		}
		s.MustRun("apply", "-auto-approve")
		s.Unchanged()
		if got := s.Instances()[0].Attributes["on_destroy"]; got != "delete" {
			t.Errorf("on_destroy is %v", got)
		}
	}
	s.MustRun("destroy", "-auto-approve")
	if n := len(w.RecycleBin(acctest.FabrikamID)); n != 1 {
		t.Errorf("%d users are in the recycle bin", n)
	}
}

// TestDeletedBetweenTwoReads: a user that is deleted after the read of the user and
// before that of its sponsors is removed from the state.
func TestDeletedBetweenTwoReads(t *testing.T) {
	t.Parallel()
	w := start(t)
	s := acctest.NewWorkspace(t, w.Config(invite(`sponsors = ["`+acctest.ManagerID+`"]`)))
	s.MustRun("apply", "-auto-approve")
	id := w.Guest(acctest.FabrikamID, anaEmail).ID
	w.When(acctest.Moment{Method: http.MethodGet, Path: "/users/*/sponsors"}, func() { w.Remove(acctest.FabrikamID, id) })
	s.MustRun("apply", "-refresh-only", "-auto-approve")
	if left := s.Instances(); len(left) > 0 {
		t.Errorf("the state has %+v", left)
	}
}
