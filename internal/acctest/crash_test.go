package acctest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestKilledProvider kills the provider between the invitation and the end of the
// creation. The next apply continues with the same user.
func TestKilledProvider(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ method, arguments string }{
		"before the profile is written":  {http.MethodPatch, `job_title = "Controller"`},
		"before the person is read back": {http.MethodGet, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			s := acctest.NewWorkspace(t, w.Config(invite(test.arguments)))
			// Only a user who exists is read by object id.
			at := acctest.Moment{Method: test.method, Path: "/users/*-*-*-*-*"}
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("nothing was held back:\n%s", out)
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
			s.Unchanged()
			if state := s.MustRun("state", "show", "multitenant_b2b_invitation.ana"); !strings.Contains(state, invited) || strings.Contains(state, "tainted") {
				t.Errorf("the state is\n%s", state)
			}
		})
	}
}
