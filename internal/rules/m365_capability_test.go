package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func shown(scope rules.M365Scope) rules.M365Capability {
	return rules.M365Capability{Name: rules.MailTipsAll, Allowed: true, Scope: scope}
}

func hidden(scope rules.M365Scope) rules.M365Capability {
	return rules.M365Capability{Name: rules.MailTipsAll, Scope: scope}
}

func TestSameM365Capability(t *testing.T) {
	t.Parallel()
	everyUser := rules.M365Scope{AllUsers: true}
	for name, c := range map[string]struct {
		a, b rules.M365Capability
		same bool
	}{
		"all users":                    {shown(everyUser), shown(everyUser), true},
		"allowed and blocked":          {shown(everyUser), hidden(everyUser), false},
		"blocked without a scope":      {hidden(everyUser), hidden(rules.M365Scope{}), true},
		"allowed without a scope":      {shown(everyUser), shown(rules.M365Scope{}), false},
		"all users and one more":       {shown(everyUser), shown(rules.M365Scope{AllUsers: true, Users: []string{"u1"}}), true},
		"order and case":               {shown(rules.M365Scope{Groups: []string{"G1", "g2"}}), shown(rules.M365Scope{Groups: []string{"G2", "g1", "g1"}}), true},
		"user and group with one id":   {shown(rules.M365Scope{Groups: []string{"x"}}), shown(rules.M365Scope{Users: []string{"x"}}), false},
		"excluded":                     {shown(everyUser), shown(rules.M365Scope{AllUsers: true, ExcludedGroups: []string{"g1"}}), false},
		"blocked for all and for some": {hidden(everyUser), hidden(rules.M365Scope{Groups: []string{"g1"}}), false},
	} {
		if c.a.Same(c.b) != c.same || c.b.Same(c.a) != c.same {
			t.Errorf("%s: want %v", name, c.same)
		}
	}
}

func TestWiderM365Capability(t *testing.T) {
	t.Parallel()
	everyUser := rules.M365Scope{AllUsers: true}
	oneGroup := rules.M365Scope{Groups: []string{"g1"}}
	without := rules.M365Scope{AllUsers: true, ExcludedGroups: []string{"g1"}, ExcludedUsers: []string{"u1"}}
	for name, c := range map[string]struct {
		to, from rules.M365Capability
		want     []string
	}{
		"same":              {shown(oneGroup), shown(oneGroup), nil},
		"narrower":          {shown(oneGroup), shown(everyUser), nil},
		"blocked":           {hidden(everyUser), shown(oneGroup), nil},
		"allowed again":     {shown(oneGroup), hidden(everyUser), []string{"it is blocked so far"}},
		"all users":         {shown(everyUser), shown(oneGroup), []string{"all users instead of group g1"}},
		"all users of none": {shown(everyUser), shown(rules.M365Scope{}), []string{"all users instead of no user"}},
		"one more":          {shown(rules.M365Scope{Groups: []string{"g1", "g2"}, Users: []string{"u1"}}), shown(oneGroup), []string{"also group g2, user u1"}},
		"another one":       {shown(rules.M365Scope{Groups: []string{"g2"}}), shown(oneGroup), []string{"also group g2"}},
		"no exclusion":      {shown(everyUser), shown(without), []string{"group g1, user u1 no longer excluded"}},
		"another exclusion": {shown(without), shown(everyUser), nil},
		"user of the group": {shown(rules.M365Scope{Users: []string{"u1"}}), shown(oneGroup), []string{"also user u1"}},
	} {
		if got := c.to.Widens(c.from); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// TestM365Kinds compares the kinds with the table of m365-capabilities §3.
func TestM365Kinds(t *testing.T) {
	t.Parallel()
	for _, k := range rules.M365Kinds() {
		found, ok := rules.M365KindOf(k.Name)
		if !ok || found != k {
			t.Errorf("%s is not found by its name", k.Name)
		}
		anonymous, moves := strings.HasPrefix(k.Name, "anonymous"), k.Name == rules.MailboxMigration
		if k.OnPartner == anonymous || k.OnDefault == moves {
			t.Errorf("%s is set on partners: %v, on the default: %v", k.Name, k.OnPartner, k.OnDefault)
		}
		if anonymous != (k.Trust == nil) || moves != (k.Trust == rules.ServiceConnectInbound) {
			t.Errorf("%s needs %v", k.Name, k.Trust)
		}
		if sharing := strings.HasPrefix(k.Name, "crossTenantCalendarSharing"); sharing != (k.AllUsersType == rules.TargetGroup) {
			t.Errorf("all users of %s are a %s", k.Name, k.AllUsersType)
		}
	}
	if _, ok := rules.M365KindOf("CrossTenantMailTipsAll"); ok {
		t.Error("names are case-sensitive")
	}
}

func TestCheckM365Name(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		onDefault bool
		want      string
	}{
		"crossTenantMailTipsAll":                 {false, ""},
		"crossTenantOpenProfileCard":             {true, ""},
		"crossTenantMigration":                   {true, "for a partner only"},
		"anonymousCalendarSharingFreeBusyDetail": {false, "for the default only"},
		"CrossTenantMailTipsAll":                 {false, "Did you mean crossTenantMailTipsAll?"},
		"mailTips":                               {false, "Did you mean crossTenantMailTipsLimited or crossTenantMailTipsAll?"},
		"crossTenantProfileCard":                 {false, "Did you mean crossTenantOpenProfileCard?"},
		"crossTenantMailTipAll":                  {false, "Did you mean crossTenantMailTipsAll?"},
		"freebusy":                               {false, "Did you mean crossTenantCalendarSharingFreeBusySimple or"},
		"sharepoint":                             {false, "The names are crossTenantCalendarAvailabilityBasic, "},
		"":                                       {true, "The names are anonymousCalendarSharingFreeBusyDetail, "},
	} {
		got := rules.CheckM365Name(name, c.onDefault)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%q: %q, want %q", name, got, c.want)
		}
	}
}

func TestM365CapabilityInWords(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]rules.M365Capability{
		"allowed for all users":                         shown(rules.M365Scope{AllUsers: true}),
		"allowed for no user":                           shown(rules.M365Scope{}),
		"blocked for all users":                         hidden(rules.M365Scope{}),
		"allowed for group g1, user u1 except group g2": shown(rules.M365Scope{Users: []string{"U1"}, Groups: []string{"g1"}, ExcludedGroups: []string{"g2"}}),
		"blocked for group g1 except user all":          hidden(rules.M365Scope{Groups: []string{"g1"}, ExcludedUsers: []string{rules.M365All}}),
	} {
		if got := c.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
