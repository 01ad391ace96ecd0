package provider_test

import (
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

// The identities of the emulator's issuers (see its control API).
const (
	gitHubIssuer  = "https://token.actions.githubusercontent.com"
	gitHubSubject = "repo:contoso/estate:ref:refs/heads/main"
	azureIssuer   = "https://vstoken.dev.azure.com/5a1d9bf2-0f7c-4b6e-9a3e-6f1c2d3e4f50"
	azureSubject  = "sc://contoso/estate/"
	connection    = "5c0ffee0-0000-4000-8000-000000000000"
	audience      = "api://AzureADTokenExchange"
)

// federated is the standard estate with a certificate and two trusted pipelines,
// and without a secret, for Fabrikam's application.
func federated(t *testing.T) *acctest.World {
	t.Helper()
	e := acctest.Standard()
	app := &e.Tenant(acctest.Fabrikam).Applications[0]
	app.ClientSecret = ""
	app.Certificates = []string{certificate(t)}
	app.FederatedCredentials = []application.FederatedCredential{
		{Issuer: gitHubIssuer, Subject: gitHubSubject, Audience: audience},
		{Issuer: azureIssuer, Subject: azureSubject + connection, Audience: audience},
	}
	return acctest.Start(t, e)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// certificate is the public part, as stored in the directory.
func certificate(t *testing.T) string {
	t.Helper()
	public, _ := pem.Decode(read(t, "fabrikam.pem"))
	return string(pem.EncodeToMemory(public))
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	w := federated(t)
	control := w.Server().Control()
	folder := testdata(t)
	token := w.FederatedToken(gitHubIssuer, gitHubSubject, audience)
	tokenFile := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(tokenFile, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	inBase64 := func(name string) string { return base64.StdEncoding.EncodeToString(read(t, name)) }
	tests := map[string]string{
		"certificate file":               fmt.Sprintf("client_certificate_path = %q", filepath.Join(folder, "fabrikam.pem")),
		"certificate":                    fmt.Sprintf("client_certificate = %q", inBase64("fabrikam.pem")),
		"certificate file with password": fmt.Sprintf("client_certificate_path = %q\nclient_certificate_password = \"Fabrikam\"", filepath.Join(folder, "fabrikam.pfx")),
		"certificate with password":      fmt.Sprintf("client_certificate = %q\nclient_certificate_password = \"Fabrikam\"", inBase64("fabrikam.pfx")),
		"OIDC token":                     fmt.Sprintf("oidc_token = %q", token),
		"OIDC token file":                fmt.Sprintf("use_oidc = true\noidc_token_file_path = %q", tokenFile),
		"GitHub Actions":                 fmt.Sprintf("use_oidc = true\noidc_request_url = \"%s/github_oidc?subject=%s\"\noidc_request_token = \"any\"", control, gitHubSubject),
		"Azure Pipelines": fmt.Sprintf("use_oidc = true\noidc_request_url = \"%s/azure_devops_oidc\"\noidc_request_token = \"any\"\nado_pipeline_service_connection_id = %q",
			control, connection),
	}
	steps := make([]resource.TestStep, 0, len(tests))
	for _, how := range tests {
		steps = append(steps, resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    block(w.Entry(acctest.Fabrikam, clientID(how))) + look,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.multitenant_tenant.fabrikam", tfjsonpath.New("display_name"), knownvalue.StringExact("Fabrikam")),
			},
		})
	}
	w.Test(steps...)
}

func clientID(more string) string {
	return fmt.Sprintf("client_id = %q\n%s\n", acctest.ClientID(acctest.Fabrikam), more)
}

// TestSignInFails reports the tenant, the credential, its source and the fix.
func TestSignInFails(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	f := federated(t)
	stale := f.FederatedToken(gitHubIssuer, gitHubSubject, audience)
	f.Advance(20 * time.Minute)
	secret := func(text string) string { return clientID(fmt.Sprintf("client_secret = %q", text)) }
	_, refused := net.Dial("tcp", "127.0.0.1:1")
	tests := []struct {
		name  string
		world *acctest.World
		entry string
		want  []string
	}{
		{"no credential", w, w.Entry(acctest.Fabrikam, clientID("")), []string{
			"No credential", `tenant "fabrikam"`, "MULTITENANT_FABRIKAM_CLIENT_SECRET",
		}},
		{"another tenant's secret", w, w.Entry(acctest.Fabrikam, secret(acctest.Secret(acctest.Contoso))), []string{
			`tenant "fabrikam"`, `client secret from provider argument tenants["fabrikam"].client_secret`, "AADSTS7000215", "The client secret is wrong",
		}},
		{"unknown client", w, w.Entry(acctest.Fabrikam, "client_id = \"c0000000-0000-4000-8000-000000000000\"\nclient_secret = \"x\"\n"), []string{
			`tenant "fabrikam"`, "client_id c0000000-0000-4000-8000-000000000000 from provider argument", "AADSTS700016",
		}},
		{"unknown tenant", w, strings.Replace(w.Entry(acctest.Fabrikam, ""), acctest.FabrikamID, "99999999-0000-4000-8000-000000000000", 1), []string{
			`tenant "fabrikam"`, "AADSTS90002", "Check tenant_id and cloud",
		}},
		{"no client id", w, w.Entry(acctest.Fabrikam, "client_secret = \"x\"\n"), []string{
			`No client_id for tenant "fabrikam"`, "client_secret", "MULTITENANT_FABRIKAM_CLIENT_ID",
		}},
		{"no server at the endpoint", w, strings.ReplaceAll(w.Entry(acctest.Fabrikam, ""), "authority = \"https://127.0.0.1:", "authority = \"https://127.0.0.1:1\" #"), []string{
			`tenant "fabrikam"`, reason(refused), "The login service at https://127.0.0.1:1 could not be reached",
		}},
		{"expired OIDC token", f, f.Entry(acctest.Fabrikam, clientID(fmt.Sprintf("oidc_token = %q", stale))), []string{
			`tenant "fabrikam"`, `OIDC from provider argument tenants["fabrikam"].oidc_token`, "AADSTS700024", "The OIDC token has expired",
		}},
		{"another subject", f, f.Entry(acctest.Fabrikam, clientID(fmt.Sprintf("oidc_token = %q", f.FederatedToken(gitHubIssuer, "repo:tailspin/estate", audience)))), []string{
			`tenant "fabrikam"`, "AADSTS700213", "repo:tailspin/estate",
		}},
		{"another audience", f, f.Entry(acctest.Fabrikam, clientID(fmt.Sprintf("oidc_token = %q", f.FederatedToken(gitHubIssuer, gitHubSubject, "api://other")))), []string{
			`tenant "fabrikam"`, "AADSTS700212",
		}},
		{"token file that is not there", f, f.Entry(acctest.Fabrikam, clientID("use_oidc = true\noidc_token_file_path = \"nowhere\"")), []string{
			`tenant "fabrikam"`, `tenants["fabrikam"].oidc_token_file_path`, noSuchFile(t),
		}},
		{"unregistered certificate", w, w.Entry(acctest.Fabrikam, clientID(fmt.Sprintf("client_certificate = %q", base64.StdEncoding.EncodeToString(read(t, "fabrikam.pem"))))), []string{
			`tenant "fabrikam"`, "AADSTS700027", "Upload its public part",
		}},
	}
	steps := map[*acctest.World][]resource.TestStep{}
	for _, test := range tests {
		steps[test.world] = append(steps[test.world], resource.TestStep{
			Config: block(test.entry) + look, ExpectError: acctest.Message(test.want...),
		})
	}
	for world, list := range steps {
		world.Test(list...)
	}
}
