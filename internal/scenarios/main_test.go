package scenarios_test

import (
	"os"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const top = "../../"

func TestMain(m *testing.M) { acctest.Main(m) }

// unconnectedEstate is the usual estate without settings between the tenants.
func unconnectedEstate() *acctest.Estate {
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess")
	for i := range e.Tenants {
		e.Tenants[i].CrossTenantAccess = acctest.Object{"allowedCloudEndpoints": []string{}}
	}
	return e
}

// addUsers adds users to a tenant, by their user principal names.
func addUsers(e *acctest.Estate, key string, names ...string) {
	tenant := e.Tenant(key)
	for _, upn := range names {
		tenant.Users = append(tenant.Users, acctest.Object{
			"userPrincipalName": upn, "mail": upn, "displayName": upn, "userType": "Member", "accountEnabled": true,
		})
	}
}

// workspace contains the modules in the folder modules.
func workspace(t *testing.T, config string) *acctest.Workspace {
	t.Helper()
	s := acctest.NewWorkspace(t, acctest.Requirements)
	if err := os.CopyFS(s.Path("modules"), os.DirFS(top+"examples/modules")); err != nil {
		t.Fatal(err)
	}
	s.Write(config)
	return s
}
