package scenarios_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// testedModule is the estate in which a module's own tests run, and the tenants of its
// provider block.
type testedModule struct {
	estate func() *acctest.Estate
	keys   []string
	// runs are the runs of its tests.
	runs string
	// since is the minor version of the CLI that it needs.
	since int
}

var testedModules = map[string]testedModule{
	"border":                   {crossingEstate, []string{acctest.Contoso, acctest.Northwind}, "6 passed", 8},
	"guest_lifecycle":          {guestsOfEachClass, []string{acctest.Fabrikam}, "5 passed", 8},
	"multitenant_organization": {formingEstate, []string{acctest.Contoso, acctest.Fabrikam}, "4 passed", 7},
	"topology":                 {unconnectedEstate, []string{acctest.Contoso, acctest.Fabrikam, acctest.Northwind}, "4 passed", 7},
	"unified_gal":              {visibleEstate, []string{acctest.Contoso, acctest.Fabrikam}, "6 passed", 11},
}

// testedElsewhere are the modules whose tests run in another package.
var testedElsewhere = []string{"guest_access"}

// TestOwnTestsOfModules runs the tests of every module on the emulator. They leave the
// tenants as they were.
func TestOwnTestsOfModules(t *testing.T) {
	t.Parallel()
	modules, err := os.ReadDir(top + "examples/modules")
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range modules {
		name := module.Name()
		m, known := testedModules[name]
		if !known {
			if !slices.Contains(testedElsewhere, name) {
				t.Errorf("the module %s has no tests that run", name)
			}
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.NeedsCLI(t, m.since)
			m.run(t, name)
		})
	}
}

func (m testedModule) run(t *testing.T, name string) {
	t.Helper()
	w := acctest.Start(t, m.estate())
	before := tenantState(t, w)
	s := workspace(t, "")
	file := s.Path(filepath.Join("modules", name, "tests", name+".tftest.hcl"))
	tests, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(tests), `provider "multitenant" {}`, w.Provider(m.keys...), 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := "-chdir=modules/" + name
	s.MustRun(folder, "init")
	if out, err := s.Run(folder, "test"); err != nil || !strings.Contains(out, m.runs+", 0 failed") {
		t.Errorf("terraform test says\n%s", acctest.Tail(out))
	}
	if err := acctest.Differences(tenantState(t, w), before); err != nil {
		t.Errorf("the tests leave %v", err)
	}
}

// visibleEstate has users for a common address book.
func visibleEstate() *acctest.Estate {
	e := mailingEstate()
	e.Tenant(acctest.Fabrikam).Hire("ben.ito@fabrikam.example")
	return e
}

// crossingEstate has a user of Contoso who may not cross the border.
func crossingEstate() *acctest.Estate {
	e := unconnectedEstate()
	contoso := e.Tenant(acctest.Contoso)
	contoso.Users = append(contoso.Users, acctest.Object{
		"userPrincipalName": "ivy.cole@contoso.example", "displayName": "Ivy Cole", "userType": "Member", "accountEnabled": true,
		"onPremisesExtensionAttributes": acctest.Object{"extensionAttribute7": "ITAR"},
	})
	return e
}

// formingEstate may form a multitenant organization.
func formingEstate() *acctest.Estate {
	e := unconnectedEstate().Grant("MultiTenantOrganization.ReadWrite.All")
	e.Tenants = e.Tenants[:2]
	return e
}
