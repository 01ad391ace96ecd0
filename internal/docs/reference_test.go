package docs_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sheet is a page below reference/ that comments cite by section.
type sheet struct {
	name     string
	text     string
	sections map[string]string
}

var (
	// numbered is a heading that can be cited.
	numbered = regexp.MustCompile(`^#{2,3} (\d+(?:\.\d+)?)\.? `)
	// label is a link to a page by its short name, and definition is its target.
	label      = regexp.MustCompile(`\[([a-z][a-z0-9-]{2,})\]`)
	definition = regexp.MustCompile(`(?m)^\[([a-z0-9-]+)\]: (https://\S+)$`)
	// shortName is a row of the list of pages in reference/README.md.
	shortName = regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\| (https://\\S+) \\|$")
)

// sheets reads the citable sheets, by name.
func sheets(t *testing.T) map[string]sheet {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(top, "reference", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]sheet{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".md")
		if name == "README" {
			continue
		}
		content := text(t, "reference", name+".md")
		all[name] = sheet{name: name, text: content, sections: sectionsOf(t, name, content)}
	}
	if len(all) == 0 {
		t.Fatal("there is nothing below reference/ to cite")
	}
	return all
}

// sectionsOf returns the text of each numbered section, without its subsections.
func sectionsOf(t *testing.T, name, content string) map[string]string {
	t.Helper()
	sections := map[string]string{}
	var current string
	for line := range strings.Lines(content) {
		if number := numbered.FindStringSubmatch(line); number != nil {
			current = number[1]
			if _, taken := sections[current]; taken {
				t.Errorf("reference/%s.md has two sections %s", name, current)
			}
			sections[current] = ""
			continue
		}
		if current != "" && !definition.MatchString(strings.TrimSuffix(line, "\n")) {
			sections[current] += line
		}
	}
	return sections
}

// TestEverySectionNamesItsSource requires public pages, or the word "assumed", at
// the beginning of each section with text.
func TestEverySectionNamesItsSource(t *testing.T) {
	t.Parallel()
	for name, sheet := range sheets(t) {
		for number, content := range sheet.sections {
			content = strings.TrimSpace(content)
			if content == "" {
				continue
			}
			source, _, _ := strings.Cut(content, "\n")
			switch {
			case !strings.HasPrefix(source, "Source: "):
				t.Errorf("reference/%s.md, section %s does not begin with its source", name, number)
			case !label.MatchString(source) && !strings.Contains(source, "assumed") && !strings.Contains(source, "section"):
				t.Errorf("reference/%s.md, section %s names no page: %s", name, number, source)
			}
		}
	}
}

// TestShortNamesLeadToPages compares the short names of the sheets with the list in
// reference/README.md, which comments in the code use too.
func TestShortNamesLeadToPages(t *testing.T) {
	t.Parallel()
	pages := map[string]string{}
	for _, row := range shortName.FindAllStringSubmatch(text(t, "reference", "README.md"), -1) {
		if _, taken := pages[row[1]]; taken {
			t.Errorf("reference/README.md lists %s twice", row[1])
		}
		pages[row[1]] = row[2]
	}
	for name, sheet := range sheets(t) {
		defined := map[string]bool{}
		for _, d := range definition.FindAllStringSubmatch(sheet.text, -1) {
			defined[d[1]] = true
			if pages[d[1]] != d[2] {
				t.Errorf("reference/%s.md leads %s to %s, reference/README.md to %q", name, d[1], d[2], pages[d[1]])
			}
		}
		for _, l := range label.FindAllStringSubmatch(inline.ReplaceAllString(fence.ReplaceAllString(sheet.text, ""), ""), -1) {
			if !defined[l[1]] {
				t.Errorf("reference/%s.md names [%s] and does not say where it is", name, l[1])
			}
		}
	}
}

// TestEverySheetIsInTheIndex requires each sheet to be in reference/README.md.
func TestEverySheetIsInTheIndex(t *testing.T) {
	t.Parallel()
	index := text(t, "reference", "README.md")
	for name := range sheets(t) {
		if !strings.Contains(index, "["+name+".md]("+name+".md)") {
			t.Errorf("reference/README.md does not list %s", name)
		}
	}
}
