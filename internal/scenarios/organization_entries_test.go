package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// organizationBody is an organization of Contoso and Fabrikam, whose memberships have
// further arguments.
func organizationBody(membership string) string {
	return fmt.Sprintf(`
resource "multitenant_organization" "group" {
  tenant       = "contoso"
  display_name = "Group"
}

resource "multitenant_organization_tenant" "fabrikam" {
  tenant           = multitenant_organization.group.tenant
  member_tenant_id = %q
  display_name     = "Fabrikam"
}

resource "multitenant_organization_membership" "fabrikam" {
  tenant          = "fabrikam"
  owner_tenant_id = multitenant_organization_tenant.fabrikam.tenant_id
%s
}

resource "multitenant_organization_template" "all" {
  for_each = toset(["contoso", "fabrikam"])
  tenant   = each.key

  inbound_trust          = { is_mfa_accepted = true }
  automatic_user_consent = { inbound_allowed = true, outbound_allowed = true }
  user_sync_allowed      = true
  applies_to             = ["newPartners"]
  user_sync_applies_to   = ["newPartners"]
}
`, acctest.FabrikamID, membership)
}

// entriesBody are the entries of both tenants about each other, and a synchronization
// from Contoso to Fabrikam.
func entriesBody(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "fabrikam" {
  tenant            = "contoso"
  partner_tenant_id = %q

  automatic_user_consent   = { inbound_allowed = false, outbound_allowed = true }
  identity_synchronization = { absent = true }
%s
}

resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = %q

  automatic_user_consent   = { inbound_allowed = true, outbound_allowed = false }
  identity_synchronization = { user_sync_allowed = true }
%[2]s
}

resource "multitenant_cross_tenant_sync" "edge" {
  source = "contoso"
  target = "fabrikam"

  depends_on = [multitenant_cross_tenant_access_partner.fabrikam, multitenant_cross_tenant_access_partner.contoso]
}
`, acctest.FabrikamID, arguments, acctest.ContosoID)
}

// TestOrganizationAndEntries: entries, a synchronization, the templates and the
// organization are in one configuration, in both orders, and nothing is left to do after
// the apply: the join does not change what the configuration has.
func TestOrganizationAndEntries(t *testing.T) {
	t.Parallel()
	const first = "  depends_on = [multitenant_cross_tenant_access_partner.fabrikam, multitenant_cross_tenant_access_partner.contoso]"
	const last = "  on_existing = \"adopt\"\n  depends_on  = [multitenant_organization_membership.fabrikam]"
	for name, config := range map[string]string{
		"entries first":    organizationBody(first) + entriesBody(""),
		"membership first": organizationBody("") + entriesBody(last),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := unconnectedEstate().Grant("MultiTenantOrganization.ReadWrite.All", "Application.ReadWrite.All", "Synchronization.ReadWrite.All")
			w := acctest.Start(t, e)
			s := workspace(t, w.Config(config))
			s.MustRun("init")
			s.MustRun("apply", "-auto-approve")
			s.Unchanged()
			s.MustRun("apply", "-refresh-only", "-auto-approve")
			if out := s.MustRun("state", "show", "multitenant_cross_tenant_access_partner.contoso"); !strings.Contains(strings.Join(strings.Fields(out), " "), "is_in_multi_tenant_organization = true") {
				t.Errorf("the entry has no mark\n%s", out)
			}
			// Adopted entries stay, and entries that came before the organization are deleted
			// after it.
			s.MustRun("destroy", "-auto-approve")
			if got := w.OrganizationTenants(acctest.ContosoID); len(got) > 0 {
				t.Errorf("the organization is still there: %v", got)
			}
		})
	}
}
