package rules_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// The table of the guide "Plan checks".
func TestDefaultSeverities(t *testing.T) {
	t.Parallel()
	want := []struct {
		code     rules.Code
		severity rules.Severity
	}{
		{"MT001", "error"},
		{"MT002", "warn"},
		{"MT003", "error"},
		{"MT004", "error"},
		{"MT005", "error"},
		{"MT006", "error"},
		{"MT007", "error"},
		{"MT008", "error"},
		{"MT010", "error"},
		{"MT011", "warn"},
		{"MT012", "warn"},
		{"MT013", "error"},
		{"MT014", "error"},
		{"MT015", "warn"},
		{"MT016", "error"},
		{"MT017", "error"},
		{"MT018", "error"},
		{"MT019", "warn"},
		{"MT020", "error"},
		{"MT021", "error"},
		{"MT022", "error"},
		{"MT023", "error"},
		{"MT024", "warn"},
		{"MT025", "warn"},
		{"MT026", "error"},
		{"MT027", "error"},
		{"MT028", "error"},
		{"MT030", "error"},
		{"MT031", "warn"},
		{"MT032", "error"},
		{"MT033", "error"},
		{"MT034", "error"},
		{"MT035", "error"},
		{"MT036", "error"},
		{"MT037", "warn"},
		{"MT038", "error"},
		{"MT040", "warn"},
		{"MT041", "warn"},
		{"MT042", "warn"},
		{"MT050", "warn"},
		{"MT051", "warn"},
		{"MT052", "error"},
		{"MT053", "error"},
		{"MT054", "error"},
		{"MT060", "error"},
		{"MT061", "error"},
		{"MT062", "error"},
		{"MT063", "error"},
		{"MT064", "error"},
		{"MT065", "error"},
		{"MT066", "error"},
		{"MT067", "error"},
		{"MT068", "error"},
		{"MT069", "warn"},
		{"MT070", "warn"},
		{"MT071", "error"},
		{"MT072", "warn"},
		{"MT073", "warn"},
		{"MT074", "error"},
		{"MT075", "warn"},
		{"MT076", "warn"},
		{"MT080", "error"},
		{"MT081", "error"},
	}
	var codes []rules.Code
	for _, w := range want {
		codes = append(codes, w.code)
		if got := rules.DefaultSeverity(w.code); got != w.severity {
			t.Errorf("%s is %s, want %s", w.code, got, w.severity)
		}
		if rules.Title(w.code) == "" {
			t.Errorf("%s has no title", w.code)
		}
	}
	if !slices.Equal(rules.Codes(), codes) {
		t.Errorf("the codes are %v", rules.Codes())
	}
}

// A code without a rule must not hide its finding.
func TestUnknownCodeIsAnError(t *testing.T) {
	t.Parallel()
	if got := rules.DefaultSeverity("MT999"); got != rules.Error {
		t.Errorf("MT999 is %s", got)
	}
	if got := rules.Title("MT999"); got != "" {
		t.Errorf("MT999 is called %q", got)
	}
}

func TestParseSeverities(t *testing.T) {
	t.Parallel()
	chosen, err := rules.ParseSeverities(map[string]string{"MT001": "warn", "MT012": "off"})
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[rules.Code]rules.Severity{"MT001": "warn", "MT012": "off", "MT002": "warn", "MT003": "error"} {
		if got := chosen.Of(code); got != want {
			t.Errorf("%s is %s, want %s", code, got, want)
		}
	}
	_, err = rules.ParseSeverities(map[string]string{"MT999": "warn"})
	checkError(t, "MT999", err, `"MT999" is not the code of a check`)
	_, err = rules.ParseSeverities(map[string]string{"MT001": "warning"})
	checkError(t, "warning", err, "the severities are error, warn, off")
}

// An error about a code suggests the nearest one, and lists no others.
func TestCheckCode(t *testing.T) {
	t.Parallel()
	for name, nearest := range map[string]string{
		"mt001": "MT001", "MT1": "MT001", "MT-023": "MT023", "MT009": "MT008", "MT999": "MT081", "upn": "", "": "", "MT99999999999999999999": "",
	} {
		err := rules.CheckCode(name)
		checkError(t, name, err, "guides/plan-checks")
		if codes := regexp.MustCompile(`MT\d{3}: `).FindAllString(fmt.Sprint(err), -1); nearest == "" && len(codes) > 0 ||
			nearest != "" && !slices.Equal(codes, []string{nearest + ": "}) {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, code := range rules.Codes() {
		if err := rules.CheckCode(string(code)); err != nil {
			t.Error(err)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	findings := []rules.Finding{{Code: "MT001", Severity: "error"}, {Code: "MT002", Severity: "warn"}, {Code: "MT003", Severity: "error"}}
	judged := rules.Severities{"MT001": "off", "MT002": "error"}.Judge(findings)
	if len(judged) != 2 || judged[0].Code != "MT002" || judged[0].Severity != "error" || judged[1].Severity != "error" {
		t.Errorf("judged: %+v", judged)
	}
	if findings[1].Severity != "warn" {
		t.Error("the findings that were given have changed")
	}
	if all := rules.Severities(nil).Judge(findings); len(all) != len(findings) {
		t.Errorf("without choices: %+v", all)
	}
}
