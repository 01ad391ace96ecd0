package acctest

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// Site is where a test runs that suits the emulator and a real tenant alike: one
// tenant, in which the test touches nothing but what it makes.
type Site struct {
	// TenantID is the tenant.
	TenantID string
	// PartnerID is a tenant that this one has no cross-tenant settings for.
	PartnerID string

	t          *testing.T
	variables  variables
	env        []string
	workspaces []*Workspace
}

// Everywhere runs a test on the emulator and, if MULTITENANT_LIVE_… name one, on a
// real tenant. What is left in the workspaces of the site at the end is destroyed,
// also when the test fails.
func Everywhere(t *testing.T, test func(*testing.T, *Site)) {
	t.Helper()
	t.Run("emulator", func(t *testing.T) {
		t.Parallel()
		w := Start(t, Standard().Grant("Policy.ReadWrite.CrossTenantAccess"))
		before := Standing(t, w.Snapshot())
		fabrikam := w.estate.Tenant(Fabrikam)
		onSite(t, leadTo(fabrikam, w.server.Clouds()[fabrikam.Cloud], ContosoID), nil, test)
		if after := Standing(t, w.Snapshot()); after != before {
			t.Errorf("the tenants had\n%s\nbefore, and have now\n%s", before, after)
		}
	})
	t.Run("live", func(t *testing.T) {
		t.Parallel()
		reason, err := ofTheLiveTenant.skip()
		if err != nil {
			t.Fatal(err)
		}
		if reason != "" {
			t.Skip(reason)
		}
		// The authorities of the machine, not those of this process's emulators.
		onSite(t, ofTheLiveTenant, []string{"SSL_CERT_FILE=" + certificates}, test)
	})
}

func onSite(t *testing.T, v variables, env []string, test func(*testing.T, *Site)) {
	t.Helper()
	s := &Site{
		TenantID: v["TENANT_ID"], PartnerID: v["PARTNER_TENANT_ID"],
		t: t, variables: v, env: slices.Concat(v.credential(), env),
	}
	// Commands end with the test's context, which is over in a Cleanup.
	defer s.destroy()
	test(t, s)
}

func (s *Site) destroy() {
	for _, w := range slices.Backward(s.workspaces) {
		if out, err := w.Run("destroy", "-auto-approve"); err != nil {
			s.t.Errorf("destroy: %v\n%s", err, out)
		}
	}
}

// Config puts the provider block before a configuration, whose resources need not
// name the only tenant.
func (s *Site) Config(body string) string {
	return Requirements + s.variables.provider() + body
}

// Workspace is one with a configuration for the site.
func (s *Site) Workspace(body string) *Workspace {
	s.t.Helper()
	w := NewWorkspace(s.t, s.Config(body), s.env...)
	s.workspaces = append(s.workspaces, w)
	return w
}

// Email is an address that no other run has, in a domain whose users may be invited.
func (s *Site) Email() string {
	return "tf-acc-" + strings.ToLower(rand.Text()) + "@" + s.variables["DOMAIN"]
}

// leadTo are the variables of a tenant of the emulator.
func leadTo(tenant *Tenant, at emulator.Endpoints, partnerID string) variables {
	app := tenant.Applications[0]
	return variables{
		"TENANT_ID": tenant.TenantID, "CLIENT_ID": app.ClientID, "CLIENT_SECRET": app.ClientSecret, "CLOUD": tenant.Cloud,
		"AUTHORITY": at.Authority, "GRAPH": at.Graph, "PARTNER_TENANT_ID": partnerID, "DOMAIN": "tailspin.example",
	}
}

// Standing is what tenants of the emulator hold, as its control API shows it, but for
// what cannot be taken back: recycle bins and mails.
func Standing(t *testing.T, state map[string]any) string {
	t.Helper()
	data, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	var tenants map[string]map[string]any
	if err := json.Unmarshal(data, &tenants); err != nil {
		t.Fatal(err)
	}
	for _, tenant := range tenants {
		delete(tenant, "deleted_users")
		delete(tenant, "mails")
	}
	if data, err = json.MarshalIndent(tenants, "", "  "); err != nil {
		t.Fatal(err)
	}
	return string(data)
}
