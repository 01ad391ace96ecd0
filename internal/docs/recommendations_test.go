package docs_test

import (
	"regexp"
	"strings"
	"testing"
)

// markdownLink is a link with its target.
var markdownLink = regexp.MustCompile(`\]\(([^)]+)\)`)

// TestEveryRecommendationIsCarried: each row of the guide has a link to what carries the
// recommendation, or says why nothing does, and each link leads to a page.
func TestEveryRecommendationIsCarried(t *testing.T) {
	t.Parallel()
	rows, sources := 0, 0
	for line := range strings.Lines(text(t, "docs", "guides", "recommendations.md")) {
		if strings.HasPrefix(line, "## [") {
			sources++
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if !strings.HasPrefix(line, "| ") || len(cells) != 2 || strings.HasPrefix(line, "| Recommendation") || strings.HasPrefix(line, "| Scenario |") {
			continue
		}
		rows++
		links := markdownLink.FindAllStringSubmatch(cells[1], -1)
		reason := strings.Contains(cells[1], "not managed") || strings.Contains(cells[1], "the next table") || strings.Contains(cells[1], "the permissions on")
		if len(links) == 0 && !reason {
			t.Errorf("nothing carries %q, and no reason is given", strings.TrimSpace(cells[0]))
		}
		for _, link := range links {
			target, outside := strings.CutPrefix(link[1], "https://github.com/multitenant-as-code/terraform-provider-multitenant/tree/main/")
			page := strings.Split("docs/guides/"+link[1]+".md", "/")
			if outside {
				page = strings.Split(target, "/")
			} else if rest, above := strings.CutPrefix(link[1], "../"); above {
				page = strings.Split("docs/"+rest+".md", "/")
			}
			if !exists(page...) {
				t.Errorf("the link %s of %q leads nowhere", link[1], strings.TrimSpace(cells[0]))
			}
		}
	}
	if sources != 4 || rows < 50 {
		t.Errorf("the guide has %d sources and %d recommendations", sources, rows)
	}
}
