package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func TestInvitationPolicyRules(t *testing.T) {
	t.Parallel()
	policy := func(from string, may rules.Fact[bool]) func(*facts) {
		return func(f *facts) {
			f.Invitations = rules.Known(rules.InvitationPolicy{AllowInvitesFrom: from, MayInvite: may})
		}
	}
	lists := func(allowed, blocked []string) func(*facts) {
		return func(f *facts) {
			f.DomainLists = rules.Known(rules.DomainLists{Allowed: allowed, Blocked: blocked})
		}
	}
	yes, no, unknown := rules.Known(true), rules.Known(false), rules.Fact[bool]{}
	shut, refused := []rules.Code{"MT020"}, []rules.Code{"MT021"}
	for _, r := range []rule{
		{"no user may invite", policy("none", yes), shut, []string{`allowInvitesFrom`, `"none"`}},
		{"inviters only, without the permission", policy("adminsAndGuestInviters", no), shut, []string{"User.Invite.All"}},
		{"inviters only, with the permission", policy("adminsAndGuestInviters", yes), nil, nil},
		{"inviters only, permissions not read", policy("adminsAndGuestInviters", unknown), nil, nil},
		{"members may invite", policy("adminsGuestInvitersAndAllMembers", no), nil, nil},
		{"everyone may invite", policy("everyone", no), nil, nil},
		{"no value", policy("", no), nil, nil},
		{"policy not read", func(f *facts) { f.Invitations = rules.Fact[rules.InvitationPolicy]{} }, nil, nil},

		{"blocked domain", lists(nil, []string{"Contoso.example"}), refused, []string{"blocked domains", "contoso.example"}},
		{"another blocked domain", lists(nil, []string{"example", "x.contoso.example"}), nil, nil},
		{"not on the allow list", lists([]string{"northwind.example"}, nil), refused, []string{"not on the tenant's list", "Add contoso.example"}},
		{"on the allow list", lists([]string{"northwind.example", "CONTOSO.example"}, nil), nil, nil},
		{"lists not read", func(f *facts) { f.DomainLists = rules.Fact[rules.DomainLists]{} }, nil, nil},
	} {
		r.check(t, fine())
	}
}

func TestAccessRules(t *testing.T) {
	t.Parallel()
	refused := func(from rules.Origin) rules.Ruling {
		return rules.Ruling{Verdict: rules.Refused, Origin: from}
	}
	blocked := []rules.Code{"MT022"}
	for _, r := range []rule{
		{
			"inbound partner", func(f *facts) { f.Inbound = refused(rules.FromPartner) }, blocked,
			[]string{`b2bCollaborationInbound of tenant "fabrikam" for tenant "contoso" blocks it`},
		},
		{
			"inbound default", func(f *facts) { f.Inbound = refused(rules.FromDefault) }, blocked,
			[]string{`the default b2bCollaborationInbound of tenant "fabrikam"`},
		},
		{
			"outbound partner", func(f *facts) { f.Outbound = refused(rules.FromPartner) }, blocked,
			[]string{`b2bCollaborationOutbound of tenant "contoso" for tenant "fabrikam" blocks it`},
		},
		{
			"no partner across clouds", func(f *facts) { f.Inbound = refused(rules.FromNowhere) }, blocked,
			[]string{`tenant "fabrikam" has no cross-tenant access partner for tenant "contoso"`, "across clouds"},
		},
		{
			"home not configured", func(f *facts) { f.Home, f.Inbound = nil, refused(rules.FromDefault) }, blocked,
			[]string{"for the home tenant"},
		},
		{
			"both sides", func(f *facts) { f.Inbound, f.Outbound = refused(rules.FromPartner), refused(rules.FromDefault) },
			[]rules.Code{"MT022", "MT022"},
			nil,
		},
		{"not read", func(f *facts) { f.Inbound, f.Outbound = rules.Ruling{}, rules.Ruling{} }, nil, nil},
	} {
		r.check(t, fine())
	}
}

func TestCloudRules(t *testing.T) {
	t.Parallel()
	const public, gov, china = "microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"
	clouds := func(home, resource string, homeEnables, resourceEnables rules.Fact[[]string]) func(*facts) {
		return func(f *facts) {
			f.Home.Cloud, f.Resource.Cloud = home, resource
			f.HomeClouds, f.ResourceClouds = rules.Clouds{Enabled: homeEnables}, rules.Clouds{Enabled: resourceEnables}
		}
	}
	only := func(names ...string) rules.Fact[[]string] { return rules.Known(names) }
	var unread rules.Fact[[]string]
	apart := []rules.Code{"MT023"}
	for _, r := range []rule{
		{"enabled on both sides", clouds("usgovernment", "public", only(public), only(gov)), nil, nil},
		{
			"enabled on neither", clouds("usgovernment", "public", only(), only()), apart,
			[]string{`"microsoftonline.us" in tenant "fabrikam"`, `"microsoftonline.com" in tenant "contoso"`, "allowedCloudEndpoints"},
		},
		{"enabled here only", clouds("usgovernment", "public", only(), only(gov)), apart, []string{`"microsoftonline.com" in tenant "contoso"`}},
		{"enabled at home only", clouds("public", "china", only(china), only()), apart, []string{`"microsoftonline.com" in tenant "fabrikam"`}},
		{"missing here, home not read", clouds("usgovernment", "public", unread, only()), apart, nil},
		{"enabled here, home not read", clouds("usgovernment", "public", unread, only(gov)), nil, nil},
		{"neither read", clouds("usgovernment", "public", unread, unread), nil, nil},
		{"the wrong cloud", clouds("usgovernment", "public", only(china), only(china)), apart, nil},
		{"the two government clouds are one", clouds("usgovernment_dod", "usgovernment", only(), only()), nil, nil},
		{"same cloud", clouds("china", "china", only(), only()), nil, nil},
		{
			"clouds without B2B collaboration", clouds("usgovernment", "china", only(china), only(gov)), apart,
			[]string{"between which there is no B2B collaboration"},
		},
		{"an unknown cloud", clouds("public", "elsewhere", only(), only()), nil, nil},
		{"home not configured", func(f *facts) { f.Home, f.Resource.Cloud = nil, "china" }, nil, nil},
	} {
		r.check(t, fine())
	}
}

func TestSameCloud(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"public", "public", true},
		{"usgovernment", "usgovernment_dod", true},
		{"public", "usgovernment", false},
		{"usgovernment_dod", "china", false},
		{"elsewhere", "elsewhere", true},
		{"elsewhere", "nowhere", false},
	} {
		if rules.SameCloud(c.a, c.b) != c.want || rules.SameCloud(c.b, c.a) != c.want {
			t.Errorf("%s and %s: want %v", c.a, c.b, c.want)
		}
	}
}

// Findings about tenants are equal for all users between them, and differ from
// those about other tenants, domains and sides.
func TestSharedFindings(t *testing.T) {
	t.Parallel()
	everyone := rules.Ruling{Verdict: rules.Refused, Origin: rules.FromPartner, ForAll: true}
	blocked := func(f *facts) { f.Inbound, f.Outbound = everyone, everyone }
	apart := func(f *facts) { f.Home.Cloud = "usgovernment" }
	closed := func(f *facts) {
		f.Invitations = rules.Known(rules.InvitationPolicy{AllowInvitesFrom: "none"})
		f.DomainLists = rules.Known(rules.DomainLists{Blocked: []string{"contoso.example", "labs.contoso.example"}})
	}
	found := func(email, resource, home string, changes ...func(*facts)) []string {
		f := fine()
		f.Email, f.People = email, rules.Known([]rules.User{{UserPrincipalName: email}})
		f.Resource.Key, f.Home.Key = resource, home
		for _, change := range changes {
			change(&f)
		}
		var facts []string
		for _, found := range rules.CheckInvitation(f) {
			if found.Shared == "" || !strings.Contains(found.Detail, "The same applies to every") {
				t.Errorf("%s is not shared: %s", found.Code, found.Detail)
			}
			facts = append(facts, string(found.Code)+" "+found.Shared)
		}
		return facts
	}
	all := []func(*facts){blocked, apart, closed}
	first := found("ana@contoso.example", "r", "h", all...)
	if len(slices.Compact(slices.Clone(first))) != 5 {
		t.Errorf("found %v", first)
	}
	if second := found("Ben@Contoso.example", "r", "h", all...); !slices.Equal(first, second) {
		t.Errorf("found %v for one person and %v for another", first, second)
	}
	for name, others := range map[string][]string{
		"another domain":          found("ana@labs.contoso.example", "r", "h", closed)[1:],
		"another home tenant":     found("ana@contoso.example", "r", "h2", blocked, apart),
		"another resource tenant": found("ana@contoso.example", "r2", "h", all...),
	} {
		for _, fact := range others {
			if slices.Contains(first, fact) {
				t.Errorf("%s: %s is the fact of others", name, fact)
			}
		}
	}
	person := fine()
	person.Inbound = rules.Ruling{Verdict: rules.Refused, Origin: rules.FromPartner}
	if f := rules.CheckInvitation(person); len(f) != 1 || f[0].Shared != "" || strings.Contains(f[0].Detail, "every") {
		t.Errorf("a block that names people is %+v", f)
	}
}
