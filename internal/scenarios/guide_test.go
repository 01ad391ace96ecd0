package scenarios_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// step is a fenced block of a guide: a file whose name stands before it, commands,
// or what the commands before it print.
var step = regexp.MustCompile("(?m)(?:^`([^`\n]+)`\n\n)?^```(\\w+)\n((?s:.*?))^```$")

// TestTwoSubsidiariesGuide does what the guide says, from its first line to its
// last. Only the provider block is another one, which leads to the emulator.
func TestTwoSubsidiariesGuide(t *testing.T) {
	t.Parallel()
	e := strangers()
	e.Tenant(acctest.Contoso).Hire("eva.lind@contoso.example", "leo.maier@contoso.example", "mia.berg@contoso.example")
	e.Tenant(acctest.Fabrikam).Hire("ben.ito@fabrikam.example")
	w := acctest.Start(t, e)
	before := settled(t, w)
	page, err := os.ReadFile(top + "docs/guides/two-subsidiaries.md")
	if err != nil {
		t.Fatal(err)
	}
	s := workspace(t, w.Config(""))
	files, commands, out := 0, 0, ""
	for _, block := range step.FindAllStringSubmatch(string(page), -1) {
		name, language, content := block[1], block[2], block[3]
		switch {
		case name == "provider.tf":
		case name != "":
			files++
			if err := os.WriteFile(s.Path(name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "shell":
			out = ""
			for line := range strings.Lines(content) {
				commands++
				printed := s.MustRun(strings.Fields(line)[1:]...)
				if strings.Contains(printed, "MT0") {
					t.Errorf("%s finds\n%s", line, printed)
				}
				out += printed
			}
		case language == "text":
			for line := range strings.Lines(content) {
				if !acctest.Message(strings.TrimSpace(line)).MatchString(out) {
					t.Errorf("the guide promises %q, and the CLI says\n%s", line, out)
				}
			}
		default:
			t.Errorf("nobody knows what to do with %q", block[0])
		}
	}
	if files != 4 || commands != 6 {
		t.Errorf("the guide has %d files and %d commands", files, commands)
	}
	if after := settled(t, w); !reflect.DeepEqual(before, after) {
		t.Errorf("the tenants are\n%v\nand were\n%v", after, before)
	}
}

// settled is what the tenants hold, but for the recycle bins.
func settled(t *testing.T, w *acctest.World) map[string]any {
	t.Helper()
	all := w.Snapshot()
	for key, tenant := range all {
		holds, ok := tenant.(map[string]any)
		if !ok {
			t.Fatalf("the snapshot of %s is a %T", key, tenant)
		}
		delete(holds, "deleted_users")
	}
	return all
}
