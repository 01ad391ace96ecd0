package docs_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// http is the only package of the standard library that the tables name: what
// does not speak HTTP says so by its row.
const http = "net/http"

const module = "github.com/multitenant-as-code/terraform-provider-multitenant/internal/"

// importRow is a row of a table of imports in DESIGN.md. In the tables of packages
// the name is a package, in the table of modules it is the beginning of an import
// path, and the lists are packages.
type importRow struct {
	name        string
	code, tests []string
}

// importRules are the tables of DESIGN.md, the only holder of the import rules.
type importRules struct{ packages, modules []importRow }

func TestImports(t *testing.T) {
	t.Parallel()
	rules := readImportRules(t)
	used := map[string]bool{}
	for _, file := range goFiles(t) {
		for _, problem := range rules.problems(file, used) {
			t.Errorf("internal/%s %s: the tables of imports in DESIGN.md say otherwise", file.path, problem)
		}
	}
	for _, row := range slices.Concat(rules.packages, rules.modules) {
		if !used[row.name] {
			t.Errorf("DESIGN.md has a row for %s, which no file needs", row.name)
		}
	}
}

// TestImportsAreRefused keeps the test above from passing because it finds nothing.
func TestImportsAreRefused(t *testing.T) {
	t.Parallel()
	rules := readImportRules(t)
	for _, test := range []struct {
		file, imports string
		refused       bool
	}{
		{"resources/guest/x.go", module + "graph", false},
		{"resources/guest/x.go", module + "resources/topology", true},
		{"resources/guest/x_test.go", module + "resources/topology", true},
		{"resources/guest/x.go", module + "acctest", true},
		{"resources/guest/x_test.go", module + "acctest", false},
		{"provider/x.go", module + "resources/guest", false},
		{"provider/x.go", module + "graph", true},
		{"emulator/kernel/x.go", module + "emulator/area/directory", true},
		{"emulator/kernel/x_test.go", module + "emulator/area/directory", false},
		{"emulator/kernel/x.go", module + "rules", true},
		{"emulator/kernel/x_test.go", module + "rules", true},
		{"emulator/kernel/x.go", "net/http", true},
		{"emulator/area/crosstenant/x.go", module + "emulator/area/invitation", true},
		{"emulator/area/novelty/x.go", module + "emulator/kernel", true},
		{"emulator/x.go", module + "emulator/area/directory", false},
		{"emulator/x.go", "net/http", false},
		{"rules/x.go", "golang.org/x/sync/errgroup", true},
		{"tenant/x.go", "github.com/microsoftgraph/msgraph-sdk-go", true},
		{"graph/x.go", "github.com/microsoft/kiota-abstractions-go", false},
		{"graph/x.go", "github.com/novelty/module", true},
		{"novelty/x.go", "strings", true},
	} {
		problems := rules.problems(goFile{test.file, []string{test.imports}}, map[string]bool{})
		if got := len(problems) > 0; got != test.refused {
			t.Errorf("%s with %s: refused is %t, want %t: %v", test.file, test.imports, got, test.refused, problems)
		}
	}
}

// problems compares the imports of a file with the rules, and notes the rows that it
// used.
func (r importRules) problems(file goFile, used map[string]bool) (problems []string) {
	in, isTest := path.Dir(file.path), strings.HasSuffix(file.path, "_test.go")
	row, found := longest(r.packages, in, matchesPackage)
	if !found || strings.HasPrefix(in, "emulator/area/") && strings.Count(row.name, "/") < 2 {
		return []string{"is in a package that no row names"}
	}
	used[row.name] = true
	for _, name := range file.imports {
		if ours, internal := strings.CutPrefix(name, module); internal {
			if ours != in && !within(ours, in) && !row.allows(ours, isTest) {
				problems = append(problems, "imports internal/"+ours)
			}
			continue
		}
		other, found := longest(r.modules, name, strings.HasPrefix)
		used[other.name] = true
		ofOthers := strings.Contains(strings.Split(name, "/")[0], ".")
		if ofOthers && (!found || !other.allows(in, isTest)) || name == http && !row.allows(http, isTest) {
			problems = append(problems, "imports "+name)
		}
	}
	return problems
}

// allows reports whether a list of the row names the package, or one above it.
func (r importRow) allows(name string, isTest bool) bool {
	listed := func(above string) bool { return within(name, above) }
	return slices.ContainsFunc(r.code, listed) ||
		isTest && (slices.ContainsFunc(r.tests, listed) || within(r.name, "emulator") && (within(name, "emulator") || name == http))
}

// within reports whether a package is another one, or below it.
func within(name, above string) bool { return name == above || strings.HasPrefix(name, above+"/") }

// matchesPackage is within for the name of a row, in which <…> stands for any
// segment.
func matchesPackage(name, row string) bool {
	if prefix, _, wild := strings.Cut(row, "<"); wild {
		return strings.HasPrefix(name, prefix)
	}
	return within(name, row)
}

func longest(rows []importRow, name string, matches func(name, row string) bool) (best importRow, found bool) {
	for _, row := range rows {
		if matches(name, row.name) && len(row.name) > len(best.name) {
			best, found = row, true
		}
	}
	return best, found
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

func readImportRules(t *testing.T) (rules importRules) {
	t.Helper()
	_, section, _ := strings.Cut(text(t, "DESIGN.md"), "\n### Imports\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var into *[]importRow
	var below string
	for line := range strings.Lines(section) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") {
			continue
		}
		switch strings.TrimSpace(cells[0]) {
		case "Package":
			into, below = &rules.packages, ""
			continue
		case "Emulator package":
			into, below = &rules.packages, "emulator/"
			continue
		case "Module":
			into, below = &rules.modules, ""
			continue
		}
		row := importRow{name: below + strings.Trim(strings.TrimSpace(cells[0]), "`")}
		row.code = spans(below, cells[1])
		if len(cells) > 2 {
			row.tests = spans(below, cells[2])
		}
		*into = append(*into, row)
	}
	if len(rules.packages) == 0 || len(rules.modules) == 0 {
		t.Fatal("DESIGN.md has no tables of imports")
	}
	return rules
}

func spans(below, cell string) (names []string) {
	for _, match := range codeSpan.FindAllStringSubmatch(cell, -1) {
		if match[1] == http {
			names = append(names, http)
			continue
		}
		names = append(names, below+match[1])
	}
	return names
}

// goFile is a file of Go code below internal/, with what it imports.
type goFile struct {
	path    string
	imports []string
}

func goFiles(t *testing.T) (files []goFile) {
	t.Helper()
	root := filepath.Join(top, "internal")
	err := fs.WalkDir(os.DirFS(root), ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		found := goFile{path: file}
		for _, i := range parsed.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			found.imports = append(found.imports, name)
		}
		files = append(files, found)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
