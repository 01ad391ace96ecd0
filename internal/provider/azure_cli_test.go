package provider_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestAzureCLI signs a Global Administrator in with the Azure CLI: invitations
// work, including a custom text; policies cannot be read, and the error gives the
// reason. When the Azure CLI's application has the scopes, everything works.
func TestAzureCLI(t *testing.T) {
	t.Parallel()
	const resources = `
resource "multitenant_b2b_invitation" "bo" {
  email        = "bo@partner.example"
  send_message = true
  message      = { body = "Welcome to Fabrikam." }
}
`
	const policies = `
resource "multitenant_cross_tenant_access_partner" "contoso" {
  partner_tenant_id = "` + acctest.ContosoID + `"
}
`
	for _, lacks := range []bool{true, false} {
		t.Run(fmt.Sprintf("scopes are missing %t", lacks), func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			fabrikam := e.Tenant(acctest.Fabrikam)
			fabrikam.RoleAssignments = []directory.RoleSeed{{Role: "Global Administrator", Members: []string{acctest.AdministratorID}}}
			w := acctest.StartWith(t, e, kernel.Options{Settings: func(s *settings.Settings) { s.UserTokensLackPolicyScopes = lacks }})
			path := w.AzureCLI(acctest.Fabrikam, "Ada.Admin@fabrikam.example") + string(os.PathListSeparator) + os.Getenv("PATH")
			config := func(body string) string {
				return acctest.Requirements + "provider \"multitenant\" {\n  tenants = {\n    fabrikam = {\n" +
					w.Entry(acctest.Fabrikam, "use_cli = true\n") + "    }\n  }\n}\n" + body
			}
			s := acctest.NewWorkspace(t, config(resources), "PATH="+path)
			out := s.MustRun("apply", "-auto-approve")
			if skipped := strings.Contains(out, "azure-cli/issues/23906"); skipped != lacks {
				t.Errorf("what the plan says of its checks:\n%s", out)
			}
			if mails := w.Mails(acctest.FabrikamID); len(mails) != 1 || mails[0].CustomText != "Welcome to Fabrikam." || strings.Contains(out, "MT015") {
				t.Errorf("the mails are %+v; the apply says\n%s", mails, out)
			}
			s.Write(config(resources + policies))
			out, err := s.Run("apply", "-auto-approve")
			if failed := err != nil && strings.Contains(out, "azure-cli/issues/23906"); failed != lacks || err != nil && !lacks {
				t.Errorf("the apply of a policy: %v\n%s", err, out)
			}
		})
	}
}
