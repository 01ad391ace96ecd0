package rules_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func people(users ...rules.User) rules.Fact[[]rules.User] { return rules.Known(users) }

func TestHomeRules(t *testing.T) {
	t.Parallel()
	const upn = "a.ruiz@contoso.example"
	differs := []rules.Code{"MT001"}
	noUser, blocked := []rules.Code{"MT002"}, []rules.Code{"MT019"}
	for _, r := range []rule{
		{
			"known by mail", func(f *facts) { f.People = people(rules.User{ID: "h1", UserPrincipalName: upn, Mail: email}) }, differs,
			[]string{"Inviting", "as mail of a.ruiz@contoso.example (h1)", `tenant "contoso"`, `email = "a.ruiz@contoso.example"`},
		},
		{
			"known by primary SMTP address",
			func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: email, ProxyAddresses: []string{"SMTP:" + email}})
			}, differs,
			[]string{"as primary SMTP address of a.ruiz@contoso.example"},
		},
		{
			"known by proxy address in other case",
			func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: upn, ProxyAddresses: []string{"SMTP:" + upn, "smtp:ANA.Ruiz@contoso.example"}})
			}, differs,
			[]string{"as proxy address of a.ruiz@contoso.example"},
		},
		{
			"known by other mail", func(f *facts) { f.People = people(rules.User{UserPrincipalName: upn}) }, differs,
			[]string{"as other mail of a.ruiz@contoso.example"},
		},
		{
			"several people",
			func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: email}, rules.User{UserPrincipalName: "ana2@contoso.example", Mail: email})
			}, differs,
			[]string{"one of a.ruiz@contoso.example, ana2@contoso.example"},
		},
		{
			"the name itself is refused", func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: "a+r@contoso.example", Mail: email})
			},
			differs,
			[]string{"The invitation service refuses", "'+'", "Invite by this address"},
		},
		{"name in other case", func(f *facts) { f.People = people(rules.User{UserPrincipalName: "ANA.RUIZ@Contoso.example"}) }, nil, nil},
		{
			"one of several has it as name",
			func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: email}, rules.User{UserPrincipalName: email})
			}, nil, nil,
		},
		{"home not read", func(f *facts) { f.People = rules.Fact[[]rules.User]{} }, nil, nil},
		{
			"home not configured",
			func(f *facts) { f.Home, f.People = nil, people(rules.User{UserPrincipalName: upn, Mail: email}) }, nil, nil,
		},

		{"no user", func(f *facts) { f.People = people() }, noUser, []string{"contoso.example", `tenant "contoso"`, "Correct the address"}},
		{
			"only a guest of the home tenant",
			func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: "x#EXT#@contoso.example", External: true})
			}, noUser, nil,
		},
		{
			"no user, domain in other case", func(f *facts) {
				f.People, f.Home.Domains = people(), rules.Known([]string{"CONTOSO.example"})
			}, noUser, nil,
		},
		{
			"no user, and a domain of another organization",
			func(f *facts) { f.People, f.Home.Domains = people(), rules.Known([]string{"contoso.test"}) }, nil, nil,
		},
		{
			"no user, and the domains are not read",
			func(f *facts) { f.People, f.Home.Domains = people(), rules.Fact[[]string]{} }, nil, nil,
		},
		{"no user, home not configured", func(f *facts) { f.People, f.Home = people(), nil }, nil, nil},

		{
			"blocked at home", func(f *facts) {
				f.People = people(rules.User{ID: "h1", UserPrincipalName: "ANA.Ruiz@contoso.example", Blocked: true})
			}, blocked,
			[]string{"the account ANA.Ruiz@contoso.example (h1) is blocked in home tenant \"contoso\"", "unblock the account"},
		},
		{
			"blocked at home, invited by an alias", func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: email, Blocked: true})
			}, []rules.Code{"MT001", "MT019"}, nil,
		},
		{
			"another holder is blocked at home", func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: email, Blocked: true}, rules.User{UserPrincipalName: email})
			}, nil, nil,
		},
		{
			"one of two who may be meant is blocked at home", func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: upn, Mail: email, Blocked: true}, rules.User{UserPrincipalName: "x@contoso.example", Mail: email})
			}, differs, nil,
		},
		{
			"a guest of the home tenant is blocked", func(f *facts) {
				f.People = people(rules.User{UserPrincipalName: email, External: true, Blocked: true})
			}, noUser, nil,
		},

		{
			"own domain", func(f *facts) { f.Resource.Domains = rules.Known([]string{"Contoso.example"}) },
			[]rules.Code{"MT003"},
			[]string{"verified domain of the resource tenant itself", "internal users"},
		},
		{
			"a person of the tenant itself", func(f *facts) {
				f.Resource.Domains = rules.Known([]string{"contoso.example"})
				f.Users = people(rules.User{ID: "r1", UserPrincipalName: email, Mail: email})
			}, []rules.Code{"MT003"}, nil,
		},
		{
			"a person of the tenant itself, tried all the same", func(f *facts) {
				f.Resource.Domains, f.TriesOwnDomain = rules.Known([]string{"contoso.example"}), true
				f.Users = people(rules.User{ID: "r1", UserPrincipalName: email, Mail: email})
			}, []rules.Code{"MT003", "MT004"}, nil,
		},
		{"own domains not read", func(f *facts) { f.Resource.Domains = rules.Fact[[]string]{} }, nil, nil},
		{"only part of the domain", func(f *facts) { f.Resource.Domains = rules.Known([]string{"example", "x.contoso.example"}) }, nil, nil},
	} {
		r.check(t, fine())
	}
}
