// Command permissions prints the tables of package permission into the documents
// that include them: README.md, the templates of docs/ and the READMEs of modules. A
// document marks the place and names the table:
//
//	<!-- permissions: needed multitenant_tenant -->
//	<!-- end of permissions -->
//
// With -check it changes nothing, lists the documents that are not current, and
// fails. `make generate` and `make check` run it at the top of the repository.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "list the documents that are not current instead of writing them")
	flag.Parse()
	stale, err := run(".", !*check)
	if err != nil {
		fmt.Fprintln(os.Stderr, "permissions:", err)
		os.Exit(1)
	}
	if *check && len(stale) > 0 {
		fmt.Fprintln(os.Stderr, "permissions: not current:", strings.Join(stale, ", "))
		os.Exit(1)
	}
}

// run fills the documents of the repository at top, and writes them if write is
// set. It returns the documents that were not current.
func run(top string, write bool) (stale []string, err error) {
	files, err := documents(top)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		before, err := os.ReadFile(filepath.Join(top, file))
		if err != nil {
			return nil, err
		}
		after, err := fill(string(before), file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if after == string(before) {
			continue
		}
		stale = append(stale, file)
		if write {
			if err := os.WriteFile(filepath.Join(top, file), []byte(after), 0o644); err != nil {
				return nil, err
			}
		}
	}
	return stale, nil
}

// documents lists the files that may contain permission tables, relative to top.
func documents(top string) ([]string, error) {
	var all []string
	for _, pattern := range []string{"README.md", "templates/*.md.tmpl", "templates/*/*.md.tmpl", "examples/modules/*/README.md"} {
		found, err := filepath.Glob(filepath.Join(top, pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			file, err := filepath.Rel(top, file)
			if err != nil {
				return nil, err
			}
			all = append(all, filepath.ToSlash(file))
		}
	}
	slices.Sort(all)
	return all, nil
}
