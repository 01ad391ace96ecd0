package docs_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// bannedWord matches words that comments, messages and documents avoid: persons
// in place of objects, private metaphors and British spellings. The words are
// split here, because the test also reads this file.
var bannedWord = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
	"some" + "body", "no" + "body", "any" + "body", "who" + "(?:m?ever|m)",
	"men" + "d(?:s|ed|ing)?", "do" + "ors?", "the way" + " out",
	"licen" + "ces?", "defen" + "ces?", "behav" + "iours?", "col" + "ours?", "model" + "led", "cancel" + "led",
}, "|") + `)\b`)

// properName matches identifiers and mail addresses with a banned word.
var properName = regexp.MustCompile(`\bhttp\.No` + `Body\b|[\w.%+-]+@`)

// thirdParty are the names of files with texts of other authors.
var thirdParty = []string{"LICENSE", "go.sum", "package-lock.json"}

func TestBannedWords(t *testing.T) {
	t.Parallel()
	read := 0
	everyText(t, func(file, content string) {
		if slices.ContainsFunc(thirdParty, func(name string) bool { return strings.HasSuffix(file, name) }) {
			return
		}
		read++
		content = properName.ReplaceAllString(content, "")
		for _, at := range bannedWord.FindAllStringIndex(content, -1) {
			t.Errorf("%s uses %q: …%s…", file, content[at[0]:at[1]], around(content, at[0], at[1]))
		}
	})
	if read == 0 {
		t.Error("no file was read")
	}
}

// TestBannedWordsAreRecognized keeps the test above from passing because it finds
// nothing.
func TestBannedWordsAreRecognized(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"No" + "body may.":                           true,
		"for wh" + "om":                              true,
		"behav" + "iour":                             true,
		"to men" + "d it":                            true,
		"amend, recommend":                           false,
		"a do" + "orstep":                            false,
		"http.No" + "Body":                           false,
		"no" + "body@contoso.example":                false,
		"the way" + " out of it":                     true,
		"license, defense, color, modeled, canceled": false,
	} {
		if got := bannedWord.MatchString(properName.ReplaceAllString(text, "")); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}
