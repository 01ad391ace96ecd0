// Package docs has no code, only the tests of what this repository says about
// itself: every resource, data source and function has its example, its
// template and its permissions; every example is applied on the emulator; links
// between documents resolve, and nothing secret stands in them; what comments cite
// is in the repository or public.
//
// It asks package provider what there is and runs examples through package
// acctest. The rules of CONTRIBUTING.md live here, because rules that are only
// prose decay.
package docs_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// top is the repository as seen from this package.
const top = "../.."

// text reads a file of the repository.
func text(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{top}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// exists reports whether a file or folder of the repository exists.
func exists(path ...string) bool {
	_, err := os.Stat(filepath.Join(append([]string{top}, path...)...))
	return err == nil
}
