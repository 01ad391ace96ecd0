package acctest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

const look = `
data "multitenant_tenant" "fabrikam" {
  tenant = "fabrikam"
}

output "name" {
  value = data.multitenant_tenant.fabrikam.display_name
}
`

// TestSignInFromTheEnvironment runs each case in its own process.
func TestSignInFromTheEnvironment(t *testing.T) {
	t.Parallel()
	w := start(t)
	stranger, err := emulator.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	unknownCA := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(unknownCA, stranger.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	id := acctest.ClientID(acctest.Fabrikam)
	tests := map[string]struct {
		credential string
		env        []string
		want       []string // of the error; none when the sign-in succeeds
	}{
		"of the tenant": {
			env: []string{"MULTITENANT_FABRIKAM_CLIENT_ID=" + id, "MULTITENANT_FABRIKAM_CLIENT_SECRET=" + acctest.Secret(acctest.Fabrikam), "ARM_CLIENT_SECRET=wrong"},
		},
		"of azuread": {env: []string{"ARM_CLIENT_ID=" + id, "ARM_CLIENT_SECRET=" + acctest.Secret(acctest.Fabrikam)}},
		"managed identity": {
			credential: "use_msi = true\nclient_id = \"" + id + "\"\n",
			env:        []string{"IDENTITY_ENDPOINT=" + w.Server().Control() + "/msi/token", "IDENTITY_HEADER=any"},
		},
		"wrong secret": {
			env:  []string{"ARM_CLIENT_ID=" + id, "ARM_CLIENT_SECRET=" + acctest.Secret(acctest.Contoso)},
			want: []string{`tenant "fabrikam"`, "client secret from environment variable ARM_CLIENT_SECRET", "AADSTS7000215"},
		},
		"nothing": {want: []string{`No credential for tenant "fabrikam"`, "MULTITENANT_FABRIKAM_CLIENT_SECRET"}},
		"unknown CA": {
			env:  []string{"ARM_CLIENT_ID=" + id, "ARM_CLIENT_SECRET=" + acctest.Secret(acctest.Fabrikam), "SSL_CERT_FILE=" + unknownCA},
			want: []string{`tenant "fabrikam"`, "certificate signed by unknown authority", "set SSL_CERT_FILE"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entry := w.Entry(acctest.Fabrikam, test.credential+"\n")
			s := acctest.NewWorkspace(t, acctest.Requirements+"provider \"multitenant\" {\n tenants = {\n fabrikam = {\n"+entry+"}\n}\n}\n"+look, test.env...)
			out, err := s.Run("apply", "-auto-approve")
			switch {
			case test.want == nil && (err != nil || !strings.Contains(out, `name = "Fabrikam"`)):
				t.Errorf("the sign-in failed: %v\n%s", err, out)
			case test.want != nil && (err == nil || !acctest.Message(test.want...).MatchString(out)):
				t.Errorf("the output is\n%s\nwant an error with %q", out, test.want)
			}
		})
	}
}
