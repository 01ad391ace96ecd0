package rules_test

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestDiagram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		arrows []rules.Arrow
		want   string
	}{
		{"nothing", nil, "flowchart LR\n"},
		{
			"both ways",
			[]rules.Arrow{{Source: "fabrikam", Target: "contoso"}, {Source: "contoso", Target: "fabrikam", Label: "sync"}},
			"flowchart LR\n  n1[\"contoso\"]\n  n2[\"fabrikam\"]\n  n1 <-->|\"→ sync\"| n2\n",
		},
		{
			"both ways with the same label, and one way back",
			[]rules.Arrow{
				{Source: "t10", Target: "t9", Label: "sync"}, {Source: "t9", Target: "t10", Label: "sync"}, {Source: "t10", Target: "a"},
			},
			"flowchart LR\n  n1[\"a\"]\n  n2[\"t9\"]\n  n3[\"t10\"]\n  n3 --> n1\n  n2 <-->|\"sync\"| n3\n",
		},
		{
			"other labels",
			[]rules.Arrow{{Source: "a", Target: "b", Label: "5 guests"}, {Source: "b", Target: "a", Label: "6 guests"}},
			"flowchart LR\n  n1[\"a\"]\n  n2[\"b\"]\n  n1 <-->|\"→ 5 guests ← 6 guests\"| n2\n",
		},
		{
			"the same twice, and to itself",
			[]rules.Arrow{{Source: "a", Target: "b", Label: "sync"}, {Source: "a", Target: "b", Label: "cross_cloud_sync"}, {Source: "a", Target: "a"}},
			"flowchart LR\n  n1[\"a\"]\n  n2[\"b\"]\n  n1 --> n1\n  n1 -->|\"sync, cross_cloud_sync\"| n2\n",
		},
		{
			"clouds",
			[]rules.Arrow{
				{Source: "x", Target: "b"},
				{Source: "a", Target: "b", SourceCloud: "usgovernment", TargetCloud: "public"},
				{Source: "c", Target: "b", SourceCloud: "public"},
			},
			"flowchart LR\n  subgraph c1[\"Public cloud\"]\n    n2[\"b\"]\n    n3[\"c\"]\n  end\n  subgraph c2[\"US Government\"]\n    n1[\"a\"]\n  end\n" +
				"  n4[\"x\"]\n  n1 --> n2\n  n3 --> n2\n  n4 --> n2\n",
		},
		{
			"one cloud",
			[]rules.Arrow{{Source: "a", Target: "b", SourceCloud: "public", TargetCloud: "public"}},
			"flowchart LR\n  n1[\"a\"]\n  n2[\"b\"]\n  n1 --> n2\n",
		},
		{
			"findings",
			[]rules.Arrow{
				{Source: "a", Target: "b", Severity: rules.Warn},
				{Source: "b", Target: "a", Severity: rules.Error},
				{Source: "a", Target: "c"},
				{Source: "b", Target: "c", Severity: rules.Warn},
			},
			"flowchart LR\n  n1[\"a\"]\n  n2[\"b\"]\n  n3[\"c\"]\n  n1 <-.-> n2\n  n1 --> n3\n  n2 --> n3\n" +
				"  linkStyle 0 stroke:#a80000,stroke-width:3px\n  linkStyle 2 stroke:#8a4b00,stroke-width:3px\n",
		},
	} {
		if got := rules.Diagram(c.arrows); got != c.want {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
}

func TestDiagramEscapes(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"end":                   "end",
		"123":                   "123",
		"Contoso, Ltd":          "Contoso, Ltd",
		"contoso-eu.example":    "contoso-eu.example",
		"Zürich 東京":             "Zürich 東京",
		`say "hi"`:              "say #34;hi#34;",
		"a]b[c":                 "a#93;b#91;c",
		"#quot;":                "#35;quot#59;",
		"`**bold**`":            "#96;#42;#42;bold#42;#42;#96;",
		"%%{init: {}}%%":        "#37;#37;#123;init#58; #123;#125;#125;#37;#37;",
		"<b>&amp;":              "#60;b#62;#38;amp#59;",
		"two\nlines\r\tand tab": "two lines  and tab",
		"1. first":              "1#46; first",
		"- item":                "#45; item",
		`back\nslash`:           "back#92;nslash",
		"":                      " ",
	} {
		diagram := rules.Diagram([]rules.Arrow{{Source: name, Target: "x"}})
		if box := fmt.Sprintf("[\"%s\"]\n", want); !strings.Contains(diagram, box) {
			t.Errorf("%q:\n%s", name, diagram)
		}
	}
}

var (
	// The grammar of Diagram's output: names appear in quotes only, and text in
	// quotes has no character with a meaning in Mermaid.
	mermaidPlain = `(?:[\p{L}\p{M}\p{Nd} ,_.@/→←-]|#[0-9]+;)+`
	mermaidLine  = regexp.MustCompile(`^  n[0-9]+(?:\["` + mermaidPlain + `"\]| <?-(?:\.-|-)>(?:\|"` + mermaidPlain + `"\|)? n[0-9]+)$`)
	mermaidText  = regexp.MustCompile(`\["(.*)"\]`)
	entity       = regexp.MustCompile(`#([0-9]+);`)
)

// FuzzDiagram draws arbitrary names: every line matches the grammar, and decoding
// the entities returns the name, except for white space and invalid UTF-8.
func FuzzDiagram(f *testing.F) {
	f.Add("contoso", "fabrikam", "sync")
	f.Add("end", "subgraph", "")
	f.Add("\"]; click n1 href \"javascript:x\"", "style a:#f;", "%%{init}%%")
	f.Add("a\nb", "ﬂ°°35¶ß", "1. x\x00")
	f.Fuzz(func(t *testing.T, source, target, label string) {
		diagram := rules.Diagram([]rules.Arrow{{Source: source, Target: target, Label: label}})
		lines := strings.Split(strings.TrimSuffix(diagram, "\n"), "\n")
		if lines[0] != "flowchart LR" || len(lines) < 3 || len(lines) > 4 || (len(lines) == 3) != (source == target) {
			t.Fatalf("lines of %q:\n%s", []string{source, target, label}, diagram)
		}
		for _, line := range lines[1:] {
			if !mermaidLine.MatchString(line) {
				t.Fatalf("%q", line)
			}
		}
		if plain := regexp.MustCompile(`^[\p{L}\p{P}\p{S}\p{N}]+$`); !plain.MatchString(source) || strings.ContainsRune(source, '\uFFFD') {
			return
		}
		var shown []string
		for _, box := range mermaidText.FindAllStringSubmatch(diagram, -1) {
			shown = append(shown, html.UnescapeString(entity.ReplaceAllString(box[1], "&#$1;")))
		}
		if !slices.Contains(shown, source) {
			t.Fatalf("%q is shown as one of %q", source, shown)
		}
	})
}
