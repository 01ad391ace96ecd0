package browser_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
)

var clouds = []string{"public", "usgovernment", "usgovernment_dod", "china"}

// estate is a random estate: edges with settings, findings and guests. Want is the
// class of each half by the keys of the tenants and the side.
func estate(random *rand.Rand, tenants int) (document string, want map[string]string) {
	var resources, edges, findings []object
	want = map[string]string{}
	key := func(i int) string { return fmt.Sprintf("tenant%d", i+1) }
	id := func(i int) string { return fmt.Sprintf("%08x-0000-4000-8000-000000000000", i+1) }
	add := func(address, kind string, values object) {
		mode := "managed"
		if strings.HasPrefix(address, "data.") {
			mode = "data"
		}
		resources = append(resources, object{
			"address": address, "mode": mode, "type": kind, "provider_name": "registry.terraform.io/multitenant-as-code/multitenant", "values": values,
		})
	}
	for i := range tenants {
		add("data.multitenant_tenant."+key(i), "multitenant_tenant", object{
			"tenant": key(i), "tenant_id": id(i), "cloud": clouds[random.IntN(4)], "verified_domains": []string{key(i) + ".example"},
		})
		for j := range tenants {
			if i == j || random.IntN(3) == 0 {
				continue
			}
			name := key(i) + "->" + key(j)
			edges = append(edges, object{"source": key(i), "target": key(j), "capabilities": []string{"b2b_collaboration"}})
			for _, side := range []string{"source", "target"} {
				want[name+" "+side] = "open"
				switch severity := random.IntN(6); severity {
				case 0, 1:
					want[name+" "+side] = []string{"blocked", "warned"}[severity]
					findings = append(findings, object{
						"edge": name, "side": side, "tenant": key(i), "code": "MT062", "severity": []string{"error", "warn"}[severity],
						"summary": "of " + id(j), "remedy": "open",
					})
				}
			}
			add(fmt.Sprintf("multitenant_b2b_invitation.g%d_%d", i, j), "multitenant_b2b_invitation", object{
				"tenant": key(j), "tenant_id": id(j), "email": fmt.Sprintf("user%d-%d@%s.example", i, j, key(i)), "display_name": fmt.Sprintf("Person-%d-%d", i, j),
				"redeem_url": "https://login.microsoftonline.com/redeem?secret",
			})
		}
	}
	add("data.multitenant_topology_check.x", "multitenant_topology_check", object{"edges": edges, "findings": findings, "unchecked": []object{}})
	data, _ := json.Marshal(object{"format_version": "1.0", "values": object{"root_module": object{"resources": resources}}})
	return string(data), want
}

// TestReport opens the reports of random estates: both halves of every edge are drawn
// with their class, the keyboard opens and closes details, and nothing is requested.
func TestReport(t *testing.T) {
	t.Parallel()
	for seed, tenants := range []int{2, 8, 50} {
		t.Run(strconv.Itoa(tenants), func(t *testing.T) {
			t.Parallel()
			executable(t)
			document, want := estate(rand.New(rand.NewPCG(uint64(seed), 18)), tenants)
			var page, stderr bytes.Buffer
			if code := report.Command(nil, strings.NewReader(document), &page, &stderr); code != 0 {
				t.Fatal(stderr.String())
			}
			file := filepath.Join(t.TempDir(), "report.html")
			if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			b := open(t, "file://"+file)
			drawn := b.eval(`JSON.stringify([...document.querySelectorAll("[data-edge]")].map((e) => [e.getAttribute("aria-label").split(":")[0].replace(" to ", "->"),
				...[...e.querySelectorAll("[data-half]")].flatMap((h) => [h.dataset.half, h.classList[1]])]))`)
			compareHalves(t, drawn, want)
			checkKeyboard(b)
			checkSearch(b)
			if low := b.eval(contrast); low != "" {
				t.Errorf("contrast is low:\n%.2000s", low)
			}
			if b.eval(`document.documentElement.outerHTML.includes("redeem?secret")`) != "false" {
				t.Error("a redemption URL is in the page")
			}
			b.local("file://" + file)
		})
	}
}

func compareHalves(t *testing.T, drawn string, want map[string]string) {
	t.Helper()
	var edges [][]string
	if err := json.Unmarshal([]byte(drawn), &edges); err != nil {
		t.Fatal(err)
	}
	if len(edges)*2 != len(want) || len(edges) == 0 {
		t.Errorf("%d edges are drawn, and %d halves are wanted", len(edges), len(want))
	}
	for _, e := range edges {
		if len(e) != 5 || e[1] != "source" || e[3] != "target" || e[2] != want[e[0]+" source"] || e[4] != want[e[0]+" target"] {
			t.Errorf("%v has the classes %q and %q", e, want[e[0]+" source"], want[e[0]+" target"])
		}
	}
}

// checkKeyboard reaches an edge with the tabulator, opens it, and closes it.
func checkKeyboard(b *tab) {
	b.t.Helper()
	for range 30 {
		b.press("Tab", keyTab)
		if b.eval(`document.activeElement?.matches("[data-edge]")`) == "true" {
			break
		}
	}
	edge := b.eval(`document.activeElement.dataset?.edge ?? ""`)
	if edge == "" {
		b.t.Fatal("the tabulator does not reach an edge")
	}
	b.press("Enter", keyEnter)
	b.until(`document.activeElement.id === "e` + edge + `" && document.activeElement.checkVisibility()`)
	b.press("Escape", keyEscape)
	b.until(`!document.querySelector(".detail:target") && document.activeElement.dataset?.edge === "` + edge + `"`)
}

// checkSearch finds the users of one name, and takes a table as CSV.
func checkSearch(b *tab) {
	b.t.Helper()
	found := b.eval(`(() => {
		const search = document.getElementById("search"), rows = [...document.querySelectorAll("#userlist tbody tr")];
		search.value = rows.at(-1).cells[0].textContent.toUpperCase();
		search.dispatchEvent(new Event("input"));
		const shown = rows.filter((r) => r.checkVisibility());
		return shown.length > 0 && shown.every((r) => r.textContent.toUpperCase().includes(search.value)) && document.getElementById("found").textContent === shown.length + " found";
	})()`)
	if found != "true" {
		b.t.Error("the search shows other users")
	}
	// The address is masked, and still found.
	found = b.eval(`(() => {
		const search = document.getElementById("search"), last = [...document.querySelectorAll("#userlist tbody tr")].at(-1);
		search.value = last.cells[1].textContent.replace("…", "ser1");
		search.dispatchEvent(new Event("input"));
		const shown = last.checkVisibility();
		search.value = "";
		search.dispatchEvent(new Event("input"));
		return shown;
	})()`)
	if found != "true" {
		b.t.Error("the search does not find an address")
	}
	tables := b.eval(`[...document.querySelectorAll("table")].filter((t) => t.nextElementSibling?.tagName !== "BUTTON").map((t) => t.outerHTML.slice(0, 80)).join()`)
	if tables != "" {
		b.t.Errorf("tables cannot be taken as CSV: %s", tables)
	}
	csv := b.eval(`(async () => {
		let file; const create = URL.createObjectURL; URL.createObjectURL = (blob) => { file = blob; return create(blob); };
		document.querySelector("#edges button").click(); URL.createObjectURL = create;
		return file.text();
	})()`)
	if !strings.Contains(csv, `"Edge","Outbound","Inbound","Capabilities","Findings","Users","Plan"`) {
		b.t.Errorf("the CSV is %.300s", csv)
	}
}
