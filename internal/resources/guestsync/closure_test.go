package guestsync_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// closing is a setting of Fabrikam, which waits for other resources.
func closing(kind, arguments string, after ...string) string {
	return fmt.Sprintf("\nresource \"multitenant_%s\" \"it\" {\n  tenant = \"fabrikam\"\n%s\n  %s\n}\n", kind, arguments, waiting(after...))
}

func waiting(after ...string) string {
	return "depends_on = [" + strings.Join(after, ", ") + "]"
}

// everyUser is inbound access of all users to all applications.
func everyUser(access string) string {
	return fmt.Sprintf(`b2b_collaboration_inbound = {
    users_and_groups = { access_type = %[1]q, targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = %[1]q, targets = [{ target = "AllApplications", target_type = "application" }] }
  }`, access)
}

// TestSettingsThatKeepUsersOfSyncOut: a default that blocks the home tenant, and a list
// that closes its domains, are found in the plan, whichever is planned last.
func TestSettingsThatKeepUsersOfSyncOut(t *testing.T) {
	t.Parallel()
	e := populated(1).Grant("Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.B2BManagementPolicy", "SharePointTenantSettings.ReadWrite.All")
	e.Tenant(acctest.Contoso).Domains = []any{"contoso.example", "eu.contoso.example"}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(""))
	const theDefault, theEntry, theList = "multitenant_cross_tenant_access_default.it", "multitenant_cross_tenant_access_partner.it", "multitenant_domain_list.it"
	entry := func(inbound string, after ...string) string {
		return closing("cross_tenant_access_partner", fmt.Sprintf("  partner_tenant_id = %q\n  %s", acctest.ContosoID, inbound), after...)
	}
	blocked := func(after ...string) string {
		return closing("cross_tenant_access_default", everyUser("blocked"), after...)
	}
	list := func(arguments string, after ...string) string { return closing("domain_list", arguments, after...) }
	const both = `blocked_domains = ["contoso.example", "EU.contoso.example"]`
	keptOut := []string{"MT035", "cannot be invited: the users of the guest sync"}
	closed := []string{"MT036", "cannot be invited: the users of the guest sync", "contoso.example, eu.contoso.example"}
	for _, c := range []struct {
		name, config, severity string
		said                   []string
	}{
		{"a default", blocked(address) + guestSync(), "warning", append(keptOut, "may allow them")},
		{"a default, and the entry first", entry("") + blocked(address, theEntry) + guestSync(), "error", keptOut},
		{"a default, and the sync last", entry("") + blocked() + guestSync(waiting(theEntry, theDefault)), "error", keptOut},
		{"a default, and the entry last", entry("", address, theDefault) + blocked() + guestSync(), "error", keptOut},
		{"an entry that allows", entry(everyUser("allowed")) + blocked(theEntry) + guestSync(waiting(theEntry)), "", nil},
		{"all domains", list(both, address) + guestSync(), "error", closed},
		{"all domains, and the sync last", list(both) + guestSync(waiting(theList)), "error", closed},
		{"a domain", list(`allowed_domains = ["contoso.example"]`) + guestSync(), "warning", []string{"MT036", "with addresses in eu.contoso.example"}},
		{"another domain", list(`blocked_domains = ["partner.example"]`) + guestSync(), "", nil},
		{
			"SharePoint", closing("sharepoint_sharing", "sharing_domain_restriction_mode = \"allowList\"\nsharing_allowed_domain_list = [\"partner.example\"]") + guestSync(),
			"warning",
			[]string{"MT037", "contoso.example, eu.contoso.example"},
		},
		{
			"a list that is known later", "\nresource \"terraform_data\" \"later\" {\n  input = \"a.example\"\n}\n" +
				list("blocked_domains = [terraform_data.later.output]") + guestSync(), "warning", []string{"MT036", "during the apply only"},
		},
	} {
		s.Write(w.Config(c.config))
		said, ok := s.Diagnostics("plan")
		of := slices.DeleteFunc(said, func(d acctest.Said) bool { return !strings.HasPrefix(d.Summary, "MT03") })
		found := slices.ContainsFunc(of, func(d acctest.Said) bool {
			return d.Severity == c.severity && !slices.ContainsFunc(c.said, func(want string) bool { return !strings.Contains(d.Summary+d.Detail, want) })
		})
		if ok == (c.severity == "error") || found != (c.severity != "") || c.severity == "" && len(of) > 0 {
			t.Errorf("%s: the plan says %+v", c.name, said)
		}
	}
}
