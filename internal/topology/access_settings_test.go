package topology_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// One application is asked about by the algorithm of graph-cross-tenant §1.7, for
// everybody and for members of a group that is not resolved.
func TestAdmitsTo(t *testing.T) {
	t.Parallel()
	const (
		yes   = topology.Admitted
		no    = topology.Refused
		maybe = topology.Undecided
		all   = topology.AllApplications
		teams = topology.Office365
	)
	for _, c := range []struct {
		users       topology.AccessType
		who         topology.Target
		application topology.AccessType
		what        string
		want        topology.Verdict
	}{
		{"allowed", everybody, "allowed", all, yes},
		{"allowed", everybody, "allowed", teams, yes},
		{"allowed", everybody, "allowed", topology.AllMicrosoftApps, yes},
		{"allowed", everybody, "allowed", appID, no},
		{"allowed", everybody, "blocked", teams, no},
		{"allowed", everybody, "blocked", topology.AllMicrosoftApps, no},
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
		setting := &topology.B2BSetting{UsersAndGroups: users(c.users, c.who), Applications: applications(c.application, c.what)}
		if got := setting.AdmitsTo(teams, unknown); got != c.want {
			t.Errorf("%s %s, %s %s: %d, want %d", c.users, c.who.ID, c.application, c.what, got, c.want)
		}
	}
	for _, setting := range []*topology.B2BSetting{nil, {}, {UsersAndGroups: users("allowed", everybody)}} {
		if got := setting.AdmitsTo(teams, unknown); got != maybe {
			t.Errorf("%+v: %d", setting, got)
		}
	}
}
