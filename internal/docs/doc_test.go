// Package docs contains only tests, about the documents of this repository: every
// resource, data source and function has its example, its template and its
// permissions; every example is applied on the emulator; links between documents
// resolve, and contain no secrets; sources that comments cite are in the repository
// or public.
//
// It reads the inventory from package provider and runs examples with package
// acctest. The tests enforce the rules of CONTRIBUTING.md.
package docs_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// top is the root of the repository.
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
