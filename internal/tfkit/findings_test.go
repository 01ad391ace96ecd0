package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	fabrikam = &tenant.Tenant{Key: "fabrikam", ID: "22222222-2222-4222-8222-222222222222"}
	contoso  = &tenant.Tenant{Key: "contoso", ID: "11111111-1111-4111-8111-111111111111"}
)

func newData(checks rules.Severities, tenants ...*tenant.Tenant) *tfkit.Data {
	if tenants == nil {
		tenants = []*tenant.Tenant{fabrikam, contoso}
	}
	all := tenant.NewRegistry(tenants)
	return &tfkit.Data{Checks: checks, Notices: &tfkit.Notices{}, Tenants: all, Inspect: inspect.NewMachine(all, checks)}
}

var questions atomic.Int64

// ask is a new question each time, so that no earlier refusal applies.
func ask(ctx context.Context, i *inspect.Inquiry, t *tenant.Tenant, read func(context.Context) error, codes ...rules.Code) {
	var fact rules.Fact[bool]
	inspect.Question[bool]{
		Topic: inspect.Topic{Name: fmt.Sprint(questions.Add(1)), Checks: codes},
		Read:  func(ctx context.Context, _ *tenant.Tenant) (bool, error) { return true, read(ctx) },
	}.Ask(ctx, i, t, &fact)
}

// refused is Graph's answer to an application without a permission.
func refused(permissions ...string) func(context.Context) error {
	return func(context.Context) error {
		return &service.Error{
			Service: graph.Service, Kinds: []error{service.ErrForbidden}, Operation: "GET /policies", Tenant: "fabrikam", Permissions: permissions, Status: 403,
			Code: "Authorization_RequestDenied", Message: "Insufficient privileges to complete the operation.",
		}
	}
}

// TestInquiryTimesOut waits for an answer that never comes.
func TestInquiryTimesOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var diags diag.Diagnostics
		data := newData(nil)
		i := data.Inspect.Plan()
		for _, code := range []rules.Code{"MT020", "MT022"} {
			ask(t.Context(), i, fabrikam, func(ctx context.Context) error {
				<-ctx.Done()
				return ctx.Err()
			}, code)
		}
		data.ReportUnread(i, path.Root("email"), &diags)
		if took := time.Since(began); took != 30*time.Second {
			t.Errorf("the inquiry ended after %s, want 30s", took)
		}
		said := details(diags)
		if len(said) != 1 || !strings.HasPrefix(said[0], `MT020, MT022 could not be checked in tenant "fabrikam". Tenant "fabrikam" gave no answer within 30s.`) {
			t.Errorf("the inquiry said %q", said)
		}
	})
}

func TestInquirySaysOncePerTenantAndPermission(t *testing.T) {
	t.Parallel()
	data := newData(rules.Severities{"MT001": rules.Off})
	said := func(tenant *tenant.Tenant, read func(context.Context) error, codes ...rules.Code) []string {
		var diags diag.Diagnostics
		i := data.Inspect.Plan()
		ask(t.Context(), i, tenant, read, codes...)
		ask(t.Context(), i, tenant, read, "MT023")
		data.ReportUnread(i, path.Root("email"), &diags)
		if diags.HasError() {
			t.Error("a fact that cannot be read has to be no error")
		}
		return details(diags)
	}
	policies := refused("Policy.Read.All", "Policy.ReadWrite.Authorization")
	noRoute := func(context.Context) error { return errors.New("no route") }
	for _, step := range []struct {
		name string
		said []string
		want string
	}{
		{"first", said(fabrikam, policies, "MT022", "MT020"), `MT020, MT022, MT023, MT025, MT032, MT035, MT071, MT073 could not be checked in tenant "fabrikam".`},
		{"again", said(fabrikam, policies, "MT020"), ""},
		{"another check", said(fabrikam, policies, "MT025"), ""},
		{"another permission", said(fabrikam, refused("OrgContact.Read.All"), "MT010"), `MT010, MT011, MT017 could not be checked in tenant "fabrikam".`},
		{"another tenant", said(contoso, policies, "MT020"), `MT020, MT022, MT023, MT025, MT032, MT035, MT071, MT073 could not be checked in tenant "contoso".`},
		{"another trouble", said(contoso, noRoute, "MT020"), `MT020, MT023 could not be checked in tenant "contoso". no route.`},
		{"another check in the same trouble", said(contoso, noRoute, "MT021"), `MT021 could not be checked in tenant "contoso". no route.`},
		{
			"a check that is off beside others", said(contoso, refused("User.Read.All"), "MT001", "MT002"),
			`MT002, MT004, MT005, MT006, MT008, MT013, MT014, MT016, MT017, MT018, MT019, MT030, MT031, MT041, MT042 could not be checked in tenant "contoso".`,
		},
		{"a permission that no check is known for", said(contoso, refused("Device.Read.All"), "MT002"), `MT002, MT023 could not be checked in tenant "contoso".`},
		{"no trouble", said(contoso, func(context.Context) error { return nil }, "MT005"), ""},
	} {
		switch {
		case step.want == "" && len(step.said) > 0, step.want != "" && len(step.said) != 1:
			t.Errorf("%s: said %q, want %q", step.name, step.said, step.want)
		case step.want != "" && !strings.HasPrefix(step.said[0], step.want):
			t.Errorf("%s: said %q, want %q", step.name, step.said[0], step.want)
		}
	}
	var diags diag.Diagnostics
	data = newData(nil)
	i := data.Inspect.Plan()
	ask(t.Context(), i, fabrikam, policies, "MT020")
	data.ReportUnread(i, path.Root("tenant"), &diags)
	for _, part := range []string{"refused the request (403 Authorization_RequestDenied)", "application permission Policy.Read.All in tenant", "in tenant \"fabrikam\"", "once per run", `"off"`} {
		if !strings.Contains(details(diags)[0], part) {
			t.Errorf("the warning lacks %q: %s", part, details(diags)[0])
		}
	}
}

func TestReportPutsFindingsWhereTheyBelong(t *testing.T) {
	t.Parallel()
	findings := []rules.Finding{
		{Code: "MT001", Severity: rules.Error, Summary: "One", Detail: "Detail.", Remedy: "Remedy."},
		{Code: "MT002", Severity: rules.Warn, Summary: "Two", Detail: "Detail."},
		{Code: "MT003", Severity: rules.Error, Summary: "Three"},
		{Code: "MT020", Severity: rules.Error, Summary: "Twenty"},
	}
	var diags diag.Diagnostics
	newData(rules.Severities{"MT003": rules.Off, "MT020": rules.Warn}).Report(findings, func(code rules.Code) path.Path {
		return path.Root(strings.ToLower(string(code)))
	}, &diags)
	want := diag.Diagnostics{
		diag.NewAttributeErrorDiagnostic(path.Root("mt001"), "MT001: One", "Detail.\n\nRemedy."),
		diag.NewAttributeWarningDiagnostic(path.Root("mt002"), "MT002: Two", "Detail."),
		diag.NewAttributeWarningDiagnostic(path.Root("mt020"), "MT020: Twenty", ""),
	}
	if !diags.Equal(want) {
		t.Errorf("reported %v, want %v", diags, want)
	}
}

// A shared finding is reported by the first resource only. The others fail with it
// in the apply, including with findings that were warnings because the plan could
// still have changed.
func TestReportSaysWhatIsSharedOnce(t *testing.T) {
	t.Parallel()
	const people = 50
	data := newData(rules.Severities{"MT021": rules.Warn})
	at := func(rules.Code) path.Path { return path.Root("email") }
	said := make(chan string, 10*people)
	var wg sync.WaitGroup
	for i := range people {
		wg.Go(func() {
			var diags diag.Diagnostics
			name := fmt.Sprint("person", i)
			data.Notices.Leave(name, data.Report([]rules.Finding{
				{Code: "MT001", Severity: rules.Error, Detail: name},
				{Code: "MT021", Severity: rules.Error, Detail: name, Shared: "fabrikam contoso"},
				{Code: "MT022", Severity: rules.Error, Detail: name, Shared: "fabrikam contoso"},
				{Code: "MT022", Severity: rules.Error, Detail: name + " here", Shared: "fabrikam northwind"},
				{Code: "MT023", Severity: rules.Error, Detail: name, Shared: "fabrikam northwind", Undecided: true},
			}, at, &diags))
			planned := len(diags)
			data.ReportUnsaid(name, at, &diags)
			for i, d := range diags {
				when := "planning"
				if i >= planned {
					when = "applying"
				}
				code, _, _ := strings.Cut(d.Summary(), ":")
				said <- code + " " + d.Severity().String() + " " + when
			}
		})
	}
	wg.Wait()
	close(said)
	got := map[string]int{}
	for text := range said {
		got[text]++
	}
	want := map[string]int{
		"MT001 Error planning": people, "MT021 Warning planning": 1, "MT022 Error planning": 2, "MT022 Error applying": 2*people - 2,
		"MT023 Warning planning": 1, "MT023 Error applying": people,
	}
	if !maps.Equal(got, want) {
		t.Errorf("said %v, want %v", got, want)
	}
}

func details(diags diag.Diagnostics) []string {
	var said []string
	for _, d := range diags {
		said = append(said, d.Detail())
	}
	return said
}
