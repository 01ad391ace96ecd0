package scenarios_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestModulesTogether combines guests and edges between two clouds in one
// configuration, with each of the two ways to order them, and plans again after
// an entry was changed outside of Terraform.
func TestModulesTogether(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	for way, test := range map[string]struct {
		waits string
		warns bool
	}{
		"after":      {"after = module.topology.entries", false},
		"depends_on": {"depends_on = [module.topology]", true},
	} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			e := unconnectedEstate()
			e.Tenant(acctest.Contoso).Hire("eva.lind@contoso.example")
			w := acctest.Start(t, e)
			s := workspace(t, w.Config(`
module "topology" {
  source = "./modules/topology"

  tenants = {
    contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
    northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
  }
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa"]
}

module "people" {
  source = "./modules/guest_access"

  resource_tenants = ["contoso", "northwind"]
  people           = [{ email = "eva.lind@contoso.example", home_tenant = "contoso" }]
  `+test.waits+`
}
`))
			s.MustRun("init")
			out := s.MustRun("apply", "-auto-approve")
			if warns := strings.Contains(out, "MT02"); warns != test.warns || !strings.Contains(out, "5 added, 0 changed, 0 destroyed") {
				t.Errorf("the apply says\n%s", out)
			}
			s.Unchanged()
			if err := w.ChangePartner(acctest.NorthwindID, acctest.ContosoID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": false}}); err != nil {
				t.Fatal(err)
			}
			if out := s.MustRun("plan"); !strings.Contains(out, "0 to add, 1 to change, 0 to destroy") {
				t.Errorf("the plan after a change says\n%s", out)
			}
			s.MustRun("destroy", "-auto-approve")
			if n := len(w.Guests(acctest.NorthwindID)); n > 0 {
				t.Errorf("%d external users are left", n)
			}
		})
	}
}
