package guest_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const quickstart = "../../../examples/quickstart/"

var (
	awkwardRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([a-z]+) \\| (.*) \\|$")
	checkCode  = regexp.MustCompile(`MT\d{3}`)
)

// TestAwkwardPeopleOfTheQuickstart invites each address of the table in the
// quickstart's README, and expects the findings of the table.
func TestAwkwardPeopleOfTheQuickstart(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.ReadEstate(t, quickstart+"tenants.json"))
	rows := awkwardRow.FindAllStringSubmatch(read(t, quickstart+"README.md"), -1)
	if len(rows) == 0 {
		t.Fatal("the README has no table of awkward people")
	}
	var config strings.Builder
	promised := map[string][]string{}
	for _, row := range rows {
		config.WriteString(person("p"+strings.Map(letters, row[1]), row[2], row[1], ""))
		promised[row[1]] = checkCode.FindAllString(row[3], -1)
	}
	var ear ear
	listening(t, &ear, resource.TestStep{Config: w.Config(config.String()), PlanOnly: true, ExpectError: acctest.Message("MT0")})
	found := map[string][]string{}
	for _, finding := range ear.findings() {
		email, rest, _ := strings.Cut(finding, " ")
		code, _, _ := strings.Cut(rest, " ")
		found[email] = append(found[email], code)
	}
	for email, codes := range promised {
		if len(codes) == 0 {
			t.Errorf("the table promises nothing of %s", email)
		}
		slices.Sort(found[email])
		if !slices.Equal(found[email], codes) {
			t.Errorf("%s: found %v, the table promises %v", email, found[email], codes)
		}
	}
}

// letters keeps the characters that are valid in the name of a resource.
func letters(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return '_'
}

// TestQuickstartApplies applies the quickstart's own files. Its table has an
// empty cell.
func TestQuickstartApplies(t *testing.T) {
	t.Parallel()
	table := read(t, quickstart+"who-works-where.csv")
	if !strings.Contains(table, ",,") {
		t.Error("the table has no empty cell")
	}
	w := acctest.Start(t, acctest.ReadEstate(t, quickstart+"tenants.json"))
	s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_emulator_ready_file="+w.ReadyFile())
	for _, file := range []string{"provider.tf", "outputs.tf", "tenants.json", "who-works-where.csv"} {
		put(t, s.Path(file), read(t, quickstart+file))
	}
	s.Write(acctest.Requirements + read(t, quickstart+"main.tf"))
	says(t, s.MustRun("apply", "-auto-approve"), "25 added, 0 changed, 0 destroyed")
	s.Unchanged()
}
