package acctest

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
)

// Site is a tenant, of the emulator or real, for tests that modify only the
// objects that they create.
type Site struct {
	// TenantID is the id of the tenant.
	TenantID string
	// PartnerID is a tenant without a partner configuration in this one.
	PartnerID string

	t          *testing.T
	variables  variables
	env        []string
	workspaces []*Workspace
}

// Everywhere runs a test on the emulator and, if MULTITENANT_LIVE_… variables
// name one, on a real tenant. Remaining resources in the workspaces of the site
// are destroyed at the end, even when the test fails.
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
		// The certificate authorities of the machine, not of this process's
		// emulators.
		onSite(t, ofTheLiveTenant, []string{"SSL_CERT_FILE=" + certificates}, test)
	})
}

func onSite(t *testing.T, v variables, env []string, test func(*testing.T, *Site)) {
	t.Helper()
	s := &Site{
		TenantID: v["TENANT_ID"], PartnerID: v["PARTNER_TENANT_ID"],
		t: t, variables: v, env: slices.Concat(v.credential(), env),
	}
	// Commands stop with the test's context, which is canceled before Cleanup
	// functions run.
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

// Config prepends the provider block to a configuration, whose resources may omit
// the only tenant.
func (s *Site) Config(body string) string {
	return Requirements + s.variables.provider() + body
}

// Workspace returns a workspace with a configuration for the site.
func (s *Site) Workspace(body string) *Workspace {
	s.t.Helper()
	w := NewWorkspace(s.t, s.Config(body), s.env...)
	s.workspaces = append(s.workspaces, w)
	return w
}

// Email returns an address that is unique to the run, in a domain that may be
// invited.
func (s *Site) Email() string {
	return "tf-acc-" + strings.ToLower(rand.Text()) + "@" + s.variables["DOMAIN"]
}

// leadTo returns the variables of a tenant of the emulator.
func leadTo(tenant *Tenant, at emulator.Endpoints, partnerID string) variables {
	app := tenant.Applications[0]
	return variables{
		"TENANT_ID": tenant.TenantID, "CLIENT_ID": app.ClientID, "CLIENT_SECRET": app.ClientSecret, "CLOUD": tenant.Cloud,
		"AUTHORITY": at.Authority, "GRAPH": at.Graph, "PARTNER_TENANT_ID": partnerID, "DOMAIN": "tailspin.example",
	}
}

// Standing returns the content of the emulator's tenants from its control API,
// except for recycle bins and mails, which cannot be reverted.
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
