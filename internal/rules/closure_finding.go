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
	// minor is set if no user is known to lose access.
	minor bool
}{
	{cannotBeInvited, "cannot be invited", false},
	{cannotRedeem, "cannot redeem the invitation that is pending", false},
	{cannotSignIn, "can no longer sign in", false},
	{
		mayNeedPasscode,
		"have to create a Microsoft account, unless an identity provider of the tenant has their domain, which no Entra tenant is known to have", true,
	},
	{opensNoFiles, "can sign in, and cannot open sites and files of SharePoint and OneDrive that are shared with them", false},
	{cannotRedeemAgain, "have redeemed and keep their access, and cannot redeem again after a reset", true},
}

// NeedsHome reports whether the effect on a guest depends on its home tenant, which is
// not known.
func (s PlannedClosure) NeedsHome(g DeclaredGuest) bool {
	byHome := s.Code == PasscodesOff && g.Issuer == "" || s.Code == InvitationsClosed && s.HomeID != ""
	return byHome && g.HomeID == "" && g.Email != ""
}

// CheckClosure finds the guests of a plan that a setting of the same plan keeps out:
// MT035 to MT038. A guest whose home tenant is not known is taken as one that no
// tenant has.
func CheckClosure(s PlannedClosure, guests []DeclaredGuest) []Finding {
	byEffect := map[effect][]string{}
	for _, g := range guests {
		if e := s.effect(g); e != none && (s.HomeID == "" || g.HomeID != "") {
			byEffect[e] = append(byEffect[e], g.Name)
		}
	}
	if len(byEffect) == 0 {
		return nil
	}
	hit, minor := "", true
	for _, e := range effects {
		if names := byEffect[e.effect]; len(names) > 0 {
			hit += "; these " + e.text + ": " + listNames(names)
			minor = minor && e.minor
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

// subject names what a finding is about: warnings with the same summary are shown
// once.
func (s PlannedClosure) subject(guests []DeclaredGuest) string {
	if len(guests) == 1 {
		return guests[0].Name + " in " + s.Tenant.Key
	}
	subject := "in " + s.Tenant.Key
	if s.HomeID != "" {
		subject += " for " + s.HomeID
	}
	return subject
}

var closureRemedies = map[Code]string{
	PasscodesOff: "Keep one-time passcodes on, or let these guests redeem with another account first: give them an account in a tenant or at an identity" +
		" provider, and change redemption_reset_trigger of their multitenant_b2b_invitation.",
	InvitationsClosed: "Invite first and close the tenant in a later apply, or keep it open as long as this configuration invites." +
		" A guest whose home tenant is blocked loses its access: remove its resource too, or allow the user in b2b_collaboration_inbound.",
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
