package rules

import (
	"slices"
	"strings"
)

// Each setting that admits users of a home tenant to a resource tenant has one
// rule, for one invited user and for all users of an edge. MT020 to MT023 report
// its ruling in a plan, MT060 to MT063 for an edge.

// Ruling is the answer of such a rule. The zero value is the answer for unknown
// facts.
type Ruling struct {
	Verdict Verdict
	// Reason is the cause of a refusal, for settings that can refuse in several
	// ways.
	Reason Reason
	// Origin is the cross-tenant access setting that decides; it is empty for the
	// other settings.
	Origin Origin
	// ForAll is set when the verdict is the same for every user of the home tenant.
	ForAll bool
	// Awaited is set if the invitation waits for the setting, so that the verdict
	// is about its planned value. Otherwise it is about the current value, which
	// the same configuration may change.
	Awaited bool
	// Unread is the reason for an undecided verdict: that of the first missing
	// fact. It is nil if no fact is missing.
	Unread error
}

// Verdict is the decision of a setting about a subject. The zero value is
// Undecided.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota
	Admitted
	Refused
)

// Reason is the cause of a refusal.
type Reason string

// The reasons.
const (
	invitesNone       Reason = "allowInvitesFrom is none"
	invitesInviters   Reason = "allowInvitesFrom needs User.Invite.All"
	domainNotAllowed  Reason = "not on the list of allowed domains"
	domainBlocked     Reason = "on the list of blocked domains"
	cloudsUnconnected Reason = "nothing connects the clouds"
	cloudNotEnabled   Reason = "the other cloud is not enabled"
)

// Subject is a user, identified by its object in the home tenant.
type Subject struct {
	ID     Fact[string]
	Groups Fact[[]string]
	// Edge stands for all users of the home tenant instead. They are admitted if
	// any of them is, because an edge need not serve all users.
	Edge bool
}

// InvitationPolicy is the policy on invitations in the resource tenant.
type InvitationPolicy struct {
	// AllowInvitesFrom is the value of the authorization policy.
	AllowInvitesFrom string
	// MayInvite reports that the application has User.Invite.All.
	MayInvite Fact[bool]
	// Awaited is set if the invitation waits for the policy; see [Ruling].
	Awaited bool
}

// The values of allowInvitesFrom that restrict applications (graph-identity §1.4).
const (
	invitesFromNone     = "none"
	invitesFromInviters = "adminsAndGuestInviters"
)

// invitationRuling decides whether the resource tenant accepts invitations at all.
// Users of an edge may be invited by other applications or by users.
func invitationRuling(policy Fact[InvitationPolicy], who Subject) Ruling {
	p, known := policy.Get()
	mayInvite, told := p.MayInvite.Get()
	switch {
	case !known:
		return Ruling{Unread: policy.Why()}
	case p.AllowInvitesFrom == invitesFromNone:
		return Ruling{Verdict: Refused, Reason: invitesNone, ForAll: true}
	case p.AllowInvitesFrom != invitesFromInviters || who.Edge:
		return Ruling{Verdict: Admitted, ForAll: true}
	case !told:
		return Ruling{Unread: p.MayInvite.Why()}
	case !mayInvite:
		return Ruling{Verdict: Refused, Reason: invitesInviters, ForAll: true}
	}
	return Ruling{Verdict: Admitted, ForAll: true}
}

// DomainLists are the allowed and the blocked domains of invitations; at most
// one of the two is filled (graph-identity §9.1).
type DomainLists struct{ Allowed, Blocked []string }

// domainRuling decides whether the resource tenant accepts any of the domains. A
// non-empty allow list excludes all other domains (graph-identity §9.1).
func domainRuling(lists Fact[DomainLists], domains Fact[[]string]) Ruling {
	l, known := lists.Get()
	names, told := domains.Get()
	switch {
	case !known:
		return Ruling{Unread: lists.Why()}
	case len(l.Allowed)+len(l.Blocked) == 0:
		return Ruling{Verdict: Admitted, ForAll: true}
	case !told:
		return Ruling{Unread: domains.Why()}
	}
	refused := Ruling{Verdict: Refused}
	for _, domain := range names {
		if refused.Reason = l.refuses(domain); refused.Reason == "" {
			return Ruling{Verdict: Admitted}
		}
	}
	return refused
}

// refuses is the reason for refusing a domain; it is empty if the domain is
// accepted.
func (l DomainLists) refuses(domain string) Reason {
	listed := func(domains []string) bool {
		return slices.ContainsFunc(domains, func(d string) bool { return strings.EqualFold(d, domain) })
	}
	switch {
	case len(l.Allowed) > 0 && !listed(l.Allowed):
		return domainNotAllowed
	case listed(l.Blocked):
		return domainBlocked
	}
	return ""
}

// cloudRuling decides whether a tenant works with the cloud of another. Enabled are
// its allowedCloudEndpoints. It is undecided for a cloud without a name there.
func cloudRuling(own, other Tenant, enabled Fact[[]string]) Ruling {
	endpoints, known := enabled.Get()
	_, connected := MechanismBetween(own.Cloud, other.Cloud)
	switch {
	case SameCloud(own.Cloud, other.Cloud):
		return Ruling{Verdict: Admitted, ForAll: true}
	case CloudEndpoint(own.Cloud) == "" || CloudEndpoint(other.Cloud) == "":
		return Ruling{}
	case !connected:
		return Ruling{Verdict: Refused, Reason: cloudsUnconnected, ForAll: true}
	case !known:
		return Ruling{Unread: enabled.Why()}
	case !slices.Contains(endpoints, CloudEndpoint(other.Cloud)):
		return Ruling{Verdict: Refused, Reason: cloudNotEnabled, ForAll: true}
	}
	return Ruling{Verdict: Admitted, ForAll: true}
}

// Access holds the settings of a tenant for users of another tenant, and for its
// own users there.
type Access struct {
	// Partner is the entry for the other tenant, nil if there is none.
	Partner Fact[*AccessSettings]
	Default Fact[AccessSettings]
}

// Ruling decides whether cross-tenant access admits the subject in the direction of
// a block: by the partner's setting, or else the default's (graph-cross-tenant
// §1.5). Defaults do not apply across clouds.
func (a Access) Ruling(block *SettingBlock, sameCloud bool, who Subject) Ruling {
	entry, known := a.Partner.Get()
	switch {
	case !known:
		return Ruling{Unread: a.Partner.Why()}
	case entry == nil && !sameCloud:
		return Ruling{Verdict: Refused, Origin: FromNowhere, ForAll: true}
	}
	setting, origin, unread := a.effective(block)
	ruling := Ruling{Verdict: setting.Admits(who), Origin: origin, Unread: unread}
	// A verdict about an unknown user does not depend on the user.
	ruling.ForAll = setting.Admits(Subject{}) != Undecided
	return ruling
}

// effective is the block in effect when the entry is known: that of the entry, or
// else that of the default. It is nil if the default cannot be read; unread is the
// reason.
func (a Access) effective(block *SettingBlock) (setting *B2BSetting, origin Origin, unread error) {
	if entry, _ := a.Partner.Get(); entry != nil && block.Of(*entry) != nil {
		return block.Of(*entry), FromPartner, nil
	}
	defaults, _ := a.Default.Get()
	return block.Of(defaults), FromDefault, a.Default.Why()
}
