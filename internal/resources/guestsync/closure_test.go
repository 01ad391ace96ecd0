package guestsync_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestSettingsThatKeepUsersOfSyncOut: a default that blocks the home tenant, and a list
// that closes its domains, are found in the plan, whichever is planned second.
func TestSettingsThatKeepUsersOfSyncOut(t *testing.T) {
	t.Parallel()
	e := populated(1).Grant("Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.B2BManagementPolicy", "SharePointTenantSettings.ReadWrite.All")
	e.Tenant(acctest.Contoso).Domains = []any{"contoso.example", "eu.contoso.example"}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(""))
	const all = `{
    users_and_groups = { access_type = %[1]q, targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = %[1]q, targets = [{ target = "AllApplications", target_type = "application" }] }
  }`
	setting := func(kind, arguments string) string {
		return fmt.Sprintf("\nresource \"multitenant_%s\" \"it\" {\n  tenant = \"fabrikam\"\n%s\n%%s\n}\n", kind, arguments)
	}
	blocked := setting("cross_tenant_access_default", "b2b_collaboration_inbound = "+fmt.Sprintf(all, "blocked"))
	entry := func(inbound string) string {
		return fmt.Sprintf("\nresource \"multitenant_cross_tenant_access_partner\" \"contoso\" {\n  tenant = \"fabrikam\"\n  partner_tenant_id = %q\n%s\n}\n",
			acctest.ContosoID, inbound)
	}
	after := "depends_on = [multitenant_cross_tenant_access_partner.contoso, multitenant_cross_tenant_access_default.it]"
	for name, c := range map[string]struct {
		setting, more string
		severity      string
		said          []string
	}{
		"a default":            {blocked, "", "warning", []string{"MT035", "cannot be invited: the users of the guest sync", "may allow them"}},
		"a default and entry":  {blocked, entry(""), "error", []string{"MT035", "cannot be invited: the users of the guest sync"}},
		"an entry that allows": {blocked, entry("b2b_collaboration_inbound = " + fmt.Sprintf(all, "allowed")), "", nil},
		"all domains": {
			setting("domain_list", `blocked_domains = ["contoso.example", "EU.contoso.example"]`), "", "error",
			[]string{"MT036", "cannot be invited: the users of the guest sync", "contoso.example, eu.contoso.example"},
		},
		"a domain":        {setting("domain_list", `allowed_domains = ["contoso.example"]`), "", "warning", []string{"MT036", "with addresses in eu.contoso.example"}},
		"another domain":  {setting("domain_list", `blocked_domains = ["partner.example"]`), "", "", nil},
		"SharePoint":      {setting("sharepoint_sharing", "sharing_domain_restriction_mode = \"allowList\"\nsharing_allowed_domain_list = [\"partner.example\"]"), "", "warning", []string{"MT037", "contoso.example, eu.contoso.example"}},
		"domains by name": {setting("domain_list", "blocked_domains = [terraform_data.later.output]"), "\nresource \"terraform_data\" \"later\" {\n  input = \"a.example\"\n}\n", "warning", []string{"MT036", "during the apply only"}},
	} {
		first := "depends_on = [multitenant_guest_sync.contoso]"
		second := "depends_on = [" + strings.Split(c.setting, `"`)[1] + ".it]"
		if strings.Contains(c.more, "partner_tenant_id") {
			first, second = "depends_on = [multitenant_cross_tenant_access_partner.contoso, multitenant_guest_sync.contoso]", after
		}
		for _, order := range [][2]string{{first, ""}, {"", second}} {
			sync := guestSync(order[1])
			s.Write(w.Config(fmt.Sprintf(c.setting, order[0]) + c.more + sync))
			said, ok := s.Diagnostics("plan")
			said = slices.DeleteFunc(said, func(d acctest.Said) bool { return !strings.HasPrefix(d.Summary, "MT03") })
			found := len(said) == 0
			if c.severity != "" {
				found = len(said) == 1 && said[0].Severity == c.severity &&
					!slices.ContainsFunc(c.said, func(want string) bool { return !strings.Contains(said[0].Summary+said[0].Detail, want) })
			}
			if ok == (c.severity == "error") || !found {
				t.Errorf("%s, %q: the plan says %+v", name, order, said)
			}
		}
	}
}
