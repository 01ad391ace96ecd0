package organization_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const northwind = "data.multitenant_tenant.northwind"

func TestTenant(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	e.Tenant(acctest.Northwind).TenantType = "CIAM"
	w := acctest.Start(t, e)
	text := func(name, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(northwind, tfjsonpath.New(name), knownvalue.StringExact(want))
	}
	const named = `
data "multitenant_tenant" "northwind" {
  tenant = "northwind"
}
`
	const nameless = `
data "multitenant_tenant" "northwind" {}
`
	w.Test(
		resource.TestStep{
			Config: w.Config(named),
			ConfigStateChecks: []statecheck.StateCheck{
				text("tenant", "northwind"), text("id", acctest.NorthwindID), text("tenant_id", acctest.NorthwindID),
				text("cloud", "usgovernment"), text("display_name", "Northwind"), text("tenant_type", "CIAM"),
				text("initial_domain", "northwind.onmicrosoft.us"),
				statecheck.ExpectKnownValue(northwind, tfjsonpath.New("verified_domains"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.StringExact("northwind.onmicrosoft.us"), knownvalue.StringExact("northwind.example"),
				})),
			},
		},
		resource.TestStep{
			Config:            w.ConfigFor([]string{acctest.Northwind}, nameless),
			ConfigStateChecks: []statecheck.StateCheck{text("tenant", "northwind")},
		},
		resource.TestStep{
			Config:      w.Config(nameless),
			ExpectError: acctest.Message("Unknown tenant", "the provider has 3 tenants"),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := application.SetPermissions(w.World, acctest.NorthwindID, acctest.ClientID(acctest.Northwind), []string{"User.Read.All"}); err != nil {
					t.Fatal(err)
				}
			},
			Config:      w.Config(named),
			ExpectError: acctest.Message(`Cannot read tenant "northwind"`, `Organization.Read.All or Directory.Read.All in tenant "northwind"`),
		},
	)
}
