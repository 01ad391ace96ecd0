package docs_test

import (
	"strings"
	"testing"
)

// TestSynchronizationNeedsNoLicenseInTheTarget checks the statements of documents
// about Entra ID P1 and synchronization: it is required in the source only
// (graph-cross-tenant §2). Rows of tables have their sides in the head.
func TestSynchronizationNeedsNoLicenseInTheTarget(t *testing.T) {
	t.Parallel()
	said := 0
	for _, file := range documents(t) {
		for line := range strings.Lines(text(t, file)) {
			about := strings.Contains(line, "P1") && strings.Contains(line, "sync") && !strings.HasPrefix(line, "|")
			if !about {
				continue
			}
			said++
			if !strings.Contains(line, "source") {
				t.Errorf("%s does not say that the source needs the license: %s", file, line)
			}
		}
	}
	if said == 0 {
		t.Error("no document says what synchronization needs")
	}
}
