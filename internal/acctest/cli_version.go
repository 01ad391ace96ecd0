package acctest

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"testing"
)

// NeedsCLI skips a test that needs a later minor version of Terraform or OpenTofu 1 than
// the one of the tests.
func NeedsCLI(t *testing.T, minor int) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), CLI(), "version", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	var major, has int
	if _, err := fmt.Sscanf(said.Version, "%d.%d", &major, &has); err != nil {
		t.Fatal(err)
	}
	if major == 1 && has < minor {
		t.Skipf("needs version 1.%d of the CLI, and this is %s", minor, said.Version)
	}
}
