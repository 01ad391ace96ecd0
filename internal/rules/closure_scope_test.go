package rules_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// TestDefaultKeepsGuestsOut: a default decides about guests whose home tenant has no
// entry of its own. Until the plan has that entry, the finding is undecided.
func TestDefaultKeepsGuestsOut(t *testing.T) {
	t.Parallel()
	all := func(access rules.AccessType) *rules.B2BSetting {
		return &rules.B2BSetting{
			UsersAndGroups: &rules.Targets{Access: access, Targets: []rules.Target{{ID: rules.AllUsers, Type: rules.TargetUser}}},
			Applications:   &rules.Targets{Access: access, Targets: []rules.Target{{ID: rules.AllApplications, Type: rules.TargetApplication}}},
		}
	}
	noApplication := &rules.B2BSetting{UsersAndGroups: all(rules.Allowed).UsersAndGroups, Applications: all(rules.Blocked).Applications}
	entry := func(e rules.HomeEntry) rules.Fact[rules.HomeEntry] { return rules.Known(e) }
	sync := rules.DeclaredGuest{ID: "1", Name: "the guest sync", HomeID: "h-1", Invites: true}
	guest := rules.DeclaredGuest{ID: "2", Name: "ana", Email: "ana@h.example", HomeID: "h-1", Issuer: "ExternalAzureAD", State: "Accepted"}
	with := func(g rules.DeclaredGuest, change func(*rules.DeclaredGuest)) rules.DeclaredGuest {
		change(&g)
		return g
	}
	under := func(g rules.DeclaredGuest, e rules.HomeEntry) rules.DeclaredGuest {
		return with(g, func(g *rules.DeclaredGuest) { g.Entry = entry(e) })
	}
	for name, c := range map[string]struct {
		now, before *rules.B2BSetting
		g           rules.DeclaredGuest
		want        string
		undecided   bool
	}{
		"a guest whose entry inherits":    {all(rules.Blocked), nil, under(guest, rules.HomeEntry{Planned: true}), "can no longer sign in: ana", false},
		"a guest without an entry":        {all(rules.Blocked), nil, under(guest, rules.HomeEntry{}), "can no longer sign in: ana", true},
		"a sync whose entry inherits":     {all(rules.Blocked), nil, under(sync, rules.HomeEntry{Planned: true}), "cannot be invited: the guest sync", false},
		"no application":                  {noApplication, nil, under(sync, rules.HomeEntry{Planned: true}), "cannot be invited: the guest sync", false},
		"an entry that allows":            {all(rules.Blocked), nil, under(guest, rules.HomeEntry{Inbound: all(rules.Allowed)}), "", false},
		"an entry that blocks":            {all(rules.Blocked), nil, under(guest, rules.HomeEntry{Inbound: all(rules.Blocked)}), "", false},
		"another cloud":                   {all(rules.Blocked), nil, under(guest, rules.HomeEntry{OtherCloud: true}), "", false},
		"an entry that could not be read": {all(rules.Blocked), nil, guest, "", false},
		"a user with a passcode":          {all(rules.Blocked), nil, under(with(guest, func(g *rules.DeclaredGuest) { g.Issuer = "mail" }), rules.HomeEntry{}), "", false},
		"a home tenant that no tenant is": {all(rules.Blocked), nil, under(with(guest, func(g *rules.DeclaredGuest) { g.HomeID = "" }), rules.HomeEntry{}), "", false},
		"blocked before":                  {all(rules.Blocked), all(rules.Blocked), under(guest, rules.HomeEntry{Planned: true}), "", false},
		"open":                            {all(rules.Allowed), nil, under(guest, rules.HomeEntry{Planned: true}), "", false},
		"judged already": {
			all(rules.Blocked), nil, under(with(guest, func(g *rules.DeclaredGuest) {
				g.Judged = []rules.JudgedSetting{{Code: rules.InvitationsClosed, Scope: rules.OfDefault}}
			}), rules.HomeEntry{Planned: true}), "", false,
		},
	} {
		s := closure(rules.InvitationsClosed, rules.Closure{Inbound: c.now}, rules.Closure{Inbound: c.before})
		s.Scope = rules.OfDefault
		found := rules.CheckClosure(s, s.Hit([]rules.DeclaredGuest{c.g}))
		switch {
		case len(found) > 1 || (len(found) == 0) != (c.want == ""):
			t.Errorf("%s: %+v", name, found)
		case len(found) == 1 && (!strings.Contains(found[0].Detail, c.want) || found[0].Undecided != c.undecided):
			t.Errorf("%s: %+v", name, found[0])
		}
	}
	s := closure(rules.InvitationsClosed, rules.Closure{Inbound: all(rules.Blocked)}, rules.Closure{})
	s.Scope = rules.OfDefault
	both := rules.CheckClosure(s, []rules.DeclaredGuest{under(guest, rules.HomeEntry{Planned: true}), under(sync, rules.HomeEntry{})})
	if len(both) != 2 || both[0].Undecided || !both[1].Undecided || both[0].Shared == both[1].Shared {
		t.Errorf("a guest that is decided and one that is not: %+v", both)
	}
}

// TestListClosesDomainsOfGuestSync: the users of a guest sync have addresses in the
// domains of their home tenant. The domain that Microsoft has assigned counts only if
// there is no other.
func TestListClosesDomainsOfGuestSync(t *testing.T) {
	t.Parallel()
	sync := func(domains ...string) rules.DeclaredGuest {
		g := rules.DeclaredGuest{ID: "1", Name: "the guest sync", HomeID: "h-1", Invites: true}
		if domains != nil {
			g.Domains = rules.Known(domains)
		}
		return g
	}
	blocking := func(domains ...string) rules.Closure {
		return rules.Closure{Lists: rules.DomainLists{Blocked: domains}}
	}
	allowing := func(domains ...string) rules.Closure {
		return rules.Closure{Lists: rules.DomainLists{Allowed: domains}}
	}
	const initial = "h.onmicrosoft.com"
	for name, c := range map[string]struct {
		now, before rules.Closure
		g           rules.DeclaredGuest
		want        string
		minor       bool
	}{
		"all domains blocked":            {blocking("H.example"), blocking(), sync("h.example", initial), "cannot be invited: the guest sync with addresses in h.example", false},
		"one of two":                     {blocking("h.example"), blocking(), sync("h.example", "i.example", initial), "with addresses in h.example", true},
		"one more":                       {blocking("h.example", "i.example"), blocking("h.example"), sync("h.example", "i.example"), "in h.example, i.example", false},
		"another one":                    {blocking("h.example", "j.example"), blocking("h.example"), sync("h.example", "i.example"), "", false},
		"not allowed":                    {allowing("j.example"), blocking(), sync("h.example", initial), "with addresses in h.example", false},
		"allowed":                        {allowing("h.example"), blocking(), sync("h.example", initial), "", false},
		"only the initial domain":        {allowing("h.example"), blocking(), sync(initial), "with addresses in " + initial, false},
		"domains that could not be read": {blocking("h.example"), blocking(), sync(), "", false},
	} {
		for _, code := range []rules.Code{rules.DomainClosed, rules.SharingClosed} {
			s := closure(code, c.now, c.before)
			want := c.want
			if code == rules.SharingClosed {
				want = strings.ReplaceAll(want, "cannot be invited", "cannot open sites and files of SharePoint and OneDrive that are shared with them")
			}
			found := rules.CheckClosure(s, s.Hit([]rules.DeclaredGuest{c.g}))
			switch {
			case len(found) > 1 || (len(found) == 0) != (want == ""):
				t.Errorf("%s, %s: %+v", name, code, found)
			case len(found) == 1 && (!strings.Contains(found[0].Detail, want) || found[0].Minor != c.minor):
				t.Errorf("%s, %s: %+v", name, code, found[0])
			}
		}
	}
	later := closure(rules.DomainClosed, rules.Closure{}, rules.Closure{})
	later.Now = rules.Fact[rules.Closure]{}
	for _, s := range []rules.PlannedClosure{later, closure(rules.DomainClosed, blocking("h.example"), blocking())} {
		if unread := sync(); !s.NeedsDomains(unread) || len(s.Hit([]rules.DeclaredGuest{unread})) != 1 {
			t.Errorf("%+v does not ask for the domains", s)
		}
	}
	if s := closure(rules.DomainClosed, blocking("h.example"), blocking("h.example")); s.NeedsDomains(sync()) {
		t.Error("a list that stays as it is asks for the domains")
	}
	if found := rules.CheckClosure(later, []rules.DeclaredGuest{sync("h.example")}); len(found) != 1 || !found[0].Minor || !strings.Contains(found[0].Detail, "during the apply only") {
		t.Errorf("a list that is known later: %+v", found)
	}
}
