package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// organizationOf is a call of the module for all tenants of an estate, the first of
// which owns the organization.
func organizationOf(w *acctest.World, e *acctest.Estate, more string) string {
	var tenants strings.Builder
	for _, t := range e.Tenants {
		fmt.Fprintf(&tenants, "    %s = { tenant_id = %q, display_name = %q }\n", t.Key, t.TenantID, t.DisplayName)
	}
	return w.Config(fmt.Sprintf(`
module "group" {
  source = "./modules/multitenant_organization"

  owner        = %q
  display_name = "Group"
  tenants = {
%s  }
%s
}

output "ok" { value = module.group.ok && length(module.group.findings) == 0 && length(module.group.tenants) == %d }
`, e.Tenants[0].Key, tenants.String(), more, len(e.Tenants)))
}

// TestOrganizationModule: two and four tenants become one organization in one apply, and
// nothing is left to do, although the templates and the join touch the same entries as
// the topology. A destroy lets the tenants leave before it deletes their entries.
func TestOrganizationModule(t *testing.T) {
	t.Parallel()
	two := func() *acctest.Estate {
		e := unconnectedEstate()
		e.Tenants = e.Tenants[:2]
		return e
	}
	for name, tt := range map[string]struct {
		estate *acctest.Estate
		more   string
	}{
		"two": {two(), "  template = {}\n"},
		"four, synchronized": {fourTenants(t), `
  mechanism = "sync"
  sync = {
    scopes    = { ` + allScopes(fourTenants(t)) + ` }
    user_type = { value = "Member", apply = "always" }
  }
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := tt.estate.Grant("MultiTenantOrganization.ReadWrite.All")
			w := acctest.Start(t, e)
			if len(e.Tenants) == 2 {
				w.SetLag(acctest.Lag)
			}
			s := workspace(t, organizationOf(w, e, tt.more))
			s.MustRun("init")
			if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
				t.Errorf("the apply says\n%s", acctest.Tail(out))
			}
			s.Unchanged()
			for _, tenant := range e.Tenants {
				if got := w.OrganizationTenants(tenant.TenantID); len(got) != len(e.Tenants) {
					t.Errorf("tenant %s sees %v", tenant.Key, got)
				}
			}
			if out := s.MustRun("destroy", "-auto-approve"); !strings.Contains(out, "will leave the multitenant organization") {
				t.Errorf("the destroy does not say what remains\n%s", acctest.Tail(out))
			}
			for _, tenant := range e.Tenants {
				if got := w.OrganizationTenants(tenant.TenantID); len(got) > 0 {
					t.Errorf("tenant %s is still in an organization: %v", tenant.Key, got)
				}
			}
		})
	}
}

// allScopes has all users of every tenant in scope.
func allScopes(e *acctest.Estate) string {
	scopes := make([]string, 0, len(e.Tenants))
	for _, t := range e.Tenants {
		scopes = append(scopes, t.Key+" = { all = true }")
	}
	return strings.Join(scopes, ", ")
}
