package provider_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// block returns a provider block with the given entry for one tenant, Fabrikam.
func block(entry string, more ...string) string {
	return acctest.Requirements + "\nprovider \"multitenant\" {\n" + strings.Join(more, "\n") +
		"\n  tenants = {\n    fabrikam = {\n" + entry + "\n    }\n  }\n}\n"
}

// look is a data source that makes the provider sign in and read.
const look = `
data "multitenant_tenant" "fabrikam" {}
`

// testdata returns the folder of the certificates.
func testdata(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(folder)
}

// reason returns the operating system's text of an error.
func reason(err error) string {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// noSuchFile returns the operating system's text for a missing file.
func noSuchFile(t *testing.T) string {
	t.Helper()
	_, err := os.Stat(filepath.Join(t.TempDir(), "nowhere"))
	return reason(err)
}
