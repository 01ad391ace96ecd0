package crosstenant_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// withoutP1 is a world in which Fabrikam lacks the license, and its application can
// read that. The service refuses settings that require it.
func withoutP1(t *testing.T, e *acctest.Estate) *acctest.World {
	t.Helper()
	e.Tenant(acctest.Fabrikam).Applications[0].Permissions = []string{"Policy.ReadWrite.CrossTenantAccess", "Organization.Read.All"}
	e.Tenant(acctest.Fabrikam).EntraP1 = false
	return acctest.StartWith(t, e, kernel.Options{Settings: func(s *settings.Settings) { s.PolicyNeedsP1, s.SyncNeedsP1InTarget = true, false }})
}

const (
	onlyManager = `{
    users_and_groups = { access_type = "allowed", targets = [{ target = "` + acctest.ManagerID + `", target_type = "user" }] }
    applications     = { access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }
  }`
	onlyOffice = `{
    users_and_groups = { access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }
    applications     = { access_type = "allowed", targets = [{ target = "Office365", target_type = "application" }] }
  }`
)

func TestLicenseIsMissing(t *testing.T) {
	t.Parallel()
	w := withoutP1(t, estate())
	refused := func(config string, parts ...string) resource.TestStep {
		return resource.TestStep{
			PreConfig: w.ForgetRequests, Config: acctest.Checking(w.Config(config), "error", "MT024"), PlanOnly: true,
			ExpectError: acctest.Message(append([]string{"MT024: The tenant lacks a license that a setting needs"}, parts...)...),
		}
	}
	allowed := func(config string) resource.TestStep { return resource.TestStep{Config: w.Config(config)} }
	w.Test(
		refused(about("inbound_trust = { is_mfa_accepted = true }"), `inbound_trust trusts claims of other tenants, which requires Entra ID P1 in tenant "fabrikam"`),
		refused(about("b2b_collaboration_inbound = "+onlyManager), "b2b_collaboration_inbound.users_and_groups.targets names users or groups"),
		refused(standards("fabrikam", "b2b_collaboration_outbound = "+onlyManager), "b2b_collaboration_outbound.users_and_groups.targets names users or groups"),
		allowed(about("identity_synchronization = { user_sync_allowed = true }")),
		allowed(about("b2b_direct_connect_inbound = "+onlyOffice)),
		allowed(standards("contoso", "inbound_trust = { is_mfa_accepted = true }")),
	)
}

// TestLicenseIsNotNeeded reads no licenses.
func TestLicenseIsNotNeeded(t *testing.T) {
	t.Parallel()
	e := estate()
	access := e.Tenant(acctest.Fabrikam).CrossTenantAccess
	access["partners"] = []acctest.Object{{"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true}}}
	w := withoutP1(t, e)
	silent := acctest.Then(func() error {
		if slices.Contains(w.Requests(), "GET /organization") {
			return errors.New("the tenant's licenses were read")
		}
		return nil
	})
	free := about(`
  on_existing                = "adopt"
  b2b_collaboration_inbound  = ` + closed + `
  b2b_direct_connect_inbound = { inherit = true }
  inbound_trust              = { is_mfa_accepted = false }
  identity_synchronization   = { user_sync_allowed = false }`)
	w.Test(
		resource.TestStep{PreConfig: w.ForgetRequests, Config: w.Config(free), Check: silent},
		acctest.Unchanged(w.Config(free)),
	)
}

// TestLicensedAttributes excludes values that were accepted before, and those that
// require no license.
func TestLicensedAttributes(t *testing.T) {
	t.Parallel()
	const trust, users = "inbound_trust", "b2b_collaboration_inbound.users_and_groups.targets"
	entry := func(trusts bool, user string, syncs bool) *graph.Partner {
		all := func(id, kind string) *rules.Targets {
			return &rules.Targets{Access: rules.Allowed, Targets: []rules.Target{{ID: id, Type: kind}}}
		}
		p := &graph.Partner{}
		p.IdentitySync = &rules.IdentitySync{UserSyncAllowed: syncs}
		p.InboundTrust = &rules.InboundTrust{IsMFAAccepted: trusts}
		p.B2BCollaborationInbound = &rules.B2BSetting{UsersAndGroups: all(user, "user"), Applications: all("Office365", "application")}
		return p
	}
	for name, c := range map[string]struct {
		want, before *graph.Partner
		licensed     []string
	}{
		"new":         {entry(true, acctest.ManagerID, true), nil, []string{users, trust}},
		"the same":    {entry(true, acctest.ManagerID, true), entry(true, strings.ToUpper(acctest.ManagerID), true), nil},
		"one more":    {entry(true, acctest.ManagerID, true), entry(true, acctest.ManagerID, false), nil},
		"changed":     {entry(true, acctest.ManagerID, true), entry(true, acctest.AdministratorID, true), []string{users}},
		"given up":    {entry(false, "AllUsers", false), entry(true, acctest.ManagerID, true), nil},
		"another one": {entry(false, "AllUsers", true), &graph.Partner{}, nil},
		"free":        {entry(false, "AllUsers", false), nil, nil},
		"inherited":   {&graph.Partner{}, entry(true, acctest.ManagerID, true), nil},
	} {
		if got := crosstenant.LicensedAttributes(t.Context(), *c.want, c.before); !slices.Equal(got, c.licensed) {
			t.Errorf("%s: %q, want %q", name, got, c.licensed)
		}
	}
}

// TestLicenseCheckIsOff leaves the refusal to Graph.
func TestLicenseCheckIsOff(t *testing.T) {
	t.Parallel()
	w := withoutP1(t, estate())
	off := acctest.Checking(w.Config(about("inbound_trust = { is_mfa_accepted = true }")), "off", "MT024")
	w.Test(resource.TestStep{
		PreConfig: w.ForgetRequests, Config: off,
		ExpectError: acctest.Message("Cannot create cross-tenant access partner", "P1 license"),
	})
	if slices.Contains(w.Requests(), "GET /organization") {
		t.Error("a check that is off has looked")
	}
}

// plans returns the service plans of a tenant, or refuses.
type plans struct {
	status int
	body   string
	asked  int
}

func (p *plans) RoundTrip(req *http.Request) (*http.Response, error) {
	p.asked++
	header := http.Header{"Content-Type": {"application/json"}}
	if p.status != http.StatusOK {
		return nil, &transport.StatusError{Method: req.Method, Path: req.URL.Path, Status: p.status, Header: header, Body: []byte(p.body)}
	}
	return &http.Response{StatusCode: p.status, Header: header, ContentLength: int64(len(p.body)), Body: io.NopCloser(strings.NewReader(p.body)), Request: req}, nil
}

func TestLicenseCheckReports(t *testing.T) {
	t.Parallel()
	const (
		with    = `{"value":[{"id":"f","assignedPlans":[{"service":"AADPremiumService","capabilityStatus":"Enabled"}]}]}`
		without = `{"value":[{"id":"f","assignedPlans":[]}]}`
		silent  = `{"value":[{"id":"f"}]}`
		denied  = `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`
	)
	for name, c := range map[string]struct {
		plans  plans
		checks rules.Severities
		want   string
		asked  int
	}{
		"there":          {plans{status: 200, body: with}, nil, "", 1},
		"missing":        {plans{status: 200, body: without}, nil, "Warning inbound_trust MT024: The tenant lacks", 1},
		"missing, error": {plans{status: 200, body: without}, rules.Severities{"MT024": rules.Error}, "Error inbound_trust MT024: The tenant lacks", 1},
		"off":            {plans{status: 200, body: without}, rules.Severities{"MT024": rules.Off}, "", 0},
		"not said":       {plans{status: 200, body: silent}, nil, "Warning inbound_trust Plan check skipped", 1},
		"not allowed":    {plans{status: 403, body: denied}, nil, "Warning inbound_trust Plan check skipped: MT003, MT024 could not be checked in tenant \"fabrikam\".", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := c.plans
			g, err := graph.New(graph.Config{Root: "https://graph.example", TenantKey: "fabrikam", TenantID: "f", Transport: &p})
			if err != nil {
				t.Fatal(err)
			}
			var diags diag.Diagnostics
			fabrikam := &tenant.Tenant{Key: "fabrikam", ID: "f", Graph: g}
			tenants := tenant.NewRegistry([]*tenant.Tenant{fabrikam})
			data := &tfkit.Data{Checks: c.checks, Notices: &tfkit.Notices{}, Tenants: tenants, Inspect: inspect.NewMachine(tenants, c.checks)}
			crosstenant.CheckTrustLicense(t.Context(), data, fabrikam, &diags)
			said := ""
			for _, d := range diags {
				at, _ := d.(diag.DiagnosticWithPath)
				said += d.Severity().String() + " " + at.Path().String() + " " + d.Summary() + ": " + d.Detail()
			}
			if len(diags) > 1 || (said == "") != (c.want == "") || !strings.HasPrefix(said, c.want) {
				t.Errorf("said %q, want %q", said, c.want)
			}
			if p.status == 403 && !strings.Contains(said, "Organization.Read.All") {
				t.Errorf("the warning names no permission: %s", said)
			}
			if p.asked != c.asked {
				t.Errorf("asked %d times, want %d", p.asked, c.asked)
			}
		})
	}
}
