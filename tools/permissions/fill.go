package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

const end = "<!-- end of permissions -->"

var begin = regexp.MustCompile(`(?m)^<!-- permissions: (.*) -->$`)

// fill replaces the content between each pair of marks.
func fill(document, file string) (string, error) {
	var filled strings.Builder
	for {
		at := begin.FindStringSubmatchIndex(document)
		if at == nil {
			if strings.Contains(document, end) {
				return "", errors.New("permission table: end mark without a start mark")
			}
			filled.WriteString(document)
			return filled.String(), nil
		}
		name := document[at[2]:at[3]]
		inside, rest, found := strings.Cut(document[at[1]:], end)
		if !found || begin.MatchString(inside) {
			return "", fmt.Errorf("permission table %q: missing end mark", name)
		}
		table, err := section(name, guides(file))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&filled, "%s\n\n%s\n\n%s", document[:at[1]], table, end)
		document = rest
	}
}

// guides links to the page of a check, relative to a document.
func guides(file string) func(page string) string {
	return func(page string) string {
		if strings.HasPrefix(file, "templates/") {
			return "../guides/" + page
		}
		return "../../../docs/guides/" + page + ".md"
	}
}
