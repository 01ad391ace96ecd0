package guest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// exampleBlock is a block of HCL on a page.
var exampleBlock = regexp.MustCompile("(?s)\n```terraform\n(.*?\n)```\n")

// blocks are the blocks on the page of a plan check: the example and the fix.
func blocks(t *testing.T, code string) []string {
	t.Helper()
	data, err := os.ReadFile("../../../templates/guides/" + strings.ToLower(code) + ".md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, block := range exampleBlock.FindAllStringSubmatch(string(data), -1) {
		found = append(found, block[1])
	}
	if len(found) == 0 {
		t.Fatalf("the page of %s has no example", code)
	}
	return found
}

// TestExamplesOfPlanChecks plans the example of a page, and expects its finding.
func TestExamplesOfPlanChecks(t *testing.T) {
	t.Parallel()
	for code, severity := range map[string]string{"MT007": "Error", "MT008": "Error", "MT015": "Warning", "MT017": "Error", "MT019": "Warning"} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			switch code {
			case "MT008":
				e = anaByAlias()
			case "MT019":
				home := anaAtContoso(e).Tenant(acctest.Contoso)
				home.Users[len(home.Users)-1]["accountEnabled"] = false
			}
			w := acctest.Start(t, e.Grant("GroupMember.Read.All"))
			s := acctest.NewWorkspace(t, w.Config(blocks(t, code)[0]))
			// An error fails the plan.
			out, _ := s.Run("plan")
			says(t, out, severity+": "+code)
		})
	}
}

// TestExampleOfARename renames a user as on the page of MT018: its example is
// stopped, and its fix changes the address only.
func TestExampleOfARename(t *testing.T) {
	t.Parallel()
	shown := blocks(t, "MT018")
	w := acctest.Start(t, anaAtContoso(acctest.Standard()))
	s := acctest.NewWorkspace(t, w.Config(strings.Replace(shown[0], `["`+married, `["`+strings.ToLower(anaEmail), 1)))
	s.MustRun("apply", "-auto-approve")
	accepted(t, w, w.Guest(acctest.FabrikamID, anaEmail).ID)
	before := w.Guest(acctest.FabrikamID, anaEmail)
	renamedAtHome(w, married)
	w.ForgetRequests()
	s.Write(w.Config(shown[0]))
	out, _ := s.Run("apply", "-auto-approve")
	says(t, out, "Error: MT018")
	s.Write(w.Config(shown[1]))
	says(t, s.MustRun("apply", "-auto-approve"), "0 added, 1 changed, 0 destroyed")
	unharmed(t, w, before)
}
