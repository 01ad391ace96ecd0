package docs_test

import (
	"bytes"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// The sign of a section is written as an escape, because the tests also read this
// file.
const sign = "\u00a7"

var (
	// cited is a citation: the document, unless it is that of the citation before;
	// the section; the row, if there is one.
	cited = regexp.MustCompile(`(?:(RFC\s\d+|OData\sJSON\sformat\s[\d.]+|[A-Za-z0-9.-]+)\s+)?` + sign + `\s?(\d+(?:\.\d+)*)(?:,?\s(?:no\.|number)\s(\d+))?`)
	// outside is an external document whose sections have fixed numbers.
	outside = regexp.MustCompile(`^(RFC|OData)\s`)
	// leader is the comment prefix of a line, in any language of the repository.
	leader = regexp.MustCompile(`(?m)^[ \t]*(//|#+|\*|--)?[ \t]*`)
)

// citation is a reference to a section.
type citation struct{ document, section, row, around string }

// citationsIn finds the citations of a file. One without a document belongs to that
// of the citation before, in the same sentence; in a sheet, to the sheet.
func citationsIn(content, own string) []citation {
	content = leader.ReplaceAllStringFunc(content, func(l string) string { return strings.Repeat(" ", len(l)) })
	var found []citation
	last, end := "", 0
	for _, at := range cited.FindAllStringSubmatchIndex(content, -1) {
		part := func(i int) string {
			if at[2*i] < 0 {
				return ""
			}
			return strings.Join(strings.Fields(content[at[2*i]:at[2*i+1]]), " ")
		}
		document := part(1)
		if !named(document) {
			document = own
			if between := strings.Join(strings.Fields(content[end:at[0]]), " "); own == "" && last != "" && sameSentence(between) {
				document = last
			}
		}
		found = append(found, citation{document: document, section: part(2), row: part(3), around: around(content, at[0], at[1])})
		last, end = document, at[1]
	}
	return found
}

// named reports whether a word before a citation is the name of a document. Any
// word with a hyphen or a dot can be one.
func named(word string) bool {
	return outside.MatchString(word) || strings.ContainsAny(word, "-.") || word == "exchange"
}

func sameSentence(between string) bool {
	return len(between) <= 60 && !strings.Contains(between, ". ") && !strings.Contains(between, ")")
}

// around is a citation with its neighboring words.
func around(content string, from, to int) string {
	from, to = max(0, from-60), min(len(content), to+20)
	return strings.Join(strings.Fields(strings.ToValidUTF8(content[from:to], "")), " ")
}

// resolve returns the error in a citation, or "".
func (c citation) resolve(all map[string]sheet) string {
	if outside.MatchString(c.document) {
		return ""
	}
	page, exists := all[c.document]
	content, held := page.sections[c.section]
	switch {
	case c.document == "":
		return "names no document"
	case !exists:
		return "cites " + c.document + ", which is not below reference/"
	case !held:
		return "cites section " + c.section + " of " + c.document + ", which does not exist"
	case c.row != "" && !regexp.MustCompile(`(?m)^(\| `+c.row+` \||`+c.row+`\. )`).MatchString(content):
		return "cites number " + c.row + " of section " + c.section + " of " + c.document + ", which does not exist"
	}
	return ""
}

// TestCitationsResolve resolves every citation of a section in the repository.
func TestCitationsResolve(t *testing.T) {
	t.Parallel()
	all := sheets(t)
	count := 0
	everyText(t, func(file, content string) {
		if !strings.Contains(content, sign) {
			return
		}
		own := strings.TrimSuffix(strings.TrimPrefix(file, "reference/"), ".md")
		if _, is := all[own]; !is {
			own = ""
		}
		for _, c := range citationsIn(content, own) {
			count++
			if wrong := c.resolve(all); wrong != "" {
				t.Errorf("%s %s: …%s…", file, wrong, c.around)
			}
		}
	})
	if count == 0 {
		t.Error("no file cites anything")
	}
}

// unreachable are sources that a reader of the repository cannot open. The names
// are split here, because the test also reads this file.
var unreachable = []*regexp.Regexp{
	regexp.MustCompile("field-" + "audit"),
	regexp.MustCompile("(^|[^a-z])seeds" + "/[a-z]"),
	regexp.MustCompile("scenarios" + `\.md`),
	regexp.MustCompile(`design[\s/#]+` + sign),
	regexp.MustCompile(`\.\./` + "shared"),
	regexp.MustCompile("peers" + `[\s/#]+([DET]\d|` + sign + ")"),
}

// TestNothingUnreachableIsCited finds sources that are neither in the repository
// nor public.
func TestNothingUnreachableIsCited(t *testing.T) {
	t.Parallel()
	everyText(t, func(file, content string) {
		for _, pattern := range unreachable {
			if at := pattern.FindStringIndex(content); at != nil {
				t.Errorf("%s cites what a reader cannot open: …%s…", file, around(content, at[0], at[1]))
			}
		}
	})
}

// TestBrokenCitationsAreRecognized keeps the two tests above from passing because
// they find nothing.
func TestBrokenCitationsAreRecognized(t *testing.T) {
	t.Parallel()
	all := map[string]sheet{"graph-identity": {sections: map[string]string{"1": "", "2.4": "", "17": "| 3 | row |\n"}}}
	for content, want := range map[string][]bool{
		"// (graph-identity S2.4)":               {true},
		"// see graph-identity\n// S2.4, S1 and": {true, true},
		"# graph-identity S17 no. 3":             {true},
		"graph-identity S17 no. 4":               {false},
		"graph-identity S2.5":                    {false},
		"graph-identity S2.4). Later S1":         {true, false},
		"field-note S1":                          {false},
		"the rules of S1":                        {false},
		"RFC 6749 S2.3.1":                        {true},
	} {
		found := citationsIn(strings.ReplaceAll(content, "S", sign), "")
		if len(found) != len(want) {
			t.Fatalf("%q has %d citations, want %d", content, len(found), len(want))
		}
		for i, c := range found {
			if wrong := c.resolve(all); (wrong == "") != want[i] {
				t.Errorf("citation %d of %q: %q", i, content, wrong)
			}
		}
	}
}

// everyText reads the text files of the repository.
func everyText(t *testing.T, read func(file, content string)) {
	t.Helper()
	tree := os.DirFS(top)
	err := fs.WalkDir(tree, ".", func(file string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && (name == ".git" || name == ".bin" || name == "node_modules" || name == ".terraform"):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		content, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		if utf8.Valid(content) && !bytes.ContainsRune(content, 0) {
			read(file, string(content))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
