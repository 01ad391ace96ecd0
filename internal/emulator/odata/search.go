package odata

import (
	"fmt"
	"strings"
	"unicode"
)

// Search is the syntax tree of a $search: [SearchAnd], [SearchOr] or [Term].
type Search interface{ search() }

// SearchAnd is true when both sides are true.
type SearchAnd struct{ Left, Right Search }

// SearchOr is true when either side is true.
type SearchOr struct{ Left, Right Search }

// Term matches a text in a property: "displayName:ana".
type Term struct{ Property, Text string }

func (SearchAnd) search() {}
func (SearchOr) search()  {}
func (Term) search()      {}

// ParseSearch parses terms in double quotes, joined by AND and OR, of which AND
// binds tighter. A backslash escapes the next character.
func ParseSearch(text string) (Search, error) {
	rest := strings.TrimSpace(text)
	var result, run Search
	for operator := "OR"; ; {
		term, after, err := searchTerm(rest)
		if err != nil {
			return nil, err
		}
		if operator == "AND" {
			run = SearchAnd{run, term}
		} else {
			result, run = either(result, run), term
		}
		if rest = strings.TrimSpace(after); rest == "" {
			return either(result, run), nil
		}
		operator, rest, _ = strings.Cut(rest, " ")
		if operator != "AND" && operator != "OR" {
			return nil, fmt.Errorf("%q is neither AND nor OR", operator)
		}
		rest = strings.TrimSpace(rest)
	}
}

func either(left, right Search) Search {
	switch {
	case left == nil:
		return right
	case right == nil:
		return left
	default:
		return SearchOr{left, right}
	}
}

func searchTerm(text string) (term Term, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		return term, "", fmt.Errorf("missing term in double quotes before %q", text)
	}
	var body strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			body.WriteByte(text[i])
		case text[i] == '"':
			property, value, ok := strings.Cut(body.String(), ":")
			if !ok || property == "" || strings.TrimSpace(value) == "" {
				return term, "", fmt.Errorf("%q is not a property and a text separated by a colon", body.String())
			}
			return Term{property, strings.TrimSpace(value)}, text[i+1:], nil
		default:
			body.WriteByte(text[i])
		}
	}
	return term, "", fmt.Errorf("unclosed quotes in %q", text)
}

// Terms returns the terms of a search.
func Terms(s Search) []Term {
	switch s := s.(type) {
	case SearchAnd:
		return append(Terms(s.Left), Terms(s.Right)...)
	case SearchOr:
		return append(Terms(s.Left), Terms(s.Right)...)
	case Term:
		return []Term{s}
	default:
		return nil
	}
}

// Found evaluates a search with found as the result of each term.
func Found(s Search, found func(Term) bool) bool {
	switch s := s.(type) {
	case SearchAnd:
		return Found(s.Left, found) && Found(s.Right, found)
	case SearchOr:
		return Found(s.Left, found) || Found(s.Right, found)
	case Term:
		return found(s)
	default:
		return false
	}
}

// HasWords reports whether each word of the text is the prefix of a word of the
// value, ignoring case. A word ends where letters, digits and other characters
// meet, and where an upper-case letter follows a lower-case one; a run of letters
// and digits is also a word as a whole.
func HasWords(value, text string) bool {
	words := words(value)
	for _, asked := range strings.FieldsFunc(strings.ToLower(text), separates) {
		found := false
		for _, w := range words {
			found = found || strings.HasPrefix(w, asked)
		}
		if !found {
			return false
		}
	}
	return true
}

func separates(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// words returns the runs of letters and digits in a text, and their suffixes from
// each word boundary, in lower case.
func words(value string) []string {
	var all []string
	for _, run := range strings.FieldsFunc(value, separates) {
		previous := rune(0)
		for i, r := range run {
			if i == 0 || begins(previous, r) {
				all = append(all, strings.ToLower(run[i:]))
			}
			previous = r
		}
	}
	return all
}

func begins(previous, r rune) bool {
	return unicode.IsDigit(previous) != unicode.IsDigit(r) || unicode.IsLower(previous) && unicode.IsUpper(r)
}
