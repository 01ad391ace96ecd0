package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestInvalidProviderBlock is refused before any request, with the attribute.
func TestInvalidProviderBlock(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	good := w.Entry(acctest.Fabrikam, "")
	replaced := func(old, now string) string { return strings.Replace(good, old, now, 1) }
	id := "tenant_id = \"" + acctest.FabrikamID + "\""
	tests := []struct {
		name   string
		config string
		want   []string
	}{
		{"tenant id", block(replaced(acctest.FabrikamID, "fabrikam.example")), []string{"Not a GUID", `Attribute tenants["fabrikam"].tenant_id is`}},
		{"tenant id with braces", block(replaced(acctest.FabrikamID, "{"+acctest.FabrikamID+"}")), []string{"Not a GUID", "tenant_id"}},
		{"no tenant id", block(replaced(id, "")), []string{"tenant_id"}},
		{"client id", block(replaced(acctest.ClientID(acctest.Fabrikam), "app")), []string{"Not a GUID", `Attribute tenants["fabrikam"].client_id is`}},
		{"client id of all", block(w.Entry(acctest.Fabrikam, "client_secret = \"x\"\n"), `client_id = "app"`), []string{"Not a GUID", "Attribute client_id is"}},
		{"cloud", block(replaced(`"public"`, `"germany"`)), []string{`tenants["fabrikam"].cloud`, `"public" "usgovernment" "usgovernment_dod" "china"`}},
		{"endpoint without TLS", block(replaced("graph = \"https://", "graph = \"http://")), []string{"Not an https URL", `Attribute tenants["fabrikam"].endpoints.graph is`}},
		{"authority that is no URL", block(replaced("authority = \"https://", "authority = \"")), []string{`Attribute tenants["fabrikam"].endpoints.authority is`}},
		{"certificate", block(w.Entry(acctest.Fabrikam, clientID(`client_certificate = "bm90IGEgY2VydGlmaWNhdGU="`))), []string{
			"Invalid certificate", `tenant "fabrikam"`, `tenants["fabrikam"].client_certificate`,
		}},
		{"certificate that is not base64", block(w.Entry(acctest.Fabrikam, clientID(`client_certificate = "%%%"`))), []string{
			"Unreadable certificate", `tenants["fabrikam"].client_certificate`, "not base64",
		}},
		{"certificate file", block(w.Entry(acctest.Fabrikam, clientID(`client_certificate_path = "nowhere.pfx"`))), []string{
			"Unreadable certificate", `tenants["fabrikam"].client_certificate_path`, noSuchFile(t),
		}},
		{"password of the certificate", block(w.Entry(acctest.Fabrikam, clientID(`
client_certificate_path     = "`+testdata(t)+`/fabrikam.pfx"
client_certificate_password = "Contoso"`))), []string{
			"Invalid certificate", `tenants["fabrikam"].client_certificate_password`,
		}},
		{"two ways to sign in", block(w.Entry(acctest.Fabrikam, clientID("client_secret = \"x\"\nuse_msi = true"))), []string{
			"Two ways to sign in", `tenants["fabrikam"].client_secret`, `tenants["fabrikam"].use_msi`,
		}},
		{"OIDC without a token", block(w.Entry(acctest.Fabrikam, clientID("use_oidc = true"))), []string{
			`No OIDC token for tenant "fabrikam"`, "oidc_token", "id-token: write",
		}},
		{"tenant key", strings.Replace(block(good), "fabrikam = {", "\"fabri/kam\" = {", 1), []string{"tenants", "a key is a letter"}},
		{"tenant key that starts with a digit", strings.Replace(block(good), "fabrikam = {", "\"1st\" = {", 1), []string{"tenants", "a key is a letter"}},
		{"two keys for one tenant", acctest.Requirements + fmt.Sprintf("provider \"multitenant\" {\n tenants = {\n a = {\n%s}\n b = {\n%s}\n}\n}\n", good, good), []string{
			"Tenant configured twice", acctest.FabrikamID,
		}},
		{"two keys for the same variables", acctest.Requirements + fmt.Sprintf("provider \"multitenant\" {\n tenants = {\n a-b = {\n%s}\n a_b = {\n%s}\n}\n}\n",
			good, w.Entry(acctest.Contoso, "")), []string{"Ambiguous tenant keys", "MULTITENANT_A_B_"}},
		{"plan check", strings.Replace(block(good), "tenants = {", "plan_checks = { MT1 = \"off\" }\n tenants = {", 1), []string{
			"Unknown plan check", `"MT1" is not the code of a check. The nearest is MT001: The address is not the user principal name. All codes are listed at`,
		}},
		{"no tenants", acctest.Requirements + "provider \"multitenant\" {\n tenants = {}\n}\n", []string{"tenants", "at least 1"}},
	}
	steps := make([]resource.TestStep, 0, len(tests))
	for _, test := range tests {
		steps = append(steps, resource.TestStep{Config: test.config + look, PlanOnly: true, ExpectError: acctest.Message(test.want...)})
	}
	w.Test(steps...)
	if requests := w.Requests(); len(requests) > 0 {
		t.Errorf("refused configurations sent %s", strings.Join(requests, ", "))
	}
}

// TestUnknownSettings expects one diagnostic for all settings that are unknown
// during planning.
func TestUnknownSettings(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	later := `
resource "terraform_data" "secret" {
  input = "` + acctest.Secret(acctest.Fabrikam) + `"
}
`
	unknown := strings.Replace(w.Entry(acctest.Fabrikam, ""), `"`+acctest.Secret(acctest.Fabrikam)+`"`, "terraform_data.secret.output", 1)
	w.Test(
		resource.TestStep{
			Config: block(unknown, "client_id = terraform_data.secret.id") + later + `
resource "multitenant_b2b_invitation" "ana" {
  email = "ana@contoso.example"
}
`,
			ExpectError: acctest.Message("Provider settings are not known yet", `client_id, tenants["fabrikam"].client_secret`, "-target"),
		},
		resource.TestStep{
			Config: acctest.Requirements + later + look + `
provider "multitenant" {
  tenants = { for key in [terraform_data.secret.output] : key => { tenant_id = "` + acctest.FabrikamID + `" } }
}
`,
			ExpectError: acctest.Message("Provider settings are not known yet", "tenants"),
		},
	)
}
