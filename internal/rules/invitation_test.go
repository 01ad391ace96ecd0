package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

const email = "ana.ruiz@contoso.example"

// fine are known facts without any finding: Ana is invited from Contoso to
// Fabrikam.
func fine() rules.InvitationFacts {
	return rules.InvitationFacts{
		Email: email, InvitedAs: rules.Guest, OnExisting: "error", OnSoftDeleted: "error",
		Resource:       rules.Tenant{Key: "fabrikam", Cloud: "public", Domains: rules.Known([]string{"fabrikam.example", "fabrikam.onmicrosoft.com"})},
		Users:          rules.Known([]rules.User{}),
		Deleted:        rules.Known([]rules.User{}),
		Contacts:       rules.Known([]rules.Contact{}),
		Home:           &rules.Tenant{Key: "contoso", Cloud: "public", Domains: rules.Known([]string{"contoso.example"})},
		People:         rules.Known([]rules.User{{ID: "h1", UserPrincipalName: email, Mail: email}}),
		Invitations:    rules.Known(rules.InvitationPolicy{AllowInvitesFrom: "everyone", MayInvite: rules.Known(true)}),
		DomainLists:    rules.Known(rules.DomainLists{}),
		Inbound:        rules.Ruling{Verdict: rules.Admitted, Origin: rules.FromDefault},
		Outbound:       rules.Ruling{Verdict: rules.Admitted, Origin: rules.FromDefault},
		ResourceClouds: rules.Clouds{Enabled: rules.Known([]string{})},
		HomeClouds:     rules.Clouds{Enabled: rules.Known([]string{})},
	}
}

type facts = rules.InvitationFacts

// rule is one change of the fine facts, and the resulting finding.
type rule struct {
	name   string
	change func(*facts)
	// want are the codes of the findings; says are texts in the detail or the
	// remedy of the only finding.
	want []rules.Code
	says []string
}

func (r rule) check(t *testing.T, base facts) {
	t.Helper()
	f := base
	r.change(&f)
	findings := rules.CheckInvitation(f)
	checkFindings(t, r.name, findings, r.want)
	if len(r.want) == 1 && len(findings) == 1 {
		checkText(t, r.name, findings[0], append(r.says, f.Email, `"fabrikam"`))
	}
}

func checkFindings(t *testing.T, name string, findings []rules.Finding, want []rules.Code) {
	t.Helper()
	var got []rules.Code
	for _, f := range findings {
		got = append(got, f.Code)
		if f.Severity != rules.DefaultSeverity(f.Code) || f.Summary != rules.Title(f.Code) || f.Detail == "" || f.Remedy == "" {
			t.Errorf("%s: incomplete finding %+v", name, f)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: found %v, want %v", name, got, want)
	}
}

func checkText(t *testing.T, name string, f rules.Finding, says []string) {
	t.Helper()
	for _, text := range says {
		if !strings.Contains(f.Detail+"\n"+f.Remedy, text) {
			t.Errorf("%s: %q is in neither\n%s\n%s", name, text, f.Detail, f.Remedy)
		}
	}
}

func TestNothingIsWrong(t *testing.T) {
	t.Parallel()
	checkFindings(t, "fine", rules.CheckInvitation(fine()), nil)
	checkFindings(t, "nothing known", rules.CheckInvitation(facts{Email: email, InvitedAs: rules.Guest}), nil)
	unknownHome := fine()
	unknownHome.Home = nil
	checkFindings(t, "home tenant not configured", rules.CheckInvitation(unknownHome), nil)
}

// If no user is invited, rules about invitations do not apply.
func TestNoInvitation(t *testing.T) {
	t.Parallel()
	wrong := func() facts {
		f := fine()
		f.InvitedAs = rules.Member
		f.Contacts = rules.Known([]rules.Contact{{ID: "c1", Mail: email}})
		f.Invitations = rules.Known(rules.InvitationPolicy{AllowInvitesFrom: "none"})
		f.Inbound.Verdict, f.Outbound.Verdict = rules.Refused, rules.Refused
		return f
	}
	guest := rules.User{ID: "g1", UserPrincipalName: "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com", UserType: rules.Guest, External: true}
	unfinished := guest
	unfinished.Unfinished = true
	for name, c := range map[string]struct {
		change func(*facts)
		want   []rules.Code
	}{
		"adopted": {func(f *facts) { f.Users, f.OnExisting = rules.Known([]rules.User{guest}), "adopt" }, nil},
		"exists":  {func(f *facts) { f.Users = rules.Known([]rules.User{guest}) }, []rules.Code{"MT005"}},
		"left by an interrupted apply": {
			func(f *facts) { f.Users = rules.Known([]rules.User{unfinished}) }, nil,
		},
		"restored": {func(f *facts) { f.Deleted, f.OnSoftDeleted = rules.Known([]rules.User{guest}), "restore" }, nil},
	} {
		f := wrong()
		c.change(&f)
		checkFindings(t, name, rules.CheckInvitation(f), c.want)
	}
}
