package topology_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

const email = "ana.ruiz@contoso.example"

// fine are facts that are all known, and in which nothing is wrong: Ana is
// invited from Contoso to Fabrikam.
func fine() topology.InvitationFacts {
	return topology.InvitationFacts{
		Email: email, InvitedAs: topology.Guest, OnExisting: "error", OnSoftDeleted: "error",
		Resource:       topology.Tenant{Key: "fabrikam", Cloud: "public", Domains: topology.Known([]string{"fabrikam.example", "fabrikam.onmicrosoft.com"})},
		Users:          topology.Known([]topology.User{}),
		Deleted:        topology.Known([]topology.User{}),
		Contacts:       topology.Known([]topology.Contact{}),
		Home:           &topology.Tenant{Key: "contoso", Cloud: "public", Domains: topology.Known([]string{"contoso.example"})},
		People:         topology.Known([]topology.User{{ID: "h1", UserPrincipalName: email, Mail: email}}),
		Invitations:    topology.Known(topology.InvitationPolicy{AllowInvitesFrom: "everyone", MayInvite: topology.Known(true)}),
		DomainLists:    topology.Known(topology.DomainLists{}),
		Inbound:        topology.Ruling{Verdict: topology.Admitted, Origin: topology.FromDefault},
		Outbound:       topology.Ruling{Verdict: topology.Admitted, Origin: topology.FromDefault},
		ResourceClouds: topology.Clouds{Enabled: topology.Known([]string{})},
		HomeClouds:     topology.Clouds{Enabled: topology.Known([]string{})},
	}
}

type facts = topology.InvitationFacts

// rule is one way in which facts differ from the fine ones, and the finding.
type rule struct {
	name   string
	change func(*facts)
	// want are the codes of the findings; says is what the only finding has to
	// say in its detail and remedy.
	want []topology.Code
	says []string
}

func (r rule) check(t *testing.T, base facts) {
	t.Helper()
	f := base
	r.change(&f)
	findings := topology.CheckInvitation(f)
	checkFindings(t, r.name, findings, r.want)
	if len(r.want) == 1 && len(findings) == 1 {
		checkText(t, r.name, findings[0], append(r.says, f.Email, `"fabrikam"`))
	}
}

func checkFindings(t *testing.T, name string, findings []topology.Finding, want []topology.Code) {
	t.Helper()
	var got []topology.Code
	for _, f := range findings {
		got = append(got, f.Code)
		if f.Severity != topology.DefaultSeverity(f.Code) || f.Summary != topology.Title(f.Code) || f.Detail == "" || f.Remedy == "" {
			t.Errorf("%s: incomplete finding %+v", name, f)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: found %v, want %v", name, got, want)
	}
}

func checkText(t *testing.T, name string, f topology.Finding, says []string) {
	t.Helper()
	for _, text := range says {
		if !strings.Contains(f.Detail+"\n"+f.Remedy, text) {
			t.Errorf("%s: %q is in neither\n%s\n%s", name, text, f.Detail, f.Remedy)
		}
	}
}

func TestNothingIsWrong(t *testing.T) {
	t.Parallel()
	checkFindings(t, "fine", topology.CheckInvitation(fine()), nil)
	checkFindings(t, "nothing known", topology.CheckInvitation(facts{Email: email, InvitedAs: topology.Guest}), nil)
	unknownHome := fine()
	unknownHome.Home = nil
	checkFindings(t, "home tenant not configured", topology.CheckInvitation(unknownHome), nil)
}

// Where nobody is invited, everything that is wrong with an invitation is beside
// the point.
func TestNobodyIsInvited(t *testing.T) {
	t.Parallel()
	wrong := func() facts {
		f := fine()
		f.InvitedAs = topology.Member
		f.Contacts = topology.Known([]topology.Contact{{ID: "c1", Mail: email}})
		f.Invitations = topology.Known(topology.InvitationPolicy{AllowInvitesFrom: "none"})
		f.Inbound.Verdict, f.Outbound.Verdict = topology.Refused, topology.Refused
		return f
	}
	guest := topology.User{ID: "g1", UserPrincipalName: "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com", UserType: topology.Guest, External: true}
	unfinished := guest
	unfinished.Unfinished = true
	for name, c := range map[string]struct {
		change func(*facts)
		want   []topology.Code
	}{
		"adopted": {func(f *facts) { f.Users, f.OnExisting = topology.Known([]topology.User{guest}), "adopt" }, nil},
		"exists":  {func(f *facts) { f.Users = topology.Known([]topology.User{guest}) }, []topology.Code{"MT005"}},
		"left by an interrupted apply": {
			func(f *facts) { f.Users = topology.Known([]topology.User{unfinished}) }, nil,
		},
		"restored": {func(f *facts) { f.Deleted, f.OnSoftDeleted = topology.Known([]topology.User{guest}), "restore" }, nil},
	} {
		f := wrong()
		c.change(&f)
		checkFindings(t, name, topology.CheckInvitation(f), c.want)
	}
}
