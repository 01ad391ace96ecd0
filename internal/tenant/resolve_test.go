package tenant

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
)

const (
	anyTenant = "11111111-1111-4111-8111-111111111111"
	anyClient = "c1111111-0000-4000-8000-000000000000"
)

func env(entries map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := entries[name]
		return v, ok
	}
}

func TestPrecedence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		tenant   Credential
		provider Credential
		env      map[string]string
		setting  Setting
		want     string
		source   string
	}{
		{
			name:   "tenant wins over everything",
			tenant: Credential{ClientSecret: "t"}, provider: Credential{ClientSecret: "p"},
			env:     map[string]string{"MULTITENANT_CONTOSO_EU_CLIENT_SECRET": "e", "ARM_CLIENT_SECRET": "a"},
			setting: ClientSecret, want: "t", source: `provider argument tenants["contoso-eu"].client_secret`,
		},
		{
			name: "provider wins over environment", provider: Credential{ClientSecret: "p"},
			env:     map[string]string{"MULTITENANT_CONTOSO_EU_CLIENT_SECRET": "e", "ARM_CLIENT_SECRET": "a"},
			setting: ClientSecret, want: "p", source: "provider argument client_secret",
		},
		{
			name:    "the tenant's variable wins over the shared one",
			env:     map[string]string{"MULTITENANT_CONTOSO_EU_CLIENT_SECRET": "e", "ARM_CLIENT_SECRET": "a"},
			setting: ClientSecret, want: "e", source: "environment variable MULTITENANT_CONTOSO_EU_CLIENT_SECRET",
		},
		{
			name: "shared variable", env: map[string]string{"ARM_CLIENT_SECRET": "a"},
			setting: ClientSecret, want: "a", source: "environment variable ARM_CLIENT_SECRET",
		},
		{
			name: "another tenant's variable is ignored", env: map[string]string{"MULTITENANT_FABRIKAM_CLIENT_SECRET": "e"},
			setting: ClientSecret, want: "",
		},
		{
			name: "empty is not set", tenant: Credential{ClientSecret: ""}, env: map[string]string{"ARM_CLIENT_SECRET": "a"},
			setting: ClientSecret, want: "a", source: "environment variable ARM_CLIENT_SECRET",
		},
		{
			name: "GitHub's own variable", env: map[string]string{"ACTIONS_ID_TOKEN_REQUEST_URL": "https://token.example"},
			setting: OIDCRequestURL, want: "https://token.example", source: "environment variable ACTIONS_ID_TOKEN_REQUEST_URL",
		},
		{
			name:    "ARM variables before the pipeline's",
			env:     map[string]string{"SYSTEM_ACCESSTOKEN": "ado", "ARM_OIDC_REQUEST_TOKEN": "arm"},
			setting: OIDCRequestToken, want: "arm", source: "environment variable ARM_OIDC_REQUEST_TOKEN",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := lookup{key: "contoso-eu", tenant: tt.tenant, provider: tt.provider, lookupEnv: env(tt.env)}
			got := l.value(tt.setting)
			if got.Text != tt.want || got.set() && got.Source.String() != tt.source {
				t.Errorf("got %q from %s, want %q from %s", got.Text, got.Source, tt.want, tt.source)
			}
		})
	}
}

func TestEverySettingHasVariables(t *testing.T) {
	t.Parallel()
	for _, s := range Settings() {
		if len(sharedVariables[s]) == 0 {
			t.Errorf("%s has no shared variable", s)
		}
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		tenant   Credential
		provider Credential
		env      map[string]string
		want     kind
		problem  string
	}{
		{name: "nothing", want: noCredential},
		{name: "secret", tenant: Credential{ClientSecret: "s"}, want: secret},
		{name: "the tenant's secret beats OIDC for all", tenant: Credential{ClientSecret: "s"}, provider: Credential{UseOIDC: "true"}, want: secret},
		{name: "OIDC for all beats a secret in the environment", provider: Credential{UseOIDC: "true"}, env: map[string]string{"ARM_CLIENT_SECRET": "s"}, want: oidc},
		{name: "the tenant switches OIDC off", tenant: Credential{UseOIDC: "false"}, provider: Credential{UseOIDC: "true"}, env: map[string]string{"ARM_CLIENT_SECRET": "s"}, want: secret},
		{name: "certificate before secret in the environment", env: map[string]string{"ARM_CLIENT_SECRET": "s", "ARM_CLIENT_CERTIFICATE_PATH": "f"}, want: certificate},
		{name: "secret before OIDC in the environment", env: map[string]string{"ARM_CLIENT_SECRET": "s", "ARM_USE_OIDC": "true"}, want: secret},
		{name: "a token file is OIDC", tenant: Credential{OIDCTokenFilePath: "f"}, want: oidc},
		{name: "managed identity", env: map[string]string{"ARM_USE_MSI": "1"}, want: managedIdentity},
		{name: "Azure CLI", provider: Credential{UseCLI: "true"}, want: azureCLI},
		{name: "a request URL alone is not OIDC", env: map[string]string{"ACTIONS_ID_TOKEN_REQUEST_URL": "https://token.example"}, want: noCredential},
		{name: "two in one block", tenant: Credential{ClientSecret: "s", UseCLI: "true"}, problem: "Two ways to sign in"},
		{name: "not a boolean", env: map[string]string{"ARM_USE_OIDC": "perhaps"}, problem: "Invalid value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := lookup{key: "contoso", tenant: tt.tenant, provider: tt.provider, lookupEnv: env(tt.env)}
			got, problem := l.choose()
			if tt.problem != "" {
				if problem == nil || problem.Summary != tt.problem {
					t.Fatalf("got %v, want the problem %q", problem, tt.problem)
				}
				return
			}
			if problem != nil || got.kind != tt.want {
				t.Errorf("got %s, %v, want %s", got.kind, problem, tt.want)
			}
		})
	}
}

func TestResolveReportsProblems(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "broken.pem")
	if err := os.WriteFile(broken, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	entry := func(c Credential) map[string]Entry {
		return map[string]Entry{"contoso": {TenantID: anyTenant, Credential: c}}
	}
	tests := []struct {
		name    string
		config  Config
		summary string
		detail  []string
	}{
		{
			name: "no credential", config: Config{Tenants: entry(nil)}, summary: "No credential",
			detail: []string{`Tenant "contoso"`, "client_secret", "MULTITENANT_CONTOSO_CLIENT_SECRET", "ARM_CLIENT_SECRET"},
		},
		{
			name: "no client id", config: Config{Tenants: entry(Credential{ClientSecret: "s"})}, summary: "No client_id",
			detail: []string{"contoso", "MULTITENANT_CONTOSO_CLIENT_ID"},
		},
		{
			name:    "client id from the environment",
			config:  Config{Tenants: entry(Credential{ClientSecret: "s"}), LookupEnv: env(map[string]string{"ARM_CLIENT_ID": "me"})},
			summary: "Invalid client_id", detail: []string{"environment variable ARM_CLIENT_ID", `"me"`},
		},
		{
			name:    "certificate is not base64",
			config:  Config{Tenants: entry(Credential{ClientID: anyClient, ClientCertificate: "§"})},
			summary: "Unreadable certificate", detail: []string{`tenants["contoso"].client_certificate`, "base64"},
		},
		{
			name:    "certificate cannot be parsed",
			config:  Config{Tenants: entry(Credential{ClientID: anyClient, ClientCertificatePath: broken})},
			summary: "Invalid certificate", detail: []string{`tenants["contoso"].client_certificate_path`},
		},
		{
			name:    "certificate is missing",
			config:  Config{Tenants: entry(Credential{ClientID: anyClient, ClientCertificatePath: broken + ".not"})},
			summary: "Unreadable certificate", detail: []string{"client_certificate_path"},
		},
		{
			name:    "OIDC without a token",
			config:  Config{Tenants: entry(nil), Defaults: Credential{ClientID: anyClient, UseOIDC: "true"}},
			summary: "No OIDC token", detail: []string{"contoso", "provider argument use_oidc", "id-token: write"},
		},
		{
			name: "OIDC request without its token",
			config: Config{
				Tenants: entry(nil), Defaults: Credential{ClientID: anyClient, UseOIDC: "true"},
				LookupEnv: env(map[string]string{"ACTIONS_ID_TOKEN_REQUEST_URL": "https://token.example"}),
			},
			summary: "No OIDC request token", detail: []string{"ACTIONS_ID_TOKEN_REQUEST_URL", "oidc_request_token"},
		},
		{
			name:    "unknown cloud",
			config:  Config{Tenants: map[string]Entry{"contoso": {TenantID: anyTenant, Cloud: "moon"}}},
			summary: "Unknown cloud", detail: []string{"moon", "usgovernment_dod"},
		},
		{
			name: "same tenant twice",
			config: Config{Tenants: map[string]Entry{
				"a": {TenantID: anyTenant, Credential: Credential{UseCLI: "true"}},
				"b": {TenantID: strings.ToUpper(anyTenant), Credential: Credential{UseCLI: "true"}},
			}},
			summary: "Tenant configured twice", detail: []string{"a and b"},
		},
		{
			name: "same variables",
			config: Config{Tenants: map[string]Entry{
				"x-y": {TenantID: anyTenant, Credential: Credential{UseCLI: "true"}},
				"x_y": {TenantID: anyClient, Credential: Credential{UseCLI: "true"}},
			}},
			summary: "Ambiguous tenant keys", detail: []string{"MULTITENANT_X_Y_"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.config.LookupEnv == nil {
				tt.config.LookupEnv = env(nil)
			}
			registry, problems := Resolve(tt.config)
			if registry != nil || len(problems) != 1 || problems[0].Summary != tt.summary {
				t.Fatalf("got %v, want one problem %q", problems, tt.summary)
			}
			for _, part := range tt.detail {
				if !strings.Contains(problems[0].Detail, part) {
					t.Errorf("the detail lacks %q: %s", part, problems[0].Detail)
				}
			}
		})
	}
}

func TestEndpointsOverrideTheCloud(t *testing.T) {
	t.Parallel()
	where, own, problem := Entry{Cloud: cloud.China, Endpoints: Endpoints{Graph: "https://proxy.example/"}}.where("contoso")
	china, _ := cloud.Lookup(cloud.China)
	if problem != nil || own || where.Graph != "https://proxy.example" || where.Authority != china.Authority ||
		where.GraphAudience != china.GraphAudience {
		t.Errorf("got %+v, %t, %v", where, own, problem)
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	one := NewRegistry([]*Tenant{{Key: "contoso", ID: anyTenant}})
	two := NewRegistry([]*Tenant{{Key: "contoso", ID: anyTenant}, {Key: "fabrikam", ID: anyClient}})
	if got, err := one.Get(""); err != nil || got.Key != "contoso" {
		t.Errorf("the only tenant: %v, %v", got, err)
	}
	if _, err := two.Get(""); err == nil || !strings.Contains(err.Error(), "contoso, fabrikam") {
		t.Errorf("which of two: %v", err)
	}
	if _, err := two.Get("tailspin"); err == nil || !strings.Contains(err.Error(), "contoso, fabrikam") {
		t.Errorf("unknown key: %v", err)
	}
	for _, name := range []string{"fabrikam", anyClient, strings.ToUpper(anyClient)} {
		if got, err := two.Find(name); err != nil || got.Key != "fabrikam" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestTokenFileIsReadEachTime(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	read := readToken(value{Text: file})
	for _, want := range []string{"first", "second"} {
		if err := os.WriteFile(file, []byte(want+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := read(t.Context()); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func TestCanceledSignInIsNotExplained(t *testing.T) {
	t.Parallel()
	e := &explained{how: choice{kind: secret}}
	if err := e.explain(context.Canceled, false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	var explainedErr *CredentialError
	if errors.As(e.explain(context.Canceled, false), &explainedErr) {
		t.Error("a canceled sign-in was reported as a credential error")
	}
}
