package permission_test

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// syncID is the service principal of a synchronization.
const syncID = "50000000-0000-4000-8000-000000000001"

// scopeOfSync has the attributes of a scope group that need permissions of their own.
var scopeOfSync = fmt.Sprintf(`
  service_principal_ids = [%q]
  restricted_unit       = { display_name = "Sync scope groups", grant_role = true }
`, syncID)

func scopeGroup(tenant, arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_sync_scope_group\" \"it\" {\n  tenant = %q\n  display_name = \"sync-scope\"\n%s\n}\n", tenant, arguments)
}

func crossTenantSync(arguments string) string {
	return "\nresource \"multitenant_cross_tenant_sync\" \"it\" {\n  source = \"contoso\"\n  target = \"fabrikam\"\n" + arguments + "\n}\n"
}

// consenting is an estate in which Contoso may synchronize users to Fabrikam.
func consenting() *acctest.Estate {
	e := acctest.Standard()
	e.Tenant(acctest.Contoso).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true},
	}}}
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}}}
	return e
}

// synchronizing is an estate in which Fabrikam synchronizes users to Contoso.
func synchronizing() *acctest.Estate {
	e := acctest.Standard()
	e.Tenant(acctest.Fabrikam).Synchronizations = []acctest.Object{{"id": syncID, "secrets": acctest.Object{"CompanyId": acctest.ContosoID}}}
	return e
}

// guestSync is a sync of the hidden group of Contoso.
func guestSync(company string) string {
	return fmt.Sprintf("\nresource \"multitenant_guest_sync\" \"contoso\" {\n  source = \"contoso\"\n  tenant = \"fabrikam\"\n"+
		"  scope = { group_ids = [%q] }\n  attributes = { company_name = { value = %q } }\n  on_leave = { action = \"delete\" }\n"+
		"  on_destroy = \"remove\"\n}\n", hiddenID, company)
}

// guestSyncPreview is the preview of such a sync.
var guestSyncPreview = data("guest_sync_preview", fmt.Sprintf("source = \"contoso\"\ntenant = \"fabrikam\"\nscope = { group_ids = [%q] }\n"+
	"attributes = { company_name = { value = \"Contoso\" } }\non_leave = { action = \"delete\" }", hiddenID))

// hiddenGroup is an estate in which a group of Fabrikam hides its members, and
// hiddenScope one with such a group of Contoso.
func hiddenGroup() *acctest.Estate { return hiddenIn(acctest.Fabrikam) }

func hiddenScope() *acctest.Estate { return hiddenIn(acctest.Contoso) }

func hiddenIn(tenant string) *acctest.Estate {
	e := acctest.Standard()
	e.Tenant(tenant).Groups = []acctest.Object{{
		"id": hiddenID, "displayName": "Board", "mailNickname": "board", "mailEnabled": false, "securityEnabled": true,
		"visibility": "HiddenMembership", "members": []string{acctest.ManagerID},
	}}
	return e
}
