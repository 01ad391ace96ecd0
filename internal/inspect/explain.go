package inspect

import (
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Visit is a user of a home tenant who wants to work in, or with, a resource tenant.
type Visit struct {
	Home, Resource *tenant.Tenant
	User           UserName
	// Application is an application id, or a keyword such as Office365.
	Application string
}

// person is a user with the groups that it is a direct or nested member of.
type person struct {
	graph.User
	groups []string
}

// The questions of an explanation, which are asked whatever the checks are.
var (
	homeUser = about("user at home", func(ctx context.Context, t *tenant.Tenant, name UserName) (*person, error) {
		found, err := name.Find(ctx, t)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(found, func(u graph.User) bool { return u.External() })
		if len(found) == 0 {
			return nil, nil
		}
		u, err := name.Only(t, "user", found)
		if err != nil {
			return nil, err
		}
		return withGroups(ctx, t, u)
	}, permission.ExplainHome)
	guestUser = about("user in the resource tenant", func(ctx context.Context, t *tenant.Tenant, addresses string) (*person, error) {
		found, err := t.Graph.UsersByAddresses(ctx, strings.Split(addresses, " "))
		if err != nil {
			return nil, err
		}
		for _, users := range found {
			for _, u := range users {
				if u.External() {
					return withGroups(ctx, t, u)
				}
			}
		}
		return nil, nil
	}, permission.ExplainGuest)
)

func withGroups(ctx context.Context, t *tenant.Tenant, u graph.User) (*person, error) {
	groups, err := t.Graph.AllUserGroups(ctx, u.ID)
	return &person{u, groups}, err
}

// Explain reads the facts about a visit from both tenants. A fact that cannot be read
// stays unknown.
func (m *Machine) Explain(ctx context.Context, v Visit) rules.ExplainFacts {
	there := Edge{Source: v.Home, Target: v.Resource}
	s := &edgeCheck{Machine: m, answers: map[string]*answers{}}
	s.wantBetween(there)
	inquiry := m.begin(edgePatience)
	for _, key := range s.keys() {
		s.answers[key].ask(ctx, inquiry)
	}
	var (
		home, guest rules.Fact[*person]
		mailUser    rules.Fact[MailUser]
	)
	always(homeUser(v.User)).askThen(ctx, inquiry, v.Home, &home, func(u *person) {
		if u == nil {
			return
		}
		always(guestUser(strings.Join(u.addresses(), " "))).askThen(ctx, inquiry, v.Resource, &guest, func(g *person) {
			if g != nil {
				always(PresentMailUser(g.ID)).Ask(ctx, inquiry, v.Resource, &mailUser)
			}
		})
	})
	inquiry.Answered()
	facts := s.facts(there)
	return rules.ExplainFacts{
		Home: facts.Source, Resource: facts.Target, Policies: facts.Policies, Application: v.Application,
		Who: subjectOf(home), Account: presence(home, rules.Fact[MailUser]{}), Guest: presence(guest, mailUser),
	}
}

// addresses are those by which a resource tenant knows a user.
func (p *person) addresses() []string {
	all := []string{p.UserPrincipalName, p.Mail}
	for _, proxy := range p.ProxyAddresses {
		if kind, address, _ := strings.Cut(proxy, ":"); strings.EqualFold(kind, "smtp") {
			all = append(all, address)
		}
	}
	for i := range all {
		all[i] = strings.ToLower(all[i])
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(a string) bool { return a == "" })
}

func subjectOf(user rules.Fact[*person]) rules.Subject {
	u, _ := user.Get()
	if u == nil {
		return rules.Subject{ID: rules.Unread[string](user.Why()), Groups: rules.Unread[[]string](user.Why())}
	}
	return rules.Subject{ID: rules.Known(u.ID), Groups: rules.Known(u.groups)}
}

// presence converts a user to facts, with what Exchange Online says about it.
func presence(user rules.Fact[*person], mailUser rules.Fact[MailUser]) rules.Fact[*rules.Presence] {
	return rules.Derived(user, func(u *person) *rules.Presence {
		if u == nil {
			return nil
		}
		p := &rules.Presence{
			Name: u.UserPrincipalName, Enabled: u.AccountEnabled, Type: rules.UserType(u.UserType),
			Pending: u.ExternalUserState == graph.PendingAcceptance, Subject: subjectOf(user),
			InExchange: rules.Unread[bool](mailUser.Why()), MailUser: rules.Unread[bool](mailUser.Why()),
		}
		if u.ShowInAddressList != nil {
			p.InGraph = rules.Known(*u.ShowInAddressList)
		}
		if m, known := mailUser.Get(); known && m.Unavailable == nil {
			p.MailUser = rules.Known(m.Found != nil)
			p.InExchange = rules.Known(m.Found != nil && !m.Found.Hidden)
		}
		return p
	})
}
