package permission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// everything is a configuration with every use for which README grants permissions.
var everything = guestAccess("Controller") + topologyModule + collaboration("restrictedGuestUser") + domainList("blocked.example") +
	setting("email_otp", "allow_external_id_to_use_email_otp", "enabled") + setting("sharepoint_sharing", "sharing_capability", "disabled") +
	scopeGroup(acctest.Contoso, scopeOfSync) + connectedOrganization("configured") + organization(acctest.Contoso, "Group") + fmt.Sprintf(`
resource "multitenant_b2b_invitation" "max" {
  tenant     = "northwind"
  email      = "mona.manager@fabrikam.example"
  manager_id = %q
  sponsors   = [%q]
}

data "multitenant_users" "board" {
  tenant   = "fabrikam"
  group_id = %q
}

data "multitenant_guest_review" "all" {
  home_tenants = true
}

data "multitenant_cross_tenant_changes" "all" {
  since = timestamp()
}

output "unchecked" {
  value = join("\n", concat(
    [for u in module.topology.unchecked : "${u.tenant} ${u.what}: ${u.why}" if u.edge != null],
    values(data.multitenant_guest_review.all.unread),
    flatten([for r in data.multitenant_guest_review.all.reviews : values(r.unread)]),
    values(data.multitenant_cross_tenant_changes.all.unread),
  ))
}
`, contactID, groupID, groupID)

// company is an estate in which everything of it succeeds.
func company() *acctest.Estate {
	e := connected()
	e.Tenant(acctest.Fabrikam).Users = append(e.Tenant(acctest.Fabrikam).Users, stranger())
	// The module creates the synchronization to Fabrikam.
	e.Tenant(acctest.Contoso).Synchronizations[0]["secrets"] = acctest.Object{"CompanyId": acctest.NorthwindID}
	group := acctest.Object{
		"id": groupID, "displayName": "Board", "mailNickname": "board", "mailEnabled": false, "securityEnabled": true,
		"members": []string{acctest.ManagerID},
	}
	for _, key := range []string{acctest.Fabrikam, acctest.Northwind} {
		e.Tenant(key).Groups = []acctest.Object{group}
		e.Tenant(key).Contacts = []acctest.Object{{"id": contactID, "displayName": "Maria", "mail": "maria@partner.example"}}
		e.Tenant(key).ConditionalAccess = nil
	}
	for _, key := range []string{acctest.Contoso, acctest.Fabrikam} {
		e.Tenant(key).CrossTenantAccess = acctest.Object{
			"allowedCloudEndpoints": []string{"microsoftonline.us"}, "partners": []acctest.Object{{"tenantId": acctest.NorthwindID}},
		}
	}
	e.Tenant(acctest.Northwind).CrossTenantAccess = acctest.Object{
		"allowedCloudEndpoints": []string{"microsoftonline.com"},
		"partners":              []acctest.Object{{"tenantId": acctest.ContosoID}, {"tenantId": acctest.FabrikamID}},
	}
	return e
}

// allowedBy lists a permission and the less privileged ones that it covers: errors
// and warnings name the least privileged.
func allowedBy(granted string) []string {
	all := []string{granted}
	for _, n := range permission.All() {
		if slices.Contains(n.Or, granted) {
			all = append(all, n.Permission)
		}
	}
	return all
}

// TestRolesAreEnough grants the permissions of README and the provider's page in
// every tenant: no operation fails, and no check is skipped. Without one of them, and
// the one that includes it, an operation fails or a check is skipped.
func TestRolesAreEnough(t *testing.T) {
	t.Parallel()
	// Some permissions cover every use of another one, which is for applications that
	// manage no groups, or no synchronizations, or read no audit log.
	const directory = "Directory.Read.All"
	covered := map[string][]string{
		"GroupMember.Read.All": {"Group.ReadWrite.All", directory}, "Application.Read.All": {"Application.ReadWrite.All", directory},
		"OrgContact.Read.All": {directory}, "Organization.Read.All": {directory},
		"Synchronization.Read.All": {"Synchronization.ReadWrite.All"}, "Policy.Read.B2BManagementPolicy": {"Policy.ReadWrite.B2BManagementPolicy"},
		"MultiTenantOrganization.Read.All": {"MultiTenantOrganization.ReadWrite.All"},
	}
	roles := func(but string) []grant {
		var all []grant
		for _, r := range permission.Roles() {
			for _, key := range []string{acctest.Contoso, acctest.Fabrikam, acctest.Northwind} {
				if r.Permission != but && !slices.Contains(covered[but], r.Permission) {
					all = append(all, grant{key, r.Permission})
				}
			}
		}
		return all
	}
	for _, missing := range append([]permission.Role{{}}, permission.Roles()...) {
		t.Run("without "+missing.Permission, func(t *testing.T) {
			t.Parallel()
			w := shown(t, company(), false)
			s := workspace(t, w, everything)
			only(t, w, roles(missing.Permission))
			out, err := s.Run("apply", "-auto-approve")
			unchecked := ""
			if err == nil {
				unchecked = s.MustRun("output", "-raw", "unchecked")
			}
			lost := err != nil || strings.Contains(oneLine(out), couldNot) || unchecked != ""
			if missing.Permission == "" {
				if lost {
					t.Errorf("the permissions of README are not enough: %v\n%s\n%s", err, unchecked, acctest.Tail(out))
				}
				s.MustRun("destroy", "-auto-approve")
				return
			}
			said := oneLine(out) + unchecked
			if !lost || !slices.ContainsFunc(allowedBy(missing.Permission), func(p string) bool { return strings.Contains(said, p) }) {
				t.Errorf("nothing names %s: %v\n%s\n%s", missing.Permission, err, unchecked, acctest.Tail(out))
			}
		})
	}
}
