package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

var (
	fabrikam = &tenant.Tenant{Key: "fabrikam", ID: "22222222-2222-4222-8222-222222222222"}
	contoso  = &tenant.Tenant{Key: "contoso", ID: "11111111-1111-4111-8111-111111111111"}
)

func newData(checks topology.Severities) *tfkit.Data {
	return &tfkit.Data{Checks: checks, Notices: &tfkit.Notices{}, Tenants: tenant.NewRegistry([]*tenant.Tenant{fabrikam, contoso})}
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
		q := newData(nil).NewInquiry()
		for _, codes := range [][]topology.Code{{"MT020"}, {"MT022"}} {
			q.Ask(t.Context(), fabrikam, codes, func(ctx context.Context) error {
				<-ctx.Done()
				return ctx.Err()
			})
		}
		q.Wait(path.Root("email"), &diags)
		if took := time.Since(began); took != 30*time.Second {
			t.Errorf("the inquiry ended after %s, want 30s", took)
		}
		said := details(diags)
		if len(said) != 1 || !strings.HasPrefix(said[0], `MT020, MT022 could not be checked in tenant "fabrikam". There was no answer within 30s.`) {
			t.Errorf("the inquiry said %q", said)
		}
	})
}

func TestInquirySaysOncePerTenantAndPermission(t *testing.T) {
	t.Parallel()
	data := newData(topology.Severities{"MT001": topology.Off})
	ask := func(tenant *tenant.Tenant, read func(context.Context) error, codes ...topology.Code) []string {
		var diags diag.Diagnostics
		q := data.NewInquiry()
		q.Ask(t.Context(), tenant, codes, read)
		q.Ask(t.Context(), tenant, []topology.Code{"MT023"}, read)
		q.Wait(path.Root("email"), &diags)
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
		{"first", ask(fabrikam, policies, "MT022", "MT020"), `MT020, MT022, MT023, MT025 could not be checked in tenant "fabrikam".`},
		{"again", ask(fabrikam, policies, "MT020"), ""},
		{"another check", ask(fabrikam, policies, "MT025"), ""},
		{"another permission", ask(fabrikam, refused("OrgContact.Read.All"), "MT010"), `MT010, MT011, MT017 could not be checked in tenant "fabrikam".`},
		{"another tenant", ask(contoso, policies, "MT020"), `MT020, MT022, MT023, MT025 could not be checked in tenant "contoso".`},
		{"another trouble", ask(contoso, noRoute, "MT020"), `MT020, MT023 could not be checked in tenant "contoso". no route.`},
		{"another check in the same trouble", ask(contoso, noRoute, "MT021"), `MT021 could not be checked in tenant "contoso". no route.`},
		{
			"a check that is off beside others", ask(contoso, refused("User.Read.All"), "MT001", "MT002"),
			`MT002, MT004, MT005, MT006, MT008, MT014, MT016, MT017, MT018, MT019, MT030 could not be checked in tenant "contoso".`,
		},
		{"a permission that no check is known for", ask(contoso, refused("Device.Read.All"), "MT002"), `MT002, MT023 could not be checked in tenant "contoso".`},
		{"no trouble", ask(contoso, func(context.Context) error { return nil }, "MT005"), ""},
	} {
		switch {
		case step.want == "" && len(step.said) > 0, step.want != "" && len(step.said) != 1:
			t.Errorf("%s: said %q, want %q", step.name, step.said, step.want)
		case step.want != "" && !strings.HasPrefix(step.said[0], step.want):
			t.Errorf("%s: said %q, want %q", step.name, step.said[0], step.want)
		}
	}
	var diags diag.Diagnostics
	q := newData(nil).NewInquiry()
	q.Ask(t.Context(), fabrikam, []topology.Code{"MT020"}, policies)
	q.Wait(path.Root("tenant"), &diags)
	for _, part := range []string{"Insufficient privileges", "application permission Policy.Read.All in tenant", "in tenant \"fabrikam\"", "once per run", `"off"`} {
		if !strings.Contains(details(diags)[0], part) {
			t.Errorf("the warning lacks %q: %s", part, details(diags)[0])
		}
	}
}

func TestInquiryDoesNotAskForWhatIsOff(t *testing.T) {
	t.Parallel()
	q := newData(topology.Severities{"MT010": topology.Off, "MT011": topology.Off, "MT020": topology.Off}).NewInquiry()
	asked := make(chan string, 10)
	ask := func(name string, codes ...topology.Code) {
		q.Ask(t.Context(), fabrikam, codes, func(context.Context) error {
			asked <- name
			return nil
		})
	}
	ask("both off", "MT010", "MT011")
	ask("one off", "MT020", "MT021")
	ask("on", "MT003")
	q.Answered()
	close(asked)
	var got []string
	for name := range asked {
		got = append(got, name)
	}
	slices.Sort(got)
	if !slices.Equal(got, []string{"on", "one off"}) {
		t.Errorf("asked %q", got)
	}
}

func TestReportPutsFindingsWhereTheyBelong(t *testing.T) {
	t.Parallel()
	findings := []topology.Finding{
		{Code: "MT001", Severity: topology.Error, Summary: "One", Detail: "Detail.", Remedy: "Remedy."},
		{Code: "MT002", Severity: topology.Warn, Summary: "Two", Detail: "Detail."},
		{Code: "MT003", Severity: topology.Error, Summary: "Three"},
		{Code: "MT020", Severity: topology.Error, Summary: "Twenty"},
	}
	var diags diag.Diagnostics
	newData(topology.Severities{"MT003": topology.Off, "MT020": topology.Warn}).Report(findings, func(code topology.Code) path.Path {
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

// What many resources share is said by the first of them. The others fail with
// it when an apply goes on with them, and all of them with what only warned
// because the plan could still have changed it.
func TestReportSaysWhatIsSharedOnce(t *testing.T) {
	t.Parallel()
	const people = 50
	data := newData(topology.Severities{"MT021": topology.Warn})
	at := func(topology.Code) path.Path { return path.Root("email") }
	said := make(chan string, 10*people)
	var wg sync.WaitGroup
	for i := range people {
		wg.Go(func() {
			var diags diag.Diagnostics
			name := fmt.Sprint("person", i)
			data.Notices.Leave(name, data.Report([]topology.Finding{
				{Code: "MT001", Severity: topology.Error, Detail: name},
				{Code: "MT021", Severity: topology.Error, Detail: name, Shared: "fabrikam contoso"},
				{Code: "MT022", Severity: topology.Error, Detail: name, Shared: "fabrikam contoso"},
				{Code: "MT022", Severity: topology.Error, Detail: name + " here", Shared: "fabrikam northwind"},
				{Code: "MT023", Severity: topology.Error, Detail: name, Shared: "fabrikam northwind", Undecided: true},
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
