package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// One application is decided by the algorithm of graph-cross-tenant §1.7, for all
// users and for members of a group that is not resolved.
func TestAdmitsTo(t *testing.T) {
	t.Parallel()
	const (
		yes   = rules.Admitted
		no    = rules.Refused
		maybe = rules.Undecided
		all   = rules.AllApplications
		teams = rules.Office365
	)
	for _, c := range []struct {
		users       rules.AccessType
		who         rules.Target
		application rules.AccessType
		what        string
		want        rules.Verdict
	}{
		{"allowed", everybody, "allowed", all, yes},
		{"allowed", everybody, "allowed", teams, yes},
		{"allowed", everybody, "allowed", rules.AllMicrosoftApps, yes},
		{"allowed", everybody, "allowed", appID, no},
		{"allowed", everybody, "blocked", teams, no},
		{"allowed", everybody, "blocked", rules.AllMicrosoftApps, no},
		{"allowed", everybody, "blocked", appID, yes},
		{"allowed", sales, "allowed", teams, maybe},
		{"allowed", sales, "allowed", appID, no},
		{"blocked", everybody, "blocked", all, no},
		{"blocked", everybody, "blocked", appID, yes},
		{"blocked", sales, "blocked", all, maybe},
		{"blocked", sales, "blocked", teams, maybe},
		{"blocked", sales, "allowed", teams, maybe},
		{"blocked", sales, "allowed", appID, no},
		{"unknownFutureValue", everybody, "allowed", all, maybe},
		{"allowed", everybody, "unknownFutureValue", all, maybe},
	} {
		setting := &rules.B2BSetting{UsersAndGroups: users(c.users, c.who), Applications: applications(c.application, c.what)}
		if got := setting.AdmitsTo(teams, unknown); got != c.want {
			t.Errorf("%s %s, %s %s: %d, want %d", c.users, c.who.ID, c.application, c.what, got, c.want)
		}
	}
	for _, setting := range []*rules.B2BSetting{nil, {}, {UsersAndGroups: users("allowed", everybody)}} {
		if got := setting.AdmitsTo(teams, unknown); got != maybe {
			t.Errorf("%+v: %d", setting, got)
		}
	}
}
