package crosstenant_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestOtherClouds sets every block of the other clouds' schemas. The emulator
// refuses unknown members.
func TestOtherClouds(t *testing.T) {
	t.Parallel()
	w := start(t)
	publicOnly := regexp.MustCompile(`(?m)^  (tenant_restrictions|m365_collaboration_|app_service_connect_).*$`)
	blocks := publicOnly.ReplaceAllString(strings.ReplaceAll(everyBlock, closed, "closed"), "")
	blocks = strings.ReplaceAll(blocks, "closed", closed)
	config, next := "", ""
	for tenant, id := range map[string]string{"northwind": acctest.FabrikamID, "tailspin": acctest.ContosoID} {
		entry := "resource \"multitenant_cross_tenant_access_partner\" %q {\n  tenant = %q\n  partner_tenant_id = %q\n  %s\n}\n"
		config += fmt.Sprintf(entry, tenant, tenant, id, blocks)
		next += fmt.Sprintf(entry, tenant, tenant, id, "inbound_trust = { inherit = true }")
	}
	nothing := acctest.Value("multitenant_cross_tenant_access_partner.tailspin", "tenant_restrictions", knownvalue.Null())
	w.Test(
		resource.TestStep{Config: w.Config(config), ConfigStateChecks: []statecheck.StateCheck{nothing}},
		resource.TestStep{Config: w.Config(next), ConfigStateChecks: []statecheck.StateCheck{nothing}},
	)
}

// TestSpelling plans no change if targets are in another order or ids in another
// case.
func TestSpelling(t *testing.T) {
	t.Parallel()
	const one, two = "aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"
	w := start(t)
	config := func(first, second, partner string) string {
		return w.Config(fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  b2b_collaboration_inbound = {
    users_and_groups = { access_type = "allowed", targets = [
      { target = %q, target_type = "user" },
      { target = %q, target_type = "group" },
    ] }
    applications = { access_type = "blocked", targets = [{ target = "Office365", target_type = "application" }] }
  }
}
`, partner, first, second))
	}
	w.Test(
		resource.TestStep{Config: config(strings.ToUpper(one), two, strings.ToUpper(acctest.ContosoID))},
		acctest.Unchanged(config(strings.ToUpper(one), two, strings.ToUpper(acctest.ContosoID))),
		acctest.Unchanged(config(one, strings.ToUpper(two), acctest.ContosoID)),
	)
}
