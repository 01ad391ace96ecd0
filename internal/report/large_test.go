package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// mesh is a state in which each of n tenants declares edges to all others; half of
// the tenants are in another cloud.
func mesh(t *testing.T, n int) string {
	t.Helper()
	var resources, edges []object
	for i := range n {
		key, cloud := fmt.Sprintf("tenant%d", i+1), "public"
		if i >= n/2 {
			cloud = "usgovernment"
		}
		resources = append(resources, instance("data.multitenant_tenant."+key, "multitenant_tenant", object{
			"tenant": key, "tenant_id": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "cloud": cloud, "verified_domains": []string{key + ".example"},
		}))
		for j := range n {
			if i != j {
				edges = append(edges, object{"source": key, "target": fmt.Sprintf("tenant%d", j+1), "capabilities": []string{"b2b_collaboration"}})
			}
		}
	}
	findings := []object{}
	if n > 1 {
		findings = append(findings, object{"edge": "tenant2->tenant1", "code": "MT062", "side": "target", "tenant": "tenant1", "severity": "error", "summary": strings.Repeat("blocked ", 20), "remedy": "open"})
	}
	resources = append(resources, instance("data.multitenant_topology_check.x", "multitenant_topology_check", object{"edges": edges, "findings": findings, "unchecked": []object{}}))
	return state(t, resources...)
}

// TestSizes draws a graph of up to eight tenants and a matrix of more, with both
// halves of every edge.
func TestSizes(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 8, 9, 50} {
		page := run(t, mesh(t, n))
		found := halves(t, page)
		if len(found) != n*(n-1) {
			t.Errorf("%d tenants have %d edges", n, len(found))
		}
		for ends, classes := range found {
			want := "open open"
			if ends == "tenant2 to tenant1" {
				want = "open blocked"
			}
			if classes != want {
				t.Errorf("%d tenants: %s is %s", n, ends, classes)
			}
		}
		if graph, matrix := strings.Contains(page, "<svg"), strings.Contains(page, `class="matrix`); graph == matrix || matrix != (n > 8) {
			t.Errorf("%d tenants: graph %t, matrix %t", n, graph, matrix)
		}
		if n <= 8 && len(page) > 300_000 {
			t.Errorf("%d tenants take %d bytes", n, len(page))
		}
	}
}

// TestLongNames draws names that differ at their ends only as different ones.
func TestLongNames(t *testing.T) {
	t.Parallel()
	const begin = "contoso-manufacturing-and-logistics-of-"
	page := run(t, state(t,
		instance("data.multitenant_tenant.a", "multitenant_tenant", object{"tenant": begin + "europe", "tenant_id": contosoID, "cloud": "public"}),
		instance("data.multitenant_tenant.b", "multitenant_tenant", object{"tenant": begin + "asia", "tenant_id": fabrikamID, "cloud": "china"}),
		instance("data.multitenant_tenant.c", "multitenant_tenant", object{"tenant": "日本の会社の非常に長い名前", "tenant_id": northwindID, "cloud": "china"}),
	))
	boxes := regexp.MustCompile(`<rect x="\d+" y="\d+" width="(\d+)" height="40" rx="8"/><text [^>]*>([^<]*)</text>`).FindAllStringSubmatch(page, -1)
	if len(boxes) != 3 || boxes[0][2] == boxes[1][2] {
		t.Fatalf("the boxes are %q", boxes)
	}
	for _, box := range boxes {
		if box[1] != "248" || len([]rune(box[2])) > 25 {
			t.Errorf("the box of %q is %s wide", box[2], box[1])
		}
	}
	if !strings.HasSuffix(boxes[0][2], "europe") || !strings.HasSuffix(boxes[1][2], "asia") || !strings.HasPrefix(boxes[0][2], "contoso-") {
		t.Errorf("the names are %q", boxes)
	}
}

// TestWorstFinding is the one that a line of the summary has.
func TestWorstFinding(t *testing.T) {
	t.Parallel()
	found := func(code, severity string) object {
		return object{"edge": "contoso->fabrikam", "code": code, "side": "target", "tenant": "fabrikam", "severity": severity, "summary": "of " + code, "remedy": "x"}
	}
	summary := run(t, state(t, tenant("contoso", "public"), tenant("fabrikam", "public"), check("contoso", "fabrikam", []string{"b2b_collaboration"}, object{
		"findings": []object{found("MT068", "warn"), found("MT063", "error"), found("MT062", "error")},
	})), "-format", "markdown")
	if !strings.Contains(summary, "**MT063, MT062, MT068** of MT063") {
		t.Errorf("the summary is %s", summary)
	}
}

// TestNaturalOrder has tenant 2 before tenant 10.
func TestNaturalOrder(t *testing.T) {
	t.Parallel()
	heads := regexp.MustCompile(`<th scope="row">(tenant\d+)</th>`).FindAllStringSubmatch(run(t, mesh(t, 12)), 12)
	for i, head := range heads {
		if want := fmt.Sprintf("tenant%d", i+1); head[1] != want {
			t.Errorf("row %d is %s", i, head[1])
		}
	}
}

// TestMarkdownIsCut keeps the summary below the limit of a comment, with the worst
// edge first.
func TestMarkdownIsCut(t *testing.T) {
	t.Parallel()
	summary := run(t, mesh(t, 50), "-format", "markdown")
	if len(summary) > 60_000 || len(summary) < 58_000 {
		t.Errorf("the summary has %d bytes", len(summary))
	}
	shown := strings.Count(summary, "→")
	if want := fmt.Sprintf("%d further edges not shown, because the summary is limited to 60 KB.", 2450-shown); !strings.Contains(summary, want) {
		t.Errorf("%d of 2450 edges are shown: %q is not said", shown, want)
	}
	_, rows, _ := strings.Cut(summary, "| --- |\n")
	if !strings.HasPrefix(rows, "| tenant2 → tenant1 | ✓ open | ✕ blocked | **MT062**") {
		t.Errorf("the first edge is %.80s", rows)
	}
	if small := run(t, mesh(t, 3), "-format", "markdown"); strings.Contains(small, "not shown") || strings.Count(small, "→") != 6 {
		t.Errorf("the summary of six edges is\n%s", small)
	}
}
