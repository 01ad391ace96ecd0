// Package browser opens the report and the emulator's page in headless Chromium, and
// is called by make browser only: it needs Debian's package chromium, or another
// build of it. Its tests talk the DevTools protocol over a pipe, which Chromium
// offers with --remote-debugging-pipe.
package browser_test

import (
	"os"
	"os/exec"
	"testing"
)

// variable selects Chromium, by name or path.
const variable = "MULTITENANT_BROWSER"

// executable is Chromium, or the test is skipped.
func executable(t *testing.T) string {
	t.Helper()
	name := os.Getenv(variable)
	if name == "" {
		t.Skip("needs Chromium: make browser")
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
