package permission_test

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// organization is a multitenant organization.
func organization(owner, name string) string {
	return fmt.Sprintf("\nresource \"multitenant_organization\" \"group\" {\n  tenant = %q\n  display_name = %q\n}\n", owner, name)
}

func organizationTenant(role string) string {
	return fmt.Sprintf("\nresource \"multitenant_organization_tenant\" \"fabrikam\" {\n  tenant = multitenant_organization.group.tenant\n"+
		"  member_tenant_id = %q\n  display_name = \"Fabrikam\"\n  role = %q\n}\n", acctest.FabrikamID, role)
}

const organizationMembership = "\nresource \"multitenant_organization_membership\" \"fabrikam\" {\n  tenant = \"fabrikam\"\n" +
	"  owner_tenant_id = multitenant_organization_tenant.fabrikam.tenant_id\n}\n"

// connectedOrganization is a connected organization of Fabrikam: Contoso and a domain,
// with sponsors.
func connectedOrganization(state string) string {
	return fmt.Sprintf("\nresource \"multitenant_connected_organization\" \"contoso\" {\n  tenant = \"fabrikam\"\n  display_name = \"Contoso\"\n  state = %q\n"+
		"  identity_sources = [{ tenant_id = %q }, { domain_name = \"partner.example\" }]\n  external_sponsors = [%q]\n  internal_sponsors = [%q]\n}\n",
		state, acctest.ContosoID, acctest.ManagerID, acctest.AdministratorID)
}

func organizationTemplate(on string) string {
	return fmt.Sprintf("\nresource \"multitenant_organization_template\" \"this\" {\n  tenant = \"fabrikam\"\n"+
		"  inbound_trust = { is_mfa_accepted = %[1]s }\n  user_sync_allowed = %[1]s\n}\n", on)
}

func guestDeparture(arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_guest_departure\" \"ana\" {\n  tenant = \"fabrikam\"\n  user_id = %q\n%s\n}\n", guestID, arguments)
}
