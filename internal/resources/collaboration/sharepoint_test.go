package collaboration_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/organization"
)

const fabrikamSharing = "multitenant_sharepoint_sharing.this"

func sharing(arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_sharepoint_sharing\" \"this\" {\n  tenant = \"fabrikam\"\n%s\n}\n", arguments)
}

func TestSharePointSharingLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard().Grant("SharePointTenantSettings.ReadWrite.All"))
	w.SetLag(acctest.Lag)
	before := map[string]any{
		"sharingCapability": "externalUserAndGuestSharing", "sharingDomainRestrictionMode": "none", "sharingAllowedDomainList": []any{"old.example"},
		"isResharingByExternalUsersEnabled": true, "isLoopEnabled": true,
	}
	set(t, w, organization.SharePoint, map[string]any{"sharingAllowedDomainList": []any{"old.example"}})
	is := func(want map[string]any) resource.TestCheckFunc {
		return object(w, organization.SharePoint, acctest.FabrikamID, want)
	}
	all := w.Config(sharing(`
  sharing_capability              = "externalUserSharingOnly"
  sharing_domain_restriction_mode = "allowList"
  sharing_allowed_domain_list     = ["contoso.example", "Partner.example"]
  is_resharing_by_external_users_enabled = false
`))
	ends := w.Config(sharing(`sharing_capability = "disabled"`))
	w.Test(
		resource.TestStep{
			Config:      w.Config(sharing("  sharing_allowed_domain_list = [\"a.example\"]")),
			ExpectError: acctest.Message("List of domains without effect", "allowList"),
		},
		resource.TestStep{
			Config:      w.Config(sharing("  sharing_domain_restriction_mode = \"blockList\"")),
			ExpectError: acctest.Message("Incomplete configuration", "sharing_blocked_domain_list"),
		},
		resource.TestStep{Config: w.Config(sharing("")), Check: is(before)},
		resource.TestStep{Config: all, Check: is(map[string]any{
			"sharingCapability": "externalUserSharingOnly", "sharingDomainRestrictionMode": "allowList",
			"isResharingByExternalUsersEnabled": false, "isLoopEnabled": true,
		})},
		acctest.Unchanged(all),
		// The service may show domains in lower case.
		resource.TestStep{
			PreConfig: func() {
				set(t, w, organization.SharePoint, map[string]any{"sharingAllowedDomainList": []any{"partner.example", "contoso.example"}})
			},
			Config: all, PlanOnly: true,
		},
		resource.TestStep{
			PreConfig: func() { set(t, w, organization.SharePoint, map[string]any{"sharingDomainRestrictionMode": "none"}) },
			Config:    all, ConfigPlanChecks: acctest.Planned(fabrikamSharing, plancheck.ResourceActionUpdate),
			Check: is(map[string]any{"sharingDomainRestrictionMode": "allowList"}),
		},
		resource.TestStep{
			ResourceName: fabrikamSharing, ImportState: true, ImportStateId: "fabrikam/sharepoint", ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"former", "sharing_allowed_domain_list.0", "sharing_allowed_domain_list.1"},
		},
		resource.TestStep{Config: ends, Check: is(map[string]any{"sharingCapability": "disabled", "sharingDomainRestrictionMode": "allowList"})},
		resource.TestStep{
			PreConfig: func() { grant(t, w, "SharePointTenantSettings.Read.All") }, Config: all,
			ExpectError: acctest.Message("Cannot update the SharePoint sharing settings of tenant", `SharePointTenantSettings.ReadWrite.All in tenant "fabrikam"`),
		},
		resource.TestStep{PreConfig: func() { grant(t, w, "SharePointTenantSettings.ReadWrite.All") }, Config: ends},
	)
	if err := is(before)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}
