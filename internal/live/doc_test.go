// Package live_test has no code, only the lives of resources that run on the emulator
// and, if MULTITENANT_LIVE_… name one, on a real tenant (CONTRIBUTING.md): the same
// test for both. A life touches only what it makes.
package live_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// apply applies a configuration, after which nothing is left to do.
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

// output is the text of one.
func output(w *acctest.Workspace, name string) string {
	return strings.TrimSpace(w.MustRun("output", "-raw", name))
}
