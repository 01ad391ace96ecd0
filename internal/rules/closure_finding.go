package rules

import (
	"fmt"
	"slices"
	"strings"
)

// effect is what a setting does to a guest.
type effect int

const (
	none effect = iota
	cannotBeInvited
	cannotRedeem
	cannotSignIn
	mayNeedPasscode
	opensNoFiles
	cannotRedeemAgain
)

// effects are the effects in the order and the words of a finding, before the names.
var effects = []struct {
	effect effect
	text   string
}{
	{cannotBeInvited, "cannot be invited"},
	{cannotRedeem, "cannot redeem the invitation that is pending"},
	{cannotSignIn, "can no longer sign in"},
	{
		mayNeedPasscode,
		"have to create a Microsoft account, unless an identity provider of the tenant has their domain, which no Entra tenant is known to have",
	},
	{opensNoFiles, "can sign in, and cannot open sites and files of SharePoint and OneDrive that are shared with them"},
	{cannotRedeemAgain, "have redeemed and keep their access, and cannot redeem again after a reset"},
}

// minor reports whether no user is known to lose access.
func (e effect) minor() bool { return e == mayNeedPasscode || e == cannotRedeemAgain }

// NeedsHome reports whether the effect on a guest depends on its home tenant, which is
// not known.
func (s PlannedClosure) NeedsHome(g DeclaredGuest) bool {
	byHome := s.Code == PasscodesOff && g.Issuer == "" || s.Code == InvitationsClosed && s.Scope != OfTenant
	return byHome && g.HomeID == "" && g.Email != ""
}

// NeedsEntry reports whether the effect on a guest depends on the entry for its home
// tenant, which is not known.
func (s PlannedClosure) NeedsEntry(g DeclaredGuest) bool {
	_, known := g.Entry.Get()
	return s.Scope == OfDefault && g.HomeID != "" && !known
}

// NeedsDomains reports whether the effect on the users of a guest sync depends on the
// domains of the home tenant, which are not known.
func (s PlannedClosure) NeedsDomains(g DeclaredGuest) bool {
	_, known := g.Domains.Get()
	if known || g.Email != "" || !s.ofDomains() {
		return false
	}
	now, planned := s.Now.Get()
	return !planned || now.Lists.closes() && (g.New || !now.Lists.same(s.Before.Lists))
}

// closes reports whether the lists refuse any domain.
func (l DomainLists) closes() bool { return len(l.Allowed)+len(l.Blocked) > 0 }

func (l DomainLists) same(o DomainLists) bool {
	return slices.Equal(l.Allowed, o.Allowed) && slices.Equal(l.Blocked, o.Blocked)
}

// CheckClosure finds the guests of a plan that a setting of the same plan keeps out:
// MT035 to MT038. A guest whose home tenant is not known is taken as one that no
// tenant has. A default decides about a guest until the plan has the entry for its home
// tenant, which may be planned later: then there are two findings.
func CheckClosure(s PlannedClosure, guests []DeclaredGuest) []Finding {
	var sure, open []DeclaredGuest
	for _, g := range guests {
		entry, known := g.Entry.Get()
		switch {
		case s.effect(g) == none, s.Scope != OfTenant && g.HomeID == "", s.Scope == OfDefault && !known:
		case s.Scope == OfDefault && !entry.Planned:
			open = append(open, g)
		default:
			sure = append(sure, g)
		}
	}
	found := s.keptOut(sure)
	for _, f := range s.keptOut(open) {
		f.Detail += " A cross-tenant access partner of this configuration that is planned later may allow them: invitations that have it in after are" +
			" checked against it."
		f.Undecided, f.Shared = true, f.Shared+", unless an entry allows it"
		found = append(found, f)
	}
	return found
}

// keptOut is the finding about guests that a setting keeps out, if there are any.
func (s PlannedClosure) keptOut(guests []DeclaredGuest) []Finding {
	if len(guests) == 0 {
		return nil
	}
	byEffect, minor := map[effect][]string{}, true
	for _, g := range guests {
		e := s.effect(g)
		byEffect[e] = append(byEffect[e], s.name(g))
		minor = minor && (e.minor() || s.some(g))
	}
	hit := ""
	for _, e := range effects {
		if names := byEffect[e.effect]; len(names) > 0 {
			hit += "; these " + e.text + ": " + listNames(names)
		}
	}
	hit = strings.TrimPrefix(hit, "; ")
	detail := fmt.Sprintf("Tenant %q has %s in this configuration. Of its guests %s.", s.Tenant.Key, s.Setting, hit)
	if _, known := s.Now.Get(); !known {
		minor = true
		detail = fmt.Sprintf("%s of tenant %q has a value that is known during the apply only. If it closes the tenant, of the guests of this configuration %s.",
			s.Setting, s.Tenant.Key, hit)
	}
	f := finding(s.Code, detail, closureRemedies[s.Code])
	f.Minor = minor
	f.Shared = s.subject(guests)
	return []Finding{f}
}

// name is that of a guest, and for a guest sync also the domains that are closed.
func (s PlannedClosure) name(g DeclaredGuest) string {
	if closed := s.planned(g).closed(g); g.Email == "" && len(closed) > 0 {
		return g.Name + " with addresses in " + strings.Join(closed, ", ")
	}
	return g.Name
}

// some reports whether the users of a guest sync also have addresses in domains that
// stay open.
func (s PlannedClosure) some(g DeclaredGuest) bool {
	closed := s.planned(g).closed(g)
	return len(closed) > 0 && len(closed) < len(g.domains())
}

// subject names what a finding is about: warnings with the same summary are shown
// once.
func (s PlannedClosure) subject(guests []DeclaredGuest) string {
	subject := "in " + s.Tenant.Key
	switch {
	case len(guests) == 1:
		return guests[0].Name + " in " + s.Tenant.Key
	case s.Scope == OfPartner:
		subject += " for " + s.HomeID
	case s.Scope == OfDefault:
		subject += " by the default"
	}
	return subject
}

var closureRemedies = map[Code]string{
	PasscodesOff: "Keep one-time passcodes on, or let these guests redeem with another account first: give them an account in a tenant or at an identity" +
		" provider, and change redemption_reset_trigger of their multitenant_b2b_invitation.",
	InvitationsClosed: "Invite first and close the tenant in a later apply, or keep it open as long as this configuration invites." +
		" A guest whose home tenant is blocked loses its access: remove its resource too, or allow the user in b2b_collaboration_inbound of the cross-tenant access partner for that tenant.",
	DomainClosed: "Keep the domain open until the invitations are redeemed, or remove the resources of these guests.",
	SharingClosed: "Allow the domains in multitenant_sharepoint_sharing too, or remove the guests. Content that was shared before stays out of reach as long" +
		" as the restriction lasts.",
}

// listNames lists names, at most 20 of them.
func listNames(names []string) string {
	const most = 20
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) > most {
		return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
	}
	return strings.Join(names, ", ")
}
