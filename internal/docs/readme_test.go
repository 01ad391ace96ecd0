package docs_test

import (
	"encoding/json"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestREADMEShowsWhatHappens plans the quickstart, whose diagram the README shows,
// and then the README's own invitation, whose finding it shows. An ellipsis stands
// for omitted lines.
func TestREADMEShowsWhatHappens(t *testing.T) {
	t.Parallel()
	page := text(t, "README.md")
	w := acctest.Start(t, acctest.ReadEstate(t, path.Join(top, "examples", "quickstart", "tenants.json")))
	s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_emulator_ready_file="+w.ReadyFile())
	put := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(s.Path(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"provider.tf", "outputs.tf", "tenants.json", "who-works-where.csv"} {
		put(name, text(t, "examples", "quickstart", name))
	}
	s.Write(acctest.Requirements + text(t, "examples", "quickstart", "main.tf"))

	s.MustRun("plan", "-out=planned")
	var plan struct {
		Outputs map[string]struct{ After any } `json:"output_changes"`
	}
	if err := json.Unmarshal([]byte(s.MustRun("show", "-json", "planned")), &plan); err != nil {
		t.Fatal(err)
	}
	drawn := mermaid.FindStringSubmatch(page)
	if drawn == nil || plan.Outputs["diagram"].After != drawn[1] {
		t.Errorf("README.md shows %q, and the diagram is\n%v", drawn, plan.Outputs["diagram"].After)
	}

	put("guests.tf", fencedHCL.FindStringSubmatch(page)[3])
	out, err := s.Run("plan")
	_, shown, _ := strings.Cut(page, "$ terraform plan\n")
	shown, _, _ = strings.Cut(shown, "\n```")
	if err == nil || shown == "" || !acctest.Message(strings.Split(shown, "…")...).MatchString(out) {
		t.Errorf("README.md shows\n%s\nand the plan says\n%s", shown, out)
	}
}
