// Package live_test runs resources through their lifecycles on the emulator and,
// if MULTITENANT_LIVE_… variables name one, on a real tenant (CONTRIBUTING.md):
// the same tests for both. Each lifecycle modifies only the objects that it
// creates.
package live_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// apply applies a configuration and expects an empty plan afterwards.
func apply(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	w.MustRun("apply", "-auto-approve")
	unchanged(t, w)
}

func unchanged(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	if out := w.MustRun("plan"); !strings.Contains(out, "No changes.") {
		t.Fatalf("the plan has changes:\n%s", out)
	}
}

// output returns an output as text.
func output(w *acctest.Workspace, name string) string {
	return strings.TrimSpace(w.MustRun("output", "-raw", name))
}
