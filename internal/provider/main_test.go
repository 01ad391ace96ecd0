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

// block is a provider block with one tenant, Fabrikam, whose entry is given.
func block(entry string, more ...string) string {
	return acctest.Requirements + "\nprovider \"multitenant\" {\n" + strings.Join(more, "\n") +
		"\n  tenants = {\n    fabrikam = {\n" + entry + "\n    }\n  }\n}\n"
}

// look makes the provider sign in and read something.
const look = `
data "multitenant_tenant" "fabrikam" {}
`

// testdata is the folder of the certificates.
func testdata(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(folder)
}

// reason is what the operating system says of a failure, in its own words.
func reason(err error) string {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// noSuchFile is what it says of a file that does not exist.
func noSuchFile(t *testing.T) string {
	t.Helper()
	_, err := os.Stat(filepath.Join(t.TempDir(), "nowhere"))
	return reason(err)
}
