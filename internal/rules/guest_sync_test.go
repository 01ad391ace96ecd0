package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestRemovals(t *testing.T) {
	t.Parallel()
	target := rules.Tenant{Key: "fabrikam"}
	for name, test := range map[string]struct {
		facts rules.RemovalFacts
		want  []string
	}{
		"within the limits": {rules.RemovalFacts{Target: target}, nil},
		"too many": {
			rules.RemovalFacts{Source: "contoso", Target: target, Exceeded: []rules.Exceeded{{Count: 31, Of: 300, Limit: 30}}},
			[]string{"31 of 300 users", "on_leave allows 30", "max_people to at least 31", "max_percent to at least 11"},
		},
		"empty": {
			rules.RemovalFacts{Source: "contoso", Target: target, SourceEmpty: 300, Exceeded: []rules.Exceeded{{Count: 300, Of: 300, Limit: 30}}},
			[]string{`tenant "contoso" has no user`, "300 external users"},
		},
	} {
		findings := rules.CheckRemovals(test.facts)
		if len(findings) != min(len(test.want), 1) {
			t.Errorf("%s: %+v", name, findings)
			continue
		}
		for _, text := range test.want {
			if f := findings[0]; f.Code != rules.GuestsWouldLeave || !strings.Contains(f.Detail+f.Remedy, text) {
				t.Errorf("%s: %+v lacks %q", name, f, text)
			}
		}
	}
}

func TestAuthorities(t *testing.T) {
	t.Parallel()
	const target = "22222222-2222-4222-8222-222222222222"
	started := &rules.SyncJob{Started: true}
	for name, test := range map[string]struct {
		syncs rules.Fact[[]rules.Synchronization]
		want  bool
	}{
		"unknown":        {rules.Fact[[]rules.Synchronization]{}, false},
		"started":        {rules.Known([]rules.Synchronization{{Name: "Sync", TargetTenantID: rules.Known(strings.ToUpper(target)), Job: started}}), true},
		"stopped":        {rules.Known([]rules.Synchronization{{TargetTenantID: rules.Known(target), Job: &rules.SyncJob{}}}), false},
		"without a job":  {rules.Known([]rules.Synchronization{{TargetTenantID: rules.Known(target)}}), false},
		"another target": {rules.Known([]rules.Synchronization{{TargetTenantID: rules.Known("33333333-3333-4333-8333-333333333333"), Job: started}}), false},
		"unknown target": {rules.Known([]rules.Synchronization{{Job: started}}), false},
	} {
		findings := rules.CheckAuthorities(rules.AuthorityFacts{
			Source: rules.Tenant{Key: "contoso"}, Target: rules.Tenant{Key: "fabrikam"}, TargetTenantID: target, Synchronizations: test.syncs,
		})
		if found := len(findings) == 1 && findings[0].Code == rules.WrittenTwice; found != test.want {
			t.Errorf("%s: %+v", name, findings)
		}
	}
}
