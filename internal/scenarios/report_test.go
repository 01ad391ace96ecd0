package scenarios_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
)

var update = flag.Bool("update", false, "write the sample report, and the plan from which the tests of package report take it")

const (
	sampleFolder = top + "examples/report"
	samplePlan   = top + "internal/report/testdata/plan.json"
)

// TestSampleReport applies the estate of the sample report, changes tenants outside
// of Terraform, and plans its second revision. The report of that plan, and of the
// state, is the one of the repository, and contains no secret.
func TestSampleReport(t *testing.T) {
	t.Parallel()
	e := acctest.ReadEstate(t, filepath.Join(sampleFolder, "tenants.json"))
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_emulator_ready_file="+w.ReadyFile())
	s.Copy("report", sampleFolder)
	s.Copy("modules", top+"examples/modules")
	chdir := "-chdir=report"
	s.MustRun(chdir, "init")
	s.MustRun(chdir, "apply", "-auto-approve")

	ids := map[string]string{}
	for _, tenant := range e.Tenants {
		ids[tenant.Key] = tenant.TenantID
	}
	w.Welcome(ids["fabrikam"], "ana.ruiz@contoso.example")
	w.Welcome(ids["contoso"], "dan.novak@fabrikam.example")
	if err := w.ChangePartner(ids["northwind"], ids["fabrikam"], acctest.Object{"inboundTrust": acctest.Object{"isMfaAccepted": false}}); err != nil {
		t.Fatal(err)
	}
	if err := w.ChangeAuthorization(ids["fabrikam"], acctest.Object{"allowInvitesFrom": "none"}); err != nil {
		t.Fatal(err)
	}
	s.MustRun(chdir, "plan", "-var", "revision=2", "-out=planned")

	plan := s.MustRun(chdir, "show", "-json", "planned")
	state := s.MustRun(chdir, "show", "-json")
	normal := normalized(t, plan, e)
	if *update {
		put(t, samplePlan, normal)
		put(t, filepath.Join(sampleFolder, "report.html"), reported(t, normal))
		put(t, filepath.Join(sampleFolder, "report.md"), reported(t, normal, "-format", "markdown"))
	}
	if html := reported(t, normal); html != read(t, filepath.Join(sampleFolder, "report.html")) {
		t.Errorf("the report of the plan is not that of the repository; run make sample and look at the difference:\n%s", html)
	}
	for name, shown := range map[string]string{"plan": plan, "state": state} {
		for _, flags := range [][]string{nil, {"-format", "markdown"}, {"-unmask"}} {
			secretFree(t, name, e, shown, reported(t, shown, flags...))
		}
	}
}

// reported is the report of the output of the CLI.
func reported(t *testing.T, shown string, flags ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := report.Command(flags, strings.NewReader(shown), &stdout, &stderr); code != 0 {
		t.Fatalf("report ends with %d: %s", code, &stderr)
	}
	return stdout.String()
}

var redeemURL = regexp.MustCompile(`"redeem_url":"([^"]+)"`)

// secretFree expects that neither a redemption URL nor a client secret is in a
// report.
func secretFree(t *testing.T, name string, e *acctest.Estate, shown, html string) {
	t.Helper()
	secrets := redeemURL.FindAllStringSubmatch(shown, -1)
	if len(secrets) == 0 {
		t.Errorf("the %s has no redemption URL, so the test proves nothing", name)
	}
	for _, tenant := range e.Tenants {
		secrets = append(secrets, []string{"", tenant.Applications[0].ClientSecret})
	}
	for _, secret := range append(secrets, []string{"", "ticket"}) {
		if strings.Contains(html, secret[1]) {
			t.Errorf("the report of the %s contains %q", name, secret[1])
		}
	}
}

var guid = regexp.MustCompile(`[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}`)

// normalized replaces what differs from run to run: ids that the emulator chose,
// versions, times and files. What a report does not read is dropped.
func normalized(t *testing.T, plan string, e *acctest.Estate) string {
	t.Helper()
	seed := map[string]bool{}
	for _, tenant := range e.Tenants {
		seed[tenant.TenantID] = true
	}
	plan = redeemURL.ReplaceAllString(plan, `"redeem_url":"https://login.microsoftonline.com/redeem?ticket=secret"`)
	numbers := map[string]string{}
	plan = guid.ReplaceAllStringFunc(plan, func(id string) string {
		if seed[id] {
			return id
		}
		if numbers[id] == "" {
			numbers[id] = fmt.Sprintf("%04x0000-0000-4000-8000-000000000000", len(numbers)+1)
		}
		return numbers[id]
	})
	var document map[string]any
	if err := json.Unmarshal([]byte(plan), &document); err != nil {
		t.Fatal(err)
	}
	document["terraform_version"], document["timestamp"] = "1.11.4", "2026-11-27T12:00:00Z"
	prior, ok := document["prior_state"].(map[string]any)
	if !ok {
		t.Fatal("the plan has no prior state")
	}
	prior["terraform_version"] = "1.11.4"
	for _, name := range []string{"variables", "planned_values", "configuration", "relevant_attributes", "checks", "output_changes"} {
		delete(document, name)
	}
	data, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

func put(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
