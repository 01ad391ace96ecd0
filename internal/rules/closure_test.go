package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func closure(code rules.Code, now, before rules.Closure) rules.PlannedClosure {
	return rules.PlannedClosure{
		Code: code, Tenant: rules.Tenant{Key: "fabrikam", ID: "F-1"}, Setting: "the setting", Now: rules.Known(now), Before: before,
	}
}

// TestCheckClosure: the effect of each setting on each kind of guest, whether new or
// not, and its severity.
func TestCheckClosure(t *testing.T) {
	t.Parallel()
	off := rules.Closure{Off: true}
	everything := &rules.B2BSetting{
		UsersAndGroups: &rules.Targets{Access: rules.Blocked, Targets: []rules.Target{{ID: rules.AllUsers, Type: rules.TargetUser}}},
		Applications:   &rules.Targets{Access: rules.Blocked, Targets: []rules.Target{{ID: rules.AllApplications, Type: rules.TargetApplication}}},
	}
	blocks := closure(rules.InvitationsClosed, rules.Closure{Inbound: everything}, rules.Closure{})
	blocks.Scope, blocks.HomeID = rules.OfPartner, "h-1"
	unknown := func(s rules.PlannedClosure) rules.PlannedClosure {
		s.Now = rules.Fact[rules.Closure]{}
		return s
	}
	blocked := rules.Closure{Lists: rules.DomainLists{Blocked: []string{"Partner.example"}}}
	others := rules.Closure{Lists: rules.DomainLists{Allowed: []string{"other.example"}}}
	ana := rules.DeclaredGuest{ID: "1", Name: "ana@partner.example", Email: "ana@partner.example"}
	guest := func(change func(*rules.DeclaredGuest)) rules.DeclaredGuest {
		g := ana
		change(&g)
		return g
	}
	invited := guest(func(g *rules.DeclaredGuest) { g.New, g.Invites = true, true })
	pending := guest(func(g *rules.DeclaredGuest) { g.State = "PendingAcceptance" })
	passcode := guest(func(g *rules.DeclaredGuest) { g.State, g.Issuer = "Accepted", "mail" })
	entra := guest(func(g *rules.DeclaredGuest) { g.State, g.Issuer, g.HomeID = "Accepted", "ExternalAzureAD", "H-1" })
	sync := rules.DeclaredGuest{ID: "2", Name: "the guest sync", HomeID: "h-1", Invites: true}
	for name, c := range map[string]struct {
		s     rules.PlannedClosure
		g     rules.DeclaredGuest
		want  string
		minor bool
	}{
		"passcodes on":                 {closure(rules.PasscodesOff, rules.Closure{}, off), passcode, "", false},
		"passcodes off":                {closure(rules.PasscodesOff, off, rules.Closure{}), passcode, "can no longer sign in: ana@", false},
		"passcodes off as before":      {closure(rules.PasscodesOff, off, off), passcode, "", false},
		"a new guest, home unknown":    {closure(rules.PasscodesOff, off, off), invited, "create a Microsoft account", true},
		"an account of a tenant":       {closure(rules.PasscodesOff, off, rules.Closure{}), entra, "", false},
		"passcodes and a sync":         {closure(rules.PasscodesOff, off, rules.Closure{}), sync, "", false},
		"passcodes, value unknown":     {unknown(closure(rules.PasscodesOff, off, rules.Closure{})), passcode, "during the apply only", true},
		"passcodes off, value unknown": {unknown(closure(rules.PasscodesOff, off, off)), passcode, "", false},
		"no invitations, a new guest":  {closure(rules.InvitationsClosed, off, off), invited, "cannot be invited", false},
		"no invitations, a guest":      {closure(rules.InvitationsClosed, off, rules.Closure{}), pending, "", false},
		"no invitations, a sync":       {closure(rules.InvitationsClosed, off, rules.Closure{}), sync, "cannot be invited: the guest sync", false},
		"a sync since long":            {closure(rules.InvitationsClosed, off, off), sync, "", false},
		"judged already": {
			closure(rules.InvitationsClosed, off, off),
			guest(func(g *rules.DeclaredGuest) {
				g.New, g.Invites, g.Judged = true, true, []rules.JudgedSetting{{Code: rules.InvitationsClosed}}
			}), "", false,
		},
		"disabled": {
			closure(rules.PasscodesOff, off, rules.Closure{}),
			guest(func(g *rules.DeclaredGuest) { g.Issuer, g.Disabled = "mail", true }), "", false,
		},
		"home blocked":                {blocks, entra, "can no longer sign in", false},
		"home blocked, a sync":        {blocks, sync, "cannot be invited", false},
		"home blocked, home unknown":  {blocks, pending, "", false},
		"another home blocked":        {blocks, guest(func(g *rules.DeclaredGuest) { g.HomeID = "h-2" }), "", false},
		"home open":                   {func() rules.PlannedClosure { s := blocks; s.Now = rules.Known(rules.Closure{}); return s }(), entra, "", false},
		"home, value unknown":         {unknown(blocks), entra, "during the apply only", true},
		"domain blocked":              {closure(rules.DomainClosed, blocked, rules.Closure{}), invited, "cannot be invited", false},
		"domain not allowed, pending": {closure(rules.DomainClosed, others, rules.Closure{}), pending, "cannot redeem the invitation", false},
		"domain blocked, redeemed":    {closure(rules.DomainClosed, blocked, rules.Closure{}), entra, "keep their access", true},
		"another list, same effect":   {closure(rules.DomainClosed, others, blocked), pending, "", false},
		"domain, value unknown":       {unknown(closure(rules.DomainClosed, blocked, rules.Closure{})), pending, "during the apply only", true},
		"sharing":                     {closure(rules.SharingClosed, blocked, rules.Closure{}), entra, "cannot open sites", false},
		"sharing with other domains":  {closure(rules.SharingClosed, rules.Closure{}, blocked), entra, "", false},
	} {
		found := rules.CheckClosure(c.s, c.s.Hit([]rules.DeclaredGuest{c.g}))
		switch {
		case len(found) > 1 || (len(found) == 0) != (c.want == ""):
			t.Errorf("%s: %+v", name, found)
		case len(found) == 1 && (!strings.Contains(found[0].Detail, c.want) || found[0].Minor != c.minor || found[0].Code != c.s.Code):
			t.Errorf("%s: %+v", name, found[0])
		}
	}
	many := make([]rules.DeclaredGuest, 30)
	for i := range many {
		many[i] = rules.DeclaredGuest{Name: fmt.Sprintf("u%02d", i), Email: "a@b.example", Issuer: "mail"}
	}
	found := rules.CheckClosure(closure(rules.PasscodesOff, off, rules.Closure{}), many)
	if len(found) != 1 || !strings.Contains(found[0].Detail, "u19 and 10 more") {
		t.Errorf("30 guests: %+v", found)
	}
}

// TestClosuresMeet: a pair is returned to the one that is planned second, once.
func TestClosuresMeet(t *testing.T) {
	t.Parallel()
	var c rules.Closures
	off := closure(rules.PasscodesOff, rules.Closure{Off: true}, rules.Closure{})
	first := rules.DeclaredGuest{ID: "1", Name: "first"}
	if found := c.Guest("f-1", first); len(found) != 0 {
		t.Errorf("before the setting: %+v", found)
	}
	c.Guest("f-2", rules.DeclaredGuest{ID: "2"})
	if found := c.Guest("F-1", first); len(found) != 0 {
		t.Errorf("a replacement: %+v", found)
	}
	if found := c.Setting(off); len(found) != 1 || found[0].Name != "first" {
		t.Errorf("the setting: %+v", found)
	}
	later := c.Guest("f-1", rules.DeclaredGuest{ID: "3"})
	if len(later) != 1 || later[0].Code != rules.PasscodesOff {
		t.Errorf("after the setting: %+v", later)
	}
	other := off
	other.Code = rules.DomainClosed
	c.Setting(other)
	if found := c.Guest("f-1", rules.DeclaredGuest{ID: "4"}); !slices.ContainsFunc(found, func(s rules.PlannedClosure) bool { return s.Code == rules.DomainClosed }) || len(found) != 2 {
		t.Errorf("two settings: %+v", found)
	}
}
