package crosstenant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const onlyApplication = `{
    users_and_groups = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "allowed", targets = [{ target = "` + acctest.ManagerID + `", target_type = "application" }] }
  }`

// TestDocumentedLicenses is graph-cross-tenant §1.2 for settings: those that
// require Entra ID P1 in their tenant, with the license and without. The finding is
// a warning at the attribute, and the service decides in the apply, for each
// position of the related settings.
func TestDocumentedLicenses(t *testing.T) {
	t.Parallel()
	const policy, sync = "policy_needs_p1", "sync_needs_p1_in_target"
	for name, c := range map[string]struct {
		config  string
		finding string // how the detail begins, which names the attribute; empty for no finding
		setting string // what refuses the setting when it is on, empty for nothing
	}{
		"trust":                {"inbound_trust = { is_mfa_accepted = true }", "inbound_trust trusts claims of other tenants, which", policy},
		"users":                {"b2b_collaboration_inbound = " + onlyManager, "b2b_collaboration_inbound.users_and_groups.targets names users or groups, which", policy},
		"synchronization":      {"identity_synchronization = { user_sync_allowed = true }", "", sync},
		"applications":         {"b2b_collaboration_inbound = " + onlyApplication, "b2b_collaboration_inbound.applications.targets names applications, which", policy},
		"keyword":              {"b2b_direct_connect_inbound = " + onlyOffice, "", ""},
		"no trust":             {"inbound_trust = { is_mfa_accepted = false }", "", ""},
		"synchronization, off": {"identity_synchronization = { user_sync_allowed = false }", "", ""},
	} {
		for _, on := range []bool{true, false} {
			for _, licensed := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s, refused %t, licensed %t", name, on, licensed), func(t *testing.T) {
					t.Parallel()
					e := estate()
					fabrikam := e.Tenant(acctest.Fabrikam)
					fabrikam.EntraP1 = licensed
					fabrikam.Applications[0].Permissions = []string{"Policy.ReadWrite.CrossTenantAccess", "Organization.Read.All"}
					w := acctest.StartWith(t, e, kernel.Options{Settings: func(s *settings.Settings) { s.PolicyNeedsP1, s.SyncNeedsP1InTarget = on, on }})
					s := acctest.NewWorkspace(t, w.Config(about(c.config)))
					said, ok := s.Diagnostics("plan")
					if !ok {
						t.Fatalf("the plan fails: %v", said)
					}
					warns := c.finding != "" && !licensed
					if len(said) > 1 || warns != (len(said) == 1) {
						t.Fatalf("the plan says %v", said)
					}
					if warns {
						d := said[0]
						if !strings.Contains(d.Detail, "It is not documented whether Graph refuses the setting without the license.") {
							t.Errorf("the plan does not say what is not known: %s", d.Detail)
						}
						if d.Severity != "warning" || d.Summary != "MT024: The tenant lacks a license that a setting needs" || d.Address != contoso ||
							!strings.HasPrefix(d.Detail, c.finding+` requires Entra ID P1 in tenant "fabrikam".`) {
							t.Errorf("the plan says %+v", d)
						}
					}
					refused := c.setting != "" && on && !licensed
					said, ok = s.Diagnostics("apply", "-auto-approve")
					last := append([]acctest.Said{{}}, said...)[len(said)]
					if ok == refused || refused && (last.Severity != "error" || !strings.Contains(last.Detail, "P1 license")) {
						t.Errorf("refused %t, and the apply says %+v", refused, said)
					}
				})
			}
		}
	}
}
