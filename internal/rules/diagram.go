package rules

import (
	"fmt"
	"strings"
	"unicode"
)

// Arrow is an edge in a diagram. Its label may be empty.
type Arrow struct{ Source, Target, Label string }

// Diagram draws arrows as a Mermaid flowchart, one line for each tenant and one for
// each arrow, in the given order. It ends with a newline.
//
// Tenants have numbers as Mermaid identifiers, because an identifier may not
// contain every character and may not be a keyword such as "end".
func Diagram(arrows []Arrow) string {
	nodes := map[string]int{}
	var tenants, edges strings.Builder
	node := func(tenant string) int {
		if _, drawn := nodes[tenant]; !drawn {
			nodes[tenant] = len(nodes) + 1
			fmt.Fprintf(&tenants, "  n%d[\"%s\"]\n", nodes[tenant], mermaidText(tenant))
		}
		return nodes[tenant]
	}
	for _, a := range arrows {
		source, target := node(a.Source), node(a.Target)
		label := ""
		if a.Label != "" {
			label = fmt.Sprintf("|\"%s\"|", mermaidText(a.Label))
		}
		fmt.Fprintf(&edges, "  n%d -->%s n%d\n", source, label, target)
	}
	return "flowchart LR\n" + tenants.String() + edges.String()
}

// mermaidText escapes a text for use between double quotes. Letters, digits,
// spaces, commas and harmless punctuation within a word stay; every other character
// becomes an entity such as #34;. A quote would end the text, and Mermaid
// interprets directives, comments, styles, HTML and Markdown lists in texts too.
func mermaidText(text string) string {
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		within := i > 0 && i+1 < len(runes) && isWord(runes[i-1]) && isWord(runes[i+1])
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			b.WriteByte(' ')
		case isWord(r), r == ',', within && strings.ContainsRune("_-.@/", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}
