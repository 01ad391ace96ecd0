package guest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestImportGuide follows the guide "Bring an existing estate under Terraform",
// with its own files.
func TestImportGuide(t *testing.T) {
	t.Parallel()
	e := crowd(3)
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Applications[0].Permissions = []string{"User.Read.All", "Organization.Read.All"}
	// One user shares the address of another one, and is not imported.
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": personID(9), "userPrincipalName": "person1_contoso.example1#EXT#@fabrikam.onmicrosoft.com", "mail": "person1@contoso.example",
		"createdDateTime": "2025-06-01T00:00:00Z", "proxyAddresses": []string{},
	})
	w := acctest.Start(t, e)
	person := w.Welcome(acctest.FabrikamID, "ana.ruiz@contoso.example")
	w.Change(acctest.FabrikamID, person.ID, map[string]any{
		"jobTitle": "Controller", "usageLocation": "ES", "businessPhones": []any{"+34 910 000 001"},
	})
	w.ForgetRequests()
	s := acctest.NewWorkspace(t, w.Config(""))
	show := func(file string) {
		t.Helper()
		put(t, s.Path(file), read(t, filepath.Join("../../../examples/guides/import-an-estate", file)))
	}

	show("look.tf")
	says(t, s.MustRun("plan"), `"contoso.example" = 5`)

	show("import.tf")
	says(t, s.MustRun("plan"), "4 to import, 0 to add, 0 to change, 0 to destroy")
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()

	put(t, s.Path("people.csv"), s.MustRun("output", "-raw", "people_csv"))
	for _, file := range []string{"look.tf", "import.tf"} {
		if err := os.Remove(s.Path(file)); err != nil {
			t.Fatal(err)
		}
	}
	show("list.tf")
	says(t, s.MustRun("plan"), "without changing any real infrastructure")
	s.MustRun("apply", "-auto-approve")

	// A user that is removed from the file stays in the tenant, and is not managed
	// any more.
	put(t, s.Path("people.csv"), "email\nperson0@contoso.example\n")
	s.MustRun("apply", "-auto-approve")
	show("one.tf")
	s.MustRun("plan", "-generate-config-out=ana.tf")
	says(t, s.MustRun("apply", "-auto-approve"), "1 imported, 0 added, 0 changed, 0 destroyed")
	s.Unchanged()
	says(t, read(t, s.Path("ana.tf")), `"Controller"`)

	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the guide promises no writes, but: %v", writes)
	}
	if n := len(w.Guests(acctest.FabrikamID)); n != 5 {
		t.Errorf("%d people are left of 5", n)
	}
}

func says(t *testing.T, out, want string) {
	t.Helper()
	if !strings.Contains(out, want) {
		t.Errorf("%q is not in\n%s", want, out)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func put(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
