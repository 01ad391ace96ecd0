package tfkit_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// call is a failed call of Graph.
func call(err error) *service.Error {
	return &service.Error{
		Service: graph.Service, Endpoint: "https://graph.example", Operation: "POST /invitations", Tenant: "fabrikam",
		Permissions: []string{"User.Invite.All"}, Err: err,
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	const safe = "It is safe to apply again"
	silent := &transport.BrokenError{Host: "graph.example", Err: context.DeadlineExceeded}
	server := call(&transport.AmbiguousError{Err: &transport.StatusError{Status: 500}})
	server.Status, server.Code, server.Message = 500, "InternalServerError", "An unexpected error has occurred."
	throttled := call(&transport.DeadlineError{RetryAfter: 74 * time.Hour, Left: time.Minute, Err: &transport.StatusError{
		Status: 429, Header: map[string][]string{"X-Ms-Throttle-Scope": {"Tenant_Application/Write/app/tenant"}, "X-Ms-Throttle-Information": {"WriteLimitExceeded"}},
	}})
	throttled.Status, throttled.Code, throttled.Message = 429, "TooManyRequests", "Please retry."
	gateway := call(&transport.StatusError{Status: 404})
	gateway.Status, gateway.Message, gateway.Kinds = 404, "the answer of graph.example is not one of the service", []error{service.ErrForeign}
	page := call(&transport.AmbiguousError{Err: &transport.UnusableError{Host: "graph.example", Status: 201}})
	page.Kinds = []error{service.ErrForeign, service.ErrAmbiguous}
	expired := call(&transport.StatusError{Status: 401})
	expired.Status, expired.Code, expired.Message, expired.Kinds = 401, "InvalidAuthenticationToken", "Expired.", []error{service.ErrUnauthorized}
	tests := map[string]struct {
		err     error
		want    []string
		wantNot string
	}{
		"server error on a write": {server, []string{"Graph refused POST /invitations", "500", safe, "no user is invited twice"}, "timeouts"},
		"lost answer":             {call(&transport.AmbiguousError{Err: &transport.BrokenError{Host: "graph.example", Err: errors.New("EOF")}}), []string{"graph.example", safe}, "timeouts"},
		"silence":                 {call(silent), []string{"no answer from graph.example", `The endpoint of tenant "fabrikam" is https://graph.example`, "read, update"}, safe},
		"silence to a write":      {call(&transport.AmbiguousError{Err: silent}), []string{"no answer from graph.example", "timeouts", safe}, ""},
		"out of time":             {context.DeadlineExceeded, []string{"timeouts"}, safe},
		"long wait":               {throttled, []string{"asks to wait for 3 days 2 hours (throttled by Tenant_Application/Write, WriteLimitExceeded)", "timeouts"}, "h0m"},
		"quota":                   {call(&transport.QuotaError{Name: "writes", Quota: graph.WriteQuota, Wait: time.Minute, Left: time.Second}), []string{"3000 writes in 2m30s is used up for 1m0s", "timeouts"}, safe},
		"no connection":           {call(&transport.UnreachableError{Host: "graph.example", Err: errors.New("refused")}), []string{"could not be reached at https://graph.example"}, "timeouts"},
		"redirect":                {call(&transport.RedirectError{Status: 302, Host: "graph.example", Target: "elsewhere.example"}), []string{"graph.example answered with a redirect (302) to elsewhere.example", "proxy"}, safe},
		"gateway":                 {gateway, []string{"POST /invitations: the answer of graph.example", "is not from Microsoft Graph"}, "permission"},
		"page for a success":      {page, []string{"is not from Microsoft Graph", safe}, "permission"},
		"token":                   {expired, []string{"Graph refused POST /invitations", `Graph does not accept the token of tenant "fabrikam"`}, "permission"},
		"advice of the service":   {call(&graph.MissingObjectError{ID: "m-1"}), []string{`Tenant "fabrikam" has no user, group or contact m-1`, "Correct the id"}, "permission"},
	}
	for name, test := range tests {
		text := tfkit.Explain(fabrikam, test.err)
		for _, part := range test.want {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %q: %s", name, part, text)
			}
		}
		if test.wantNot != "" && strings.Contains(text, test.wantNot) {
			t.Errorf("%s says %q: %s", name, test.wantNot, text)
		}
	}
}

// TestTheServiceSaysHowItGrants: the error of one service does not mention another.
func TestTheServiceSaysHowItGrants(t *testing.T) {
	t.Parallel()
	exchange := service.Service{Name: "Exchange Online", Short: "Exchange", Grant: service.Grant{
		Kind: "Exchange role", Terms: "and the application permission Exchange.ManageAsApp", Afterwards: "A role can take minutes to count.",
	}}
	refused := service.Error{
		Service: exchange, Endpoint: "https://outlook.example", Operation: "Set-MailUser", Permissions: []string{"Mail Recipients", "Organization Management"},
		Status: 403, Code: "CmdletAccessDeniedException", Message: "Denied.", Kinds: []error{service.ErrForbidden},
	}
	foreign := service.Error{Service: exchange, Endpoint: "https://outlook.example", Operation: "Set-MailUser", Status: 502, Kinds: []error{service.ErrForeign}}
	for _, test := range []struct {
		err  *service.Error
		want []string
	}{
		{&refused, []string{
			"Exchange refused Set-MailUser: Denied. (403 CmdletAccessDeniedException)",
			`The call needs the Exchange role Mail Recipients or Organization Management in tenant "fabrikam" (` + fabrikam.ID + `),` +
				" and the application permission Exchange.ManageAsApp. A role can take minutes to count.",
		}},
		{&foreign, []string{`The answer for tenant "fabrikam" at https://outlook.example is not from Exchange Online.`}},
	} {
		text := tfkit.Explain(fabrikam, test.err)
		for _, part := range test.want {
			if !strings.Contains(text, part) {
				t.Errorf("%s lacks %q", text, part)
			}
		}
		if strings.Contains(text, "Graph") {
			t.Errorf("the call is not one of Graph: %s", text)
		}
	}
}

// TestAzureCLILacksPermissions: a user of the Azure CLI cannot get them by
// consent (azure-cli#23906).
func TestAzureCLILacksPermissions(t *testing.T) {
	t.Parallel()
	cli := *fabrikam
	cli.AzureCLI = true
	for _, test := range []struct {
		tenant                *tenant.Tenant
		operation, permission string
		want                  bool
	}{
		{&cli, "GET /policies/crossTenantAccessPolicy/partners", "Policy.Read.All", true},
		{&cli, "GET /beta/policies/b2bManagementPolicies", "Policy.Read.B2BManagementPolicy", true},
		{&cli, "GET /beta/identity/conditionalAccess/policies", "Policy.Read.All", true},
		{&cli, "GET /servicePrincipals/{id}/synchronization/jobs", "Synchronization.Read.All", true},
		{&cli, "GET /tenantRelationships/multiTenantOrganization", "MultiTenantOrganization.Read.All", true},
		{&cli, "GET /users", "User.Read.All", false},
		{fabrikam, "GET /policies/crossTenantAccessPolicy/partners", "Policy.Read.All", false},
	} {
		text := tfkit.Explain(test.tenant, &service.Error{
			Service: graph.Service, Kinds: []error{service.ErrForbidden}, Operation: test.operation, Status: 403, Code: "AccessDenied", Message: "Scopes are missing in the token.", Permissions: []string{test.permission},
		})
		if got := strings.Contains(text, "azure-cli/issues/23906"); got != test.want || !strings.Contains(text, test.permission) {
			t.Errorf("%s, CLI %t: %s", test.operation, test.tenant.AzureCLI, text)
		}
	}
}

// TestRefusedSignInIsSaidOnce: a refusal fails the plan, an outage is a warning.
func TestRefusedSignInIsSaidOnce(t *testing.T) {
	t.Parallel()
	data := newData(nil)
	signIn := func(at *tenant.Tenant, refused bool) diag.Diagnostics {
		var diags diag.Diagnostics
		i := data.Inspect.Plan()
		for _, code := range []rules.Code{"MT020", "MT022"} {
			ask(t.Context(), i, at, func(context.Context) error {
				return call(&transport.SignInError{Tenant: at.Key, Err: &tenant.CredentialError{
					Credential: "client secret", Answer: "AADSTS7000215: Invalid client secret.", Advice: "The client secret is wrong.", Refused: refused,
				}})
			}, code)
		}
		ask(t.Context(), i, at, func(context.Context) error { return errors.New("no route") }, "MT021")
		data.ReportUnread(i, path.Root("email"), &diags)
		return diags
	}
	for _, step := range []struct {
		name             string
		diags            diag.Diagnostics
		errors, warnings int
	}{
		{"first", signIn(fabrikam, true), 1, 1},
		{"again", signIn(fabrikam, true), 0, 0},
		{"another tenant", signIn(contoso, true), 1, 1},
	} {
		if step.diags.ErrorsCount() != step.errors || step.diags.WarningsCount() != step.warnings {
			t.Errorf("%s: said %v", step.name, step.diags)
		}
	}
	said := signIn(&tenant.Tenant{Key: "northwind", ID: "n"}, true).Errors()[0]
	for _, part := range []string{`sign in to tenant "northwind"`, "AADSTS7000215", "The client secret is wrong.", "once per run"} {
		if !strings.Contains(said.Summary()+said.Detail(), part) {
			t.Errorf("the error lacks %q: %s", part, said.Detail())
		}
	}
	if outage := signIn(&tenant.Tenant{Key: "tailspin", ID: "t"}, false); outage.HasError() {
		t.Errorf("an outage fails the plan: %v", outage)
	}
}
