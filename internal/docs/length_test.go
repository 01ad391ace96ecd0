package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// mostLines is the length of a function, from func to its last brace. A schema counts
// like any other function: its attributes come in groups.
const mostLines = 40

// otherPrograms are folders whose functions may be longer: programs and tests beside
// the provider.
var otherPrograms = []string{"acctest", "docs", "emulator", "live", "scenarios", "strangers", "torture"}

// TestFunctionsAreShort covers the provider and all that it is built on.
func TestFunctionsAreShort(t *testing.T) {
	t.Parallel()
	for _, file := range goFiles(t) {
		folder, _, _ := strings.Cut(file.path, "/")
		if slices.Contains(otherPrograms, folder) || strings.HasSuffix(file.path, "_test.go") {
			continue
		}
		for name, lines := range longFunctions(t, text(t, "internal", file.path)) {
			t.Errorf("internal/%s: %s has %d lines; split it into parts of at most %d with names of their own", file.path, name, lines, mostLines)
		}
	}
}

// TestLongFunctionsAreFound keeps the test above from passing because it finds
// nothing.
func TestLongFunctionsAreFound(t *testing.T) {
	t.Parallel()
	short := "func short() {" + strings.Repeat("\n", mostLines-1) + "}\n"
	long := "func (x *thing) Long() {" + strings.Repeat("\n", mostLines) + "}\n"
	found := longFunctions(t, "package x\n\ntype thing struct{}\n\n"+short+long)
	if len(found) != 1 || found["Long"] != mostLines+1 {
		t.Errorf("the long functions are %v", found)
	}
}

// longFunctions returns the lines of the functions of a file that have too many.
func longFunctions(t *testing.T, content string) map[string]int {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, "", content, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, d := range parsed.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			if lines := files.Position(f.End()).Line - files.Position(f.Pos()).Line + 1; lines > mostLines {
				found[f.Name.Name] = lines
			}
		}
	}
	return found
}
