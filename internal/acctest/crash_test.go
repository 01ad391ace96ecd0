package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestKilledProvider kills the provider between the invitation and the end of
// the creation. The next apply continues with the same person.
func TestKilledProvider(t *testing.T) {
	t.Parallel()
	// While a rule holds a request back, the creation stands still there.
	tests := map[string]struct{ method, arguments string }{
		"before the profile is written":  {http.MethodPatch, `job_title = "Controller"`},
		"before the person is read back": {http.MethodGet, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			s := acctest.NewWorkspace(t, w.Config(invite(test.arguments)))
			held := w.Fault(wire.Fault{Service: wire.Graph, Method: test.method, Path: "/users/*", Times: 1, HoldSeconds: 3600})
			wait := s.Start("apply", "-auto-approve")
			w.AwaitFault(held)
			if err := s.KillProvider(); err != nil {
				t.Fatal(err)
			}
			if out, err := wait(); err == nil {
				t.Fatalf("the apply survived:\n%s", out)
			}
			invited := w.Guest(acctest.FabrikamID, anaEmail).ID

			s.MustRun("apply", "-auto-approve")
			if now := w.Guest(acctest.FabrikamID, anaEmail); now.ID != invited || test.arguments != "" && now.JobTitle != "Controller" {
				t.Errorf("the person is %s with job title %q, want %s", now.ID, now.JobTitle, invited)
			}
			posts := slices.DeleteFunc(w.Requests(), func(r string) bool { return r != "POST /invitations" })
			if len(posts) != 1 {
				t.Errorf("%d invitations were sent", len(posts))
			}
			if out := s.MustRun("plan"); !strings.Contains(out, "No changes.") {
				t.Errorf("the next plan has changes:\n%s", out)
			}
			if state := s.MustRun("state", "show", "multitenant_b2b_invitation.ana"); !strings.Contains(state, invited) || strings.Contains(state, "tainted") {
				t.Errorf("the state is\n%s", state)
			}
		})
	}
}
