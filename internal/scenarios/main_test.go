package scenarios_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const top = "../../"

func TestMain(m *testing.M) { acctest.Main(m) }

// strangers is the usual estate before anything is set up between the tenants.
func strangers() *acctest.Estate {
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess")
	for i := range e.Tenants {
		e.Tenants[i].CrossTenantAccess = acctest.Object{"allowedCloudEndpoints": []string{}}
	}
	return e
}

// workspace has the modules in the folder modules.
func workspace(t *testing.T, config string) *acctest.Workspace {
	t.Helper()
	s := acctest.NewWorkspace(t, acctest.Requirements)
	s.Copy("modules", top+"examples/modules")
	s.Write(config)
	return s
}
