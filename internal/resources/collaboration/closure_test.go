package collaboration_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// guests are an accepted guest that signs in by passcode, and a pending one of Contoso.
const guests = `
resource "multitenant_b2b_invitation" "paul" {
  tenant      = "fabrikam"
  email       = "paul@partner.example"
  on_existing = "adopt"
}

resource "multitenant_b2b_invitation" "pia" {
  tenant      = "fabrikam"
  email       = "pia@contoso.example"
  on_existing = "adopt"
}
`

func withGuests() *acctest.Estate {
	e := acctest.Standard().Grant("Policy.ReadWrite.Authorization", "Policy.ReadWrite.B2BManagementPolicy", "Policy.ReadWrite.AuthenticationMethod",
		"SharePointTenantSettings.ReadWrite.All", "Policy.ReadWrite.CrossTenantAccess", "CrossTenantInformation.ReadBasic.All")
	guest := func(name, domain, state, issuer string) acctest.Object {
		return acctest.Object{
			"userPrincipalName": name + "_" + domain + "#EXT#@fabrikam.onmicrosoft.com", "mail": name + "@" + domain, "displayName": name,
			"userType": "Guest", "creationType": "Invitation", "externalUserState": state, "accountEnabled": true,
			"identities": []acctest.Object{{"signInType": "federated", "issuer": issuer}},
		}
	}
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, guest("paul", "partner.example", "Accepted", "mail"), guest("pia", "contoso.example", "PendingAcceptance", "ExternalAzureAD"))
	for _, name := range []string{"pia", "new"} {
		e.Tenant(acctest.Contoso).Users = append(e.Tenant(acctest.Contoso).Users, acctest.Object{
			"displayName": name, "userPrincipalName": name + "@contoso.example", "mail": name + "@contoso.example", "userType": "Member",
		})
	}
	return e
}

// TestSettingsThatKeepGuestsOut changes one setting at a time below guests that do not
// change, and finds each of them by its address, whatever Terraform plans first.
func TestSettingsThatKeepGuestsOut(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGuests())
	entry := fmt.Sprintf("resource \"multitenant_cross_tenant_access_partner\" \"contoso\" {\n  tenant = \"fabrikam\"\n  partner_tenant_id = %q\n", acctest.ContosoID)
	blocked := `
  b2b_collaboration_inbound = {
    users_and_groups = { access_type = "blocked", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "blocked", targets = [{ target = "AllApplications", target_type = "application" }] }
  }
`
	open := otp("fabrikam", "enabled") + external("fabrikam", `allow_invites_from = "everyone"`) +
		domains("fabrikam", `blocked_domains = ["spam.example"]`) + sharing(`sharing_domain_restriction_mode = "none"`) + entry + "}\n"
	invited := "\nresource \"multitenant_b2b_invitation\" \"new\" {\n  tenant = \"fabrikam\"\n  email = \"new@contoso.example\"\n}\n"
	s := acctest.NewWorkspace(t, w.Config(open+guests))
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	for name, c := range map[string]struct {
		from, to string
		severity string
		said     []string
		unsaid   string
	}{
		"passcodes":            {`email_otp = "enabled"`, `email_otp = "disabled"`, "error", []string{"MT038", "can no longer sign in: paul@partner.example"}, "pia@"},
		"passcodes later":      {`email_otp = "enabled"`, `email_otp = terraform_data.later.output`, "warning", []string{"MT038", "during the apply only", "paul@partner.example"}, "pia@"},
		"a domain, pending":    {`"spam.example"`, `"contoso.example"`, "error", []string{"MT036", "cannot redeem", "pia@contoso.example"}, "paul@"},
		"a domain, redeemed":   {`"spam.example"`, `"partner.example"`, "warning", []string{"MT036", "keep their access", "paul@partner.example"}, "pia@"},
		"a domain, only later": {`["spam.example"]`, `[terraform_data.later.output]`, "warning", []string{"MT036", "during the apply only", "pia@contoso.example"}, ""},
		"SharePoint": {
			`sharing_domain_restriction_mode = "none"`, "sharing_domain_restriction_mode = \"allowList\"\nsharing_allowed_domain_list = [\"contoso.example\"]",
			"warning",
			[]string{"MT037", "cannot open sites", "paul@partner.example"},
			"pia@",
		},
		"a partner":      {entry, entry + blocked, "error", []string{"MT035", "can no longer sign in: pia@contoso.example"}, "paul@"},
		"no invitations": {`allow_invites_from = "everyone"`, `allow_invites_from = "none"`, "error", []string{"MT035", "cannot be invited: new@contoso.example"}, "paul@"},
	} {
		config := strings.Replace(open, c.from, c.to, 1)
		if name == "no invitations" {
			config += invited
		}
		s.Write(w.Config(config + guests + "\nresource \"terraform_data\" \"later\" {\n  input = \"disabled\"\n}\n"))
		said, ok := s.Diagnostics("plan")
		found := slices.ContainsFunc(said, func(d acctest.Said) bool {
			text := d.Summary + "\n" + d.Detail
			return d.Severity == c.severity && !slices.ContainsFunc(c.said, func(want string) bool { return !strings.Contains(text, want) })
		})
		named := slices.ContainsFunc(said, func(d acctest.Said) bool { return c.unsaid != "" && strings.Contains(d.Detail, c.unsaid) })
		if ok != (c.severity == "warning") || !found || named || name != "a domain, only later" && len(said) != 1 {
			t.Errorf("%s: the plan says %+v", name, said)
		}
	}
}

// TestNewGuestsOfClosedTenants: what is closed already is not reported again, until a
// new guest needs it. A home tenant is found by its domain, also one that the provider
// does not have.
func TestNewGuestsOfClosedTenants(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withGuests())
	closed := otp("fabrikam", "disabled") + sharing("sharing_domain_restriction_mode = \"blockList\"\nsharing_blocked_domain_list = [\"partner.example\"]")
	invite := func(addresses ...string) string {
		return fmt.Sprintf("\nresource \"multitenant_b2b_invitation\" \"all\" {\n  for_each = toset([\"%s\"])\n  tenant = \"fabrikam\"\n  email = each.key\n}\n",
			strings.Join(addresses, `", "`))
	}
	s := acctest.NewWorkspace(t, w.Config(closed))
	s.MustRun("apply", "-auto-approve")
	s.Write(w.Config(closed + invite("new@contoso.example", "info@partner.example")))
	said, ok := s.Diagnostics("plan")
	text := fmt.Sprint(said)
	if !ok || len(said) != 2 || !strings.Contains(text, "MT038") || !strings.Contains(text, "MT037") || strings.Contains(text, "new@") {
		t.Errorf("new guests: %+v", said)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if said, ok := s.Diagnostics("plan"); !ok || len(said) != 0 {
		t.Errorf("the second plan: %+v", said)
	}
}
