package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

const top = "../.."

func TestDocumentsAreCurrent(t *testing.T) {
	t.Parallel()
	if stale, err := run(top, false); err != nil || len(stale) > 0 {
		t.Errorf("%v are not current, run make generate (%v)", stale, err)
	}
}

// read returns all documents that may contain permission tables, by file.
func read(t *testing.T) map[string]string {
	t.Helper()
	files, err := documents(top)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(top, file))
		if err != nil {
			t.Fatal(err)
		}
		all[file] = string(data)
	}
	return all
}

var (
	// printed is a table between its marks.
	printed = regexp.MustCompile(`(?s)<!-- permissions: ([^>]*) -->.*?` + end)
	// mentioned is a permission of Microsoft Graph.
	mentioned = regexp.MustCompile(`\b[A-Z][A-Za-z0-9-]+\.(?:Read|ReadWrite|Invite|DeleteRestore)(?:\.[A-Z][A-Za-z0-9]+)+\b`)
)

// TestEveryTableIsPrinted looks for hand-written tables and commands, and for
// tables missing from the documents.
func TestEveryTableIsPrinted(t *testing.T) {
	t.Parallel()
	shown := map[string][]string{}
	for file, text := range read(t) {
		for _, mark := range printed.FindAllStringSubmatch(text, -1) {
			shown[mark[1]] = append(shown[mark[1]], file)
		}
		for line := range strings.Lines(printed.ReplaceAllString(text, "")) {
			if (strings.HasPrefix(line, "|") || strings.HasPrefix(line, "#")) && mentioned.MatchString(line) {
				t.Errorf("%s: this is not printed by tools/permissions: %s", file, line)
			}
		}
	}
	for _, name := range []string{"roles", "exchange"} {
		slices.Sort(shown[name])
		if !slices.Equal(shown[name], []string{"README.md", "templates/index.md.tmpl"}) {
			t.Errorf("the table %q of the provider is in %v", name, shown[name])
		}
	}
	want := []string{"commands"}
	for _, table := range permission.Tables() {
		if len(table.Needs) > 0 {
			want = append(want, "needed "+table.Name)
		}
		if len(table.Optional) > 0 {
			want = append(want, "optional "+table.Name)
		}
	}
	for _, code := range rules.Codes() {
		want = append(want, "check "+string(code))
	}
	for _, name := range want {
		if len(shown[name]) != 1 {
			t.Errorf("the table %q is in %v, and belongs in one document", name, shown[name])
		}
	}
}

// Every permission mentioned in prose is in a table, or is a broader one than a
// table's.
func TestMentionedPermissionsExist(t *testing.T) {
	t.Parallel()
	var known []string
	for _, n := range permission.All() {
		known = append(append(known, n.Permission), n.Or...)
	}
	for file, text := range read(t) {
		for _, name := range mentioned.FindAllString(text, -1) {
			if !slices.Contains(known, name) {
				t.Errorf("%s mentions %s, which nothing requires", file, name)
			}
		}
	}
}

// TestRolesAreWhatTheTablesNeed: the roles in README cover every table except for
// four permissions that appear in their tables only.
func TestRolesAreWhatTheTablesNeed(t *testing.T) {
	t.Parallel()
	special := []string{permission.HiddenMembers, "Synchronization.ReadWrite.All", "User.RevokeSessions.All", permission.ManageAsApp}
	var granted, ids, entraRoles []string
	for _, r := range permission.Roles() {
		granted, ids = append(granted, r.Permission), append(ids, r.ID)
	}
	for _, r := range permission.EntraRoles() {
		entraRoles, ids = append(entraRoles, r.Name), append(ids, r.ID)
	}
	needed := slices.Clone(special)
	for _, n := range permission.All() {
		needed = append(needed, n.Permission)
		holders := slices.Concat(granted, special)
		switch n.Kind() {
		case permission.OfEntra:
			holders = entraRoles
		case permission.OfExchange:
			holders = []string{permission.ManageAsApp}
		}
		enough := func(p string) bool { return slices.Contains(holders, p) }
		if !slices.ContainsFunc(append([]string{n.Permission}, n.Or...), enough) {
			t.Errorf("%s is needed for %q and is in no role", n.Permission, n.For)
		}
	}
	for _, p := range granted {
		if !slices.Contains(needed, p) {
			t.Errorf("%s is to be granted, and nothing needs it", p)
		}
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(granted)+len(entraRoles) {
		t.Error("two roles have the same id")
	}
}

func TestInvalidMarks(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"no end":        "<!-- permissions: roles -->\n",
		"end only":      "text\n" + end + "\n",
		"nested":        "<!-- permissions: roles -->\n<!-- permissions: roles -->\n" + end + "\n",
		"no such table": "<!-- permissions: everything -->\n" + end + "\n",
		"no such type":  "<!-- permissions: needed multitenant_nothing -->\n" + end + "\n",
		"no such code":  "<!-- permissions: check MT999 -->\n" + end + "\n",
	} {
		if text, err := fill(document, "README.md"); err == nil {
			t.Errorf("%s: filled with %q", name, text)
		}
	}
}

func TestStaleDocumentsAreNamedAndWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "README.md")
	stale := "Before.\n\n<!-- permissions: check MT007 -->\n| old |\n" + end + "\n\nAfter.\n"
	if err := os.WriteFile(file, []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		for _, write := range []bool{false, true} {
			if files, err := run(dir, write); err != nil || len(files) != want {
				t.Fatalf("not current are %v, want %d (%v)", files, want, err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.Replace(stale, "| old |", "\nNone: the check reads no tenant.\n", 1); string(got) != want {
			t.Errorf("written\n%s\nwant\n%s", got, want)
		}
	}
}
