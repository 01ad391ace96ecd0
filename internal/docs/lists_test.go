package docs_test

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestListExamples runs every example of a list with terraform query. What it generates
// is imported by identity without a change, and planned empty.
func TestListExamples(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 14)
	for _, file := range examples(t, "list-resources/*/*.tfquery.hcl") {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, listedEstate())
			w.Unite("Contoso Group", acctest.ContosoID, acctest.FabrikamID)
			s := acctest.NewWorkspace(t, w.Config(""))
			if err := os.WriteFile(s.Path("example.tfquery.hcl"), []byte(text(t, "examples", file)), 0o600); err != nil {
				t.Fatal(err)
			}
			w.ForgetRequests()
			s.MustRun("query", "-generate-config-out=generated.tf")
			generated, err := os.ReadFile(s.Path("generated.tf"))
			if err != nil {
				t.Fatal(err)
			}
			kind := path.Base(path.Dir(file))
			imports := len(regexp.MustCompile(`(?m)^import \{$`).FindAllString(string(generated), -1))
			if resources := strings.Count(string(generated), "\nresource \""+kind+"\" "); imports == 0 || resources != imports {
				t.Fatalf("the query generates %d resources and %d imports:\n%s", resources, imports, generated)
			}
			want := fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", imports)
			if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, want) {
				t.Errorf("the apply says\n%s", acctest.Tail(out))
			}
			s.Unchanged()
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
		})
	}
}

// listedEstate is the estate of the imports, with an external member.
func listedEstate() *acctest.Estate {
	e := synchronizedEstate()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"displayName": "Ben Ito", "userType": "Member", "creationType": "Invitation", "externalUserState": "Accepted",
		"mail": "ben.ito@contoso.example", "userPrincipalName": "ben.ito_contoso.example#EXT#@fabrikam.onmicrosoft.com", "accountEnabled": true,
	})
	return e
}
