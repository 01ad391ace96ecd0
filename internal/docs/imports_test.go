package docs_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/multitenant-as-code/terraform-provider-multitenant/internal/"

// mayImport says which of our own packages a package may import (DESIGN.md,
// Packages). What stands for a folder stands for everything below it, and may
// always import what is below it too.
var mayImport = map[string][]string{
	"acctest":    {"emulator", "provider"},
	"cloud":      nil,
	"emulator":   nil,
	"graph":      {"rules", "service", "share", "transport"},
	"inspect":    {"cloud", "graph", "permission", "rules", "service", "share", "tenant"},
	"permission": {"rules"},
	"provider":   {"cloud", "inspect", "resources", "rules", "tenant", "tfkit"},
	"resources":  {"cloud", "graph", "inspect", "permission", "rules", "service", "tenant", "tfkit"},
	"rules":      nil,
	"service":    nil,
	"share":      nil,
	"tenant":     {"cloud", "graph", "share", "transport"},
	"tfkit":      {"inspect", "permission", "rules", "service", "tenant", "transport"},
	"transport":  nil,
}

const xSync = "golang.org/x/sync/"

// onlyIn says where a module of others may be imported.
var onlyIn = map[string][]string{
	"github.com/microsoftgraph/":                      {"graph"},
	"github.com/microsoft/kiota":                      {"graph"},
	"github.com/Azure/azure-sdk-for-go/":              {"tenant", "transport"},
	"github.com/hashicorp/terraform-plugin-testing":   {"acctest"},
	"github.com/hashicorp/terraform-plugin-framework": {"acctest", "provider", "resources", "tfkit"},
	"github.com/hashicorp/terraform-plugin-go":        {"acctest", "provider", "resources", "tfkit"},
	"github.com/hashicorp/terraform-plugin-log":       {"graph", "provider", "resources", "tfkit", "transport"},
	xSync:                {"share"},
	"golang.org/x/time/": {"transport"},
}

// pure are the packages of the standard library alone, and of x/sync, which only
// one of them may import.
var pure = []string{"cloud", "emulator", "permission", "rules", "service", "share"}

func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	for file, imports := range production(t) {
		folder, _, _ := strings.Cut(file, "/")
		allowed, known := mayImport[folder]
		if !known {
			t.Errorf("internal/%s is a package that DESIGN.md and this test do not know", folder)
			continue
		}
		for _, name := range imports {
			ours, internal := strings.CutPrefix(name, module)
			to, _, _ := strings.Cut(ours, "/")
			switch {
			case internal && to == folder && folder == "resources" && ours != path.Dir(file):
				t.Errorf("internal/%s imports another noun: %s", file, name)
			case internal && to != folder && !slices.Contains(allowed, to):
				t.Errorf("internal/%s may not import internal/%s", file, ours)
			case !internal && strings.Contains(strings.Split(name, "/")[0], ".") && slices.Contains(pure, folder) && !strings.HasPrefix(name, xSync):
				t.Errorf("internal/%s is to need only the standard library, and imports %s", file, name)
			}
			for prefix, places := range onlyIn {
				if strings.HasPrefix(name, prefix) && !slices.Contains(places, folder) {
					t.Errorf("internal/%s may not import %s", file, name)
				}
			}
		}
	}
}

// production lists the imports of the files below internal/ that are no tests.
func production(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join(top, "internal")
	imports := map[string][]string{}
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		imports[file] = []string{}
		for _, i := range parsed.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			imports[file] = append(imports[file], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}
