package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Arrow is an edge in a diagram. All of it except the names of the tenants may be
// empty.
type Arrow struct {
	Source, Target, Label string
	// The clouds group the tenants.
	SourceCloud, TargetCloud string
	// Severity is that of the worst finding about the edge.
	Severity Severity
}

// Diagram draws arrows as a Mermaid flowchart, with the tenants in natural order.
// Tenants of several clouds are in a box for each cloud. The edges between two
// tenants are one line, with a head for each direction. It ends with a newline.
//
// Tenants have numbers as Mermaid identifiers, because an identifier may not
// contain every character and may not be a keyword such as "end".
func Diagram(arrows []Arrow) string {
	d := diagram{clouds: map[string]string{}, numbers: map[string]int{}}
	for _, a := range arrows {
		d.meet(a.Source, a.SourceCloud)
		d.meet(a.Target, a.TargetCloud)
	}
	for i, tenant := range slices.SortedFunc(maps.Keys(d.clouds), CompareNatural) {
		d.numbers[tenant] = i + 1
		d.tenants = append(d.tenants, tenant)
	}
	d.text.WriteString("flowchart LR\n")
	d.drawTenants()
	d.drawLines(arrows)
	return d.text.String()
}

// diagram is a diagram in progress.
type diagram struct {
	text    strings.Builder
	tenants []string
	// clouds is the cloud of each tenant, empty where it is not known.
	clouds  map[string]string
	numbers map[string]int
}

func (d *diagram) meet(tenant, cloud string) { d.clouds[tenant] = cmp.Or(d.clouds[tenant], cloud) }

// The titles of the clouds, in the order in which they are drawn.
var cloudTitles = []struct{ cloud, title string }{
	{"public", "Public cloud"},
	{"usgovernment", "US Government"},
	{"usgovernment_dod", "US Government DoD"},
	{"china", "China"},
}

// drawTenants draws the boxes of clouds if there are several, and tenants without a
// cloud outside of them.
func (d *diagram) drawTenants() {
	grouped := map[string]bool{}
	for _, c := range cloudTitles {
		if d.inCloud(c.cloud) > 0 {
			grouped[c.cloud] = true
		}
	}
	if len(grouped) < 2 {
		grouped = nil
	}
	for i, c := range cloudTitles {
		if grouped[c.cloud] {
			fmt.Fprintf(&d.text, "  subgraph c%d[\"%s\"]\n", i+1, c.title)
			d.drawBoxes("    ", func(cloud string) bool { return cloud == c.cloud })
			d.text.WriteString("  end\n")
		}
	}
	d.drawBoxes("  ", func(cloud string) bool { return !grouped[cloud] })
}

func (d *diagram) inCloud(cloud string) (n int) {
	for _, in := range d.clouds {
		if in == cloud {
			n++
		}
	}
	return n
}

func (d *diagram) drawBoxes(indent string, of func(cloud string) bool) {
	for _, tenant := range d.tenants {
		if of(d.clouds[tenant]) {
			fmt.Fprintf(&d.text, "%sn%d[\"%s\"]\n", indent, d.numbers[tenant], mermaidText(tenant))
		}
	}
}

// line are the edges between two tenants: from the first one in natural order, and
// back.
type line struct {
	first, second int
	forth, back   []Arrow
}

// drawLines draws a line for each pair of tenants, and then the color of those with
// findings, which Mermaid takes by the number of the line.
func (d *diagram) drawLines(arrows []Arrow) {
	var lines []line
	for _, a := range arrows {
		first, second := d.numbers[a.Source], d.numbers[a.Target]
		if first > second {
			first, second = second, first
		}
		i := slices.IndexFunc(lines, func(l line) bool { return l.first == first && l.second == second })
		if i < 0 {
			i, lines = len(lines), append(lines, line{first: first, second: second})
		}
		if d.numbers[a.Source] == first {
			lines[i].forth = append(lines[i].forth, a)
		} else {
			lines[i].back = append(lines[i].back, a)
		}
	}
	slices.SortFunc(lines, func(a, b line) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second)) })
	for _, l := range lines {
		l.draw(&d.text)
	}
	for i, l := range lines {
		if color := lineColors[l.severity()]; color != "" {
			fmt.Fprintf(&d.text, "  linkStyle %d stroke:%s,stroke-width:3px\n", i, color)
		}
	}
}

// lineColors have a contrast of at least 4.5 on white.
var lineColors = map[Severity]string{Error: "#a80000", Warn: "#8a4b00"}

func (l line) severity() Severity {
	worst := Off
	for _, a := range slices.Concat(l.forth, l.back) {
		if a.Severity == Error || worst != Error && a.Severity == Warn {
			worst = a.Severity
		}
	}
	return worst
}

// draw draws a line. One with an error is dotted, so that its color is not the only
// sign.
func (l line) draw(text *strings.Builder) {
	shaft := "--"
	if l.severity() == Error {
		shaft = "-.-"
	}
	label := l.label()
	if label != "" {
		label = fmt.Sprintf("|\"%s\"|", mermaidText(label))
	}
	from, head, to := l.first, "", l.second
	switch {
	case len(l.forth) == 0:
		from, to = to, from
	case len(l.back) > 0:
		head = "<"
	}
	fmt.Fprintf(text, "  n%d %s%s>%s n%d\n", from, head, shaft, label, to)
}

// label has the labels of both directions, once if they are the same.
func (l line) label() string {
	forth, back := labels(l.forth), labels(l.back)
	switch {
	case len(l.back) == 0 || forth == back:
		return forth
	case len(l.forth) == 0:
		return back
	}
	var parts []string
	if forth != "" {
		parts = append(parts, "→ "+forth)
	}
	if back != "" {
		parts = append(parts, "← "+back)
	}
	return strings.Join(parts, " ")
}

func labels(arrows []Arrow) string {
	var all []string
	for _, a := range arrows {
		if a.Label != "" && !slices.Contains(all, a.Label) {
			all = append(all, a.Label)
		}
	}
	return strings.Join(all, ", ")
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
		case isWord(r), r == ',', r == '→', r == '←', within && strings.ContainsRune("_-.@/", r):
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
