package acctest

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestLiveTenantNeedsAllVariables: a test on a real tenant runs with all
// variables, is skipped with none, and fails with only some.
func TestLiveTenantNeedsAllVariables(t *testing.T) {
	t.Parallel()
	all := variables{}
	for _, name := range liveRequired {
		all[name] = "x"
	}
	with := func(change map[string]string) variables {
		v := maps.Clone(all)
		maps.Copy(v, change)
		maps.DeleteFunc(v, func(_, value string) bool { return value == "" })
		return v
	}
	tests := map[string]struct {
		variables     variables
		skipped, said string
	}{
		"none":                      {variables: variables{}, skipped: "MULTITENANT_LIVE_CLIENT_SECRET"},
		"all":                       {variables: all},
		"all, and where":            {variables: with(map[string]string{"CLOUD": "public", "AUTHORITY": "x", "GRAPH": "x"})},
		"no secret":                 {variables: with(map[string]string{"CLIENT_SECRET": ""}), said: "MULTITENANT_LIVE_CLIENT_SECRET is not set"},
		"two are missing":           {variables: with(map[string]string{"DOMAIN": "", "PARTNER_TENANT_ID": ""}), said: "MULTITENANT_LIVE_DOMAIN, MULTITENANT_LIVE_PARTNER_TENANT_ID is not set"},
		"only where":                {variables: variables{"CLOUD": "public"}, said: "MULTITENANT_LIVE_TENANT_ID"},
		"an authority and no Graph": {variables: with(map[string]string{"AUTHORITY": "x"}), said: "both MULTITENANT_LIVE_AUTHORITY and MULTITENANT_LIVE_GRAPH"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reason, err := test.variables.skip()
			if !strings.Contains(reason, test.skipped) || (reason == "") != (test.skipped == "") {
				t.Errorf("the reason to skip is %q, want %q", reason, test.skipped)
			}
			if (err == nil) != (test.said == "") || err != nil && !strings.Contains(err.Error(), test.said) {
				t.Errorf("the error is %v, want %q", err, test.said)
			}
		})
	}
}

// TestLiveVariablesAreDocumented expects each variable in CONTRIBUTING.md.
func TestLiveVariablesAreDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Concat(liveRequired, liveOptional) {
		if !strings.Contains(string(page), "`"+livePrefix+name+"`") {
			t.Errorf("CONTRIBUTING.md does not name %s%s", livePrefix, name)
		}
	}
}
