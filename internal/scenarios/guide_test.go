package scenarios_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// step is a fenced block of a guide: a file with its name before it, commands, or
// the output of the commands before it.
var step = regexp.MustCompile("(?m)(?:^`([^`\n]+)`\n\n)?^```(\\w+)\n((?s:.*?))^```$")

// TestTwoSubsidiariesGuide follows the whole guide. Only the provider block is
// replaced, by one for the emulator.
func TestTwoSubsidiariesGuide(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	e := unconnectedEstate()
	e.Tenant(acctest.Contoso).Hire("eva.lind@contoso.example", "leo.maier@contoso.example", "mia.berg@contoso.example")
	e.Tenant(acctest.Fabrikam).Hire("ben.ito@fabrikam.example")
	w := acctest.Start(t, e)
	before := tenantState(t, w)
	s := workspace(t, w.Config(""))
	g := follow(t, w, s, "two-subsidiaries")
	if strings.Contains(g.printed, "MT0") {
		t.Errorf("the guide finds\n%s", g.printed)
	}
	if g.files != 4 || g.commands != 6 {
		t.Errorf("the guide has %d files and %d commands", g.files, g.commands)
	}
	if after := tenantState(t, w); !reflect.DeepEqual(before, after) {
		t.Errorf("the tenants are\n%v\nand were\n%v", after, before)
	}
}

// guide is a guide that was followed: its files and commands, and what the commands
// have printed.
type guide struct {
	files, commands int
	printed         string
}

// follow follows a guide from the first line to the last: it writes the files, runs the
// commands, and compares what they print with what the guide shows. The provider block
// is the one of the workspace, and the jobs of synchronizations run after each command.
func follow(t *testing.T, w *acctest.World, s *acctest.Workspace, name string) guide {
	t.Helper()
	page, err := os.ReadFile(top + "docs/guides/" + name + ".md")
	if err != nil {
		t.Fatal(err)
	}
	var g guide
	out := ""
	for _, block := range step.FindAllStringSubmatch(string(page), -1) {
		name, language, content := block[1], block[2], block[3]
		switch {
		case name == "provider.tf":
		case name != "":
			g.files++
			if err := os.WriteFile(s.Path(name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "shell":
			out = ""
			for line := range strings.Lines(content) {
				g.commands++
				out += s.MustRun(strings.Fields(line)[1:]...)
				w.Synchronize()
			}
			g.printed += out
		case language == "text":
			for line := range strings.Lines(content) {
				if !acctest.Message(strings.TrimSpace(line)).MatchString(out) {
					t.Errorf("the guide shows %q, and the CLI prints\n%s", line, out)
				}
			}
		default:
			t.Errorf("unknown block %q", block[0])
		}
	}
	return g
}

// tenantState is a snapshot of the tenants without their recycle bins.
func tenantState(t *testing.T, w *acctest.World) map[string]any {
	t.Helper()
	all := w.Snapshot()
	for key, tenant := range all {
		holds, ok := tenant.(map[string]any)
		if !ok {
			t.Fatalf("the snapshot of %s is a %T", key, tenant)
		}
		delete(holds, "deleted_users")
		delete(holds, "deleted_groups")
	}
	return all
}
