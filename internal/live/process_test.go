package live_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestVariablesLeadToTheTenant runs the lifecycles as on a real tenant: in a test
// process whose only link to the emulator, another process, is the
// MULTITENANT_LIVE_… variables of one of its tenants. Afterwards the emulator is
// in its initial state.
func TestVariablesLeadToTheTenant(t *testing.T) {
	t.Parallel()
	e := acctest.StartEmulator(t, acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
	before := acctest.Standing(t, e.State())
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	lives := exec.CommandContext(t.Context(), self, "-test.v", "-test.run=^TestLife/^live$")
	lives.Env = append(os.Environ(), e.LiveEnvironment(acctest.Fabrikam, acctest.ContosoID)...)
	out, err := lives.CombinedOutput()
	if err != nil {
		t.Errorf("the lives: %v\n%s", err, out)
	}
	run, passed := strings.Count(string(out), "=== RUN   TestLife"), strings.Count(string(out), "--- PASS: TestLife")
	if run == 0 || passed != run {
		t.Errorf("%d of %d passed:\n%s", passed, run, out)
	}
	after := e.State()
	if now := acctest.Standing(t, after); now != before {
		t.Errorf("the tenants had\n%s\nbefore, and have now\n%s", before, now)
	}
	fabrikam, _ := after[acctest.Fabrikam].(map[string]any)
	if deleted, _ := fabrikam["deleted_users"].([]any); len(deleted) == 0 {
		t.Error("no life has invited a user in the process of the emulator and deleted it")
	}
}
