package synchronization_test

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestKilledUpdateOfAnAdoptedGroup: if the provider is killed during an update,
// Terraform drops the private state. The group still counts as adopted, and a destroy
// keeps it.
func TestKilledUpdateOfAnAdoptedGroup(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGroup(nil))
	config := func(n int) string {
		return unguarded(w.Config(group(`on_existing = "adopt"`, set("members", members(0, n)))))
	}
	s := acctest.NewWorkspace(t, config(3))
	s.MustRun("apply", "-auto-approve")
	s.Write(config(4))
	at := acctest.Moment{Method: http.MethodPatch, Path: "/groups/*"}
	if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
	}
	if record := s.Private("multitenant_sync_scope_group.it", "adopted"); record != "" {
		t.Fatalf("the private state has %s, so that the test proves nothing", record)
	}
	s.MustRun("apply", "-auto-approve")
	s.MustRun("destroy", "-auto-approve")
	the(t, w)
}
