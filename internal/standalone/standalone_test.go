package standalone_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/standalone"
)

func TestMain(m *testing.M) { acctest.Main(m) }

var commands = standalone.Commands{Version: "test"}

const ada = "ada.admin@contoso.example"

// closed is an estate in which Fabrikam admits no user of Contoso, and Contoso admits
// those of Fabrikam to shared channels as well.
func closed() *acctest.Estate {
	e := acctest.Standard().WithExchange("Global Reader")
	fabrikam, contoso := e.Tenant(acctest.Fabrikam).CrossTenantAccess, e.Tenant(acctest.Contoso).CrossTenantAccess
	fabrikam["partners"] = []acctest.Object{{"tenantId": acctest.ContosoID, "b2bCollaborationInbound": acctest.Everything("blocked")}}
	contoso["partners"] = []acctest.Object{{
		"tenantId": acctest.FabrikamID, "b2bCollaborationInbound": acctest.Everything("allowed"), "b2bDirectConnectInbound": acctest.Everything("allowed"),
		"inboundTrust": acctest.Object{"isMfaAccepted": true},
	}}
	return e
}

// providerFile is a file with the provider block for a world.
func providerFile(t *testing.T, w *acctest.World, keys ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "providers.tf")
	if err := os.WriteFile(name, []byte(w.ConfigFor(keys, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestExplain: a user is kept out with the gates and the changes as text and as JSON,
// and gets in after the changes. The exit code is the verdict.
func TestExplain(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, closed())
	all := providerFile(t, w, w.Keys()...)
	explain := func(want int, args ...string) (string, string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := commands.Explain(t.Context(), args, &stdout, &stderr); code != want {
			t.Fatalf("%v ends with %d, want %d: %s%s", args, code, want, &stdout, &stderr)
		}
		return stdout.String(), stderr.String()
	}
	text, _ := explain(3, "-provider-file", all, "-who", ada, "-into", "fabrikam")
	for _, want := range []string{
		"ada.admin@contoso.example of contoso in fabrikam, sign_in: cannot\n",
		"  ✓ open    home outbound (contoso, b2bCollaborationOutbound)\n            default: users allowed: AllUsers",
		"  ✕ closed  inbound (fabrikam, b2bCollaborationInbound)\n            partner: users blocked: AllUsers",
		"  - fabrikam, b2bCollaborationInbound: set it in",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the explanation lacks %q:\n%s", want, text)
		}
	}
	if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, acctest.Object{"b2bCollaborationInbound": nil}); err != nil {
		t.Fatal(err)
	}
	w.Welcome(acctest.FabrikamID, ada)
	text, _ = explain(0, "-provider-file", all, "-who", ada, "-into", "fabrikam", "-from", "contoso", "-json")
	var found struct {
		Home    string `json:"home_tenant"`
		Answers map[string]struct{ Verdict string }
	}
	if err := json.Unmarshal([]byte(text), &found); err != nil || found.Home != "contoso" || len(found.Answers) != 1 || found.Answers["sign_in"].Verdict != "can" {
		t.Errorf("%v: %s", err, text)
	}
	text, _ = explain(3, "-provider-file", all, "-who", ada, "-into", "fabrikam", "-question", "all")
	if verdicts := regexp.MustCompile(`(?m)^\S.*, (\w+): (?:can|cannot|unknown)$`).FindAllString(text, -1); len(verdicts) != 4 {
		t.Errorf("the answers are %q:\n%s", verdicts, text)
	}
	for _, c := range []struct {
		code int
		args []string
		want string
	}{
		{1, []string{"-provider-file", all, "-who", "a@other.example", "-into", "fabrikam"}, "-from names the home tenant of the user, one of contoso, northwind"},
		{1, []string{"-provider-file", all, "-who", ada, "-from", "contoso", "-into", "tailspin"}, `the provider has no tenant "tailspin"`},
		{1, []string{"-provider-file", providerFile(t, w, "contoso"), "-who", ada, "-into", "contoso"}, `no tenant but "contoso"`},
		{1, []string{"-provider-file", "none.tf", "-who", ada, "-into", "fabrikam"}, "none.tf"},
		{2, []string{"-who", ada, "-into", "fabrikam"}, "-provider-file, -who and -into are needed"},
		{2, []string{"-provider-file", all, "-who", ada, "-into", "fabrikam", "-question", "fly"}, `no question "fly"`},
		{2, []string{"-provider-file", all, "-who", ada, "-into", "fabrikam", "x"}, `unexpected argument "x"`},
		{0, []string{"-h"}, "The exit code is 0 if the user can"},
	} {
		if _, message := explain(c.code, c.args...); !strings.Contains(message, c.want) {
			t.Errorf("%v prints %s, want %s", c.args, message, c.want)
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("explanations wrote %v", writes)
	}
}

// TestExplainUnread: without permissions the verdict is unknown, and the only other
// tenant is the home tenant.
func TestExplainUnread(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	for _, key := range []string{acctest.Contoso, acctest.Fabrikam} {
		e.Tenant(key).Applications[0].Permissions = nil
	}
	w := acctest.Start(t, e)
	var stdout, stderr bytes.Buffer
	code := commands.Explain(t.Context(), []string{"-provider-file", providerFile(t, w, "contoso", "fabrikam"), "-who", ada, "-into", "fabrikam"}, &stdout, &stderr)
	if code != 4 || !strings.Contains(stdout.String(), "of contoso in fabrikam, sign_in: unknown") || !strings.Contains(stdout.String(), "User.Read.All") {
		t.Errorf("ended with %d: %s%s", code, &stdout, &stderr)
	}
}

// reported is the report of the tenants of a file.
func reported(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := report.Live(commands.Estate).Command(t.Context(), args, nil, &stdout, &stderr); code != 0 {
		t.Fatalf("%v ends with %d: %s", args, code, &stderr)
	}
	if strings.Contains(stdout.String(), "s3cret-of-") {
		t.Error("the report has a secret")
	}
	return stdout.String()
}

// TestReport: the report of tenants has their edges, findings and users, and says what
// could not be read.
func TestReport(t *testing.T) {
	t.Parallel()
	e := closed()
	e.Tenant(acctest.Northwind).Applications[0].Permissions = []string{"Organization.Read.All"}
	w := acctest.Start(t, e)
	w.Welcome(acctest.ContosoID, "mona.manager@fabrikam.example")
	all := providerFile(t, w, w.Keys()...)
	lines := reported(t, "-provider-file", all, "-format", "markdown")
	for _, want := range []string{
		"3 tenants, ", ", 1 user,",
		// The entry of the target blocks one, and the check of what the other grants finds
		// that the default of its source blocks shared channels.
		"| contoso → fabrikam | ✓ open | ✕ blocked |", "| fabrikam → contoso | ✕ blocked | ✓ open | **MT067**",
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("the report lacks %q:\n%s", want, lines)
		}
	}
	page := reported(t, "-provider-file", all, "-unmask")
	for _, want := range []string{"From the tenants", acctest.ContosoID, "mona.manager@fabrikam.example", "US Government", "northwind", "Policy.Read.All"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	page = reported(t, "-provider-file", all, "-users=false", "-edge", "contoso:fabrikam=b2b_collaboration,trust_mfa")
	for _, unwanted := range []string{acctest.ContosoID, "mona.manager", "Mona Manager"} {
		if strings.Contains(page, unwanted) {
			t.Errorf("the page has %q", unwanted)
		}
	}
	if !strings.Contains(page, "MT062") || !strings.Contains(page, "no declared edge") && !strings.Contains(page, "no edge declared") {
		t.Error("the page lacks findings and undeclared grants of the edge that is declared")
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("reports wrote %v", writes)
	}
}

// TestReportRefusals: a block that is no provider block, a sign-in that fails in every
// tenant, and an edge of another tenant are errors, and no report is printed.
func TestReportRefusals(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	all := providerFile(t, w, w.Keys()...)
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "p.tf")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	for want, args := range map[string][]string{
		`unsupported attribute "tenant"`: {"-provider-file", file(`provider "multitenant" { tenant = {} }`)},
		"AADSTS7000215":                  {"-provider-file", file(strings.ReplaceAll(w.Provider("contoso"), "s3cret-of-contoso", "wrong-value"))},
		`no tenant "tailspin"`:           {"-provider-file", all, "-edge", "contoso:tailspin"},
		"both -provider-file and":        {"-provider-file", all, "plan.json"},
		"-edge needs -provider-file":     {"-edge", "contoso:fabrikam"},
		"must be the keys of two":        {"-provider-file", all, "-edge", "contoso"},
	} {
		var stdout, stderr bytes.Buffer
		code := report.Live(commands.Estate).Command(t.Context(), args, io.MultiReader(), &stdout, &stderr)
		if code == 0 || stdout.Len() > 0 || !strings.Contains(stderr.String(), want) || strings.Contains(stderr.String(), "wrong-value") {
			t.Errorf("%v ends with %d: %s", args, code, &stderr)
		}
	}
}
