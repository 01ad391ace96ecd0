package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// mostMarkdown is below the limit of a comment on a pull request, 65,536 characters,
// with room for what surrounds it.
const mostMarkdown = 60_000

// writeMarkdown prints a summary with one line for each edge, the worst first. Lines
// that do not fit are counted instead.
func writeMarkdown(w io.Writer, v *view) error {
	var b bytes.Buffer
	v.heading(&b)
	lines := v.edgeLines()
	for i, line := range lines {
		rest := cut(lines[i:])
		if b.Len()+len(line)+len(rest) > mostMarkdown {
			b.WriteString(rest)
			break
		}
		b.WriteString(line)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (v *view) heading(b *bytes.Buffer) {
	fmt.Fprintf(b, "### Multitenant topology\n\n%s, %s (%d blocked), %s, %s.", plural(v.Totals.Tenants, "tenant"),
		plural(v.Totals.Edges, "edge"), v.Totals.Blocked, v.Totals.People(), v.Totals.Findings())
	if v.Kind == "plan" {
		fmt.Fprintf(b, " Plan: %d to add, %d to change, %d to remove.", v.Totals.Plan.Add, v.Totals.Plan.Change, v.Totals.Plan.Remove)
	}
	if v.Incomplete != "" {
		b.WriteString(" **" + v.Incomplete + "**")
	}
	b.WriteString("\n\n")
	if len(v.Edges) == 0 {
		b.WriteString("The file has no edge.\n")
		return
	}
	b.WriteString("| Edge | Outbound | Inbound | Findings | Users | Plan |\n| --- | --- | --- | --- | --- | --- |\n")
}

func (v *view) edgeLines() []string {
	lines := make([]string, 0, len(v.Edges))
	for _, e := range v.Edges {
		var kinds []string
		for _, k := range e.Kinds {
			kinds = append(kinds, k.String())
		}
		lines = append(lines, fmt.Sprintf("| %s → %s | %s %s | %s %s | %s | %s | %s |\n", escaped(e.Source), escaped(e.Target),
			e.Halves[0].Glyph, e.Halves[0].Title, e.Halves[1].Glyph, e.Halves[1].Title, findingsLine(e.Findings), joined(kinds), e.Plan))
	}
	return lines
}

// findingsLine has the codes, and the summary of the first finding.
func findingsLine(findings []findingView) string {
	if len(findings) == 0 {
		return ""
	}
	var codes []string
	for _, f := range findings {
		codes = appendNew(codes, f.Code)
	}
	line := "**" + joined(codes) + "** " + escaped(findings[0].Summary)
	if findings[0].Before {
		line += " (before this plan)"
	}
	return line
}

// cut says what is left out.
func cut(lines []string) string {
	return fmt.Sprintf("\n%s not shown, because the summary is limited to 60 KB. The HTML report has all of them.\n", plural(len(lines), "further edge"))
}

// markdownEscapes are entities, which no renderer takes for markup. A word joiner
// after @ keeps a site from notifying an account of that name.
var markdownEscapes = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "~", "&#126;",
	"[", "&#91;", "]", "&#93;", "\\", "&#92;", "!", "&#33;", "$", "&#36;", "@", "@\u2060", "://", ":\u2060//", "#", "#\u2060",
	"\r", " ", "\n", " ",
)

func escaped(text string) string { return markdownEscapes.Replace(text) }
