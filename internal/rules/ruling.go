package rules

import (
	"slices"
	"strings"
)

// Each setting that lets users of a home tenant into a resource tenant is judged by
// one rule, for one user who is invited and for all users of an edge alike. MT020 to
// MT023 word its ruling for a plan, MT060 to MT063 for an edge.

// Ruling is what such a rule answers. The zero value is that of unknown facts.
type Ruling struct {
	Verdict Verdict
	// Reason is what refuses, where a setting can refuse in several ways.
	Reason Reason
	// Origin says which cross-tenant access setting decides; it is empty for the
	// other settings.
	Origin Origin
	// ForAll is set when the verdict is the same for every user of the home tenant.
	ForAll bool
	// Awaited is set when the invitation waits for the setting, so that the verdict
	// is about what it will say. Otherwise it is about what the tenant says now, which
	// the same configuration may change.
	Awaited bool
	// Unread is why an undecided verdict is open: the reason of the first fact that is
	// missing. It is nil where none is.
	Unread error
}

// Verdict is what a setting says about a subject. The zero value is Undecided.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota
	Admitted
	Refused
)

// Reason is the way in which a setting refuses.
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

// Subject is what a setting is asked about: a user, as an object of the home tenant.
type Subject struct {
	ID     Fact[string]
	Groups Fact[[]string]
	// Edge asks about all users of the home tenant instead. They are admitted where
	// any of them is, because an edge need not be for all.
	Edge bool
}

// InvitationPolicy is who may invite in the resource tenant.
type InvitationPolicy struct {
	// AllowInvitesFrom is the value of the authorization policy.
	AllowInvitesFrom string
	// MayInvite reports that the application has User.Invite.All.
	MayInvite Fact[bool]
}

// The values of allowInvitesFrom that keep applications out (graph-identity
// §1.4).
const (
	invitesFromNone     = "none"
	invitesFromInviters = "adminsAndGuestInviters"
)

// invitationRuling says whether the resource tenant accepts invitations at all. The
// users of an edge may be invited by others than this application.
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

// domainRuling says whether the resource tenant accepts any of the domains. An allow
// list that is not empty is the only way in (graph-identity §9.1).
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

// refuses is the reason why a domain is refused, empty when it is accepted.
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

// cloudRuling says whether a tenant works with the cloud of another. Enabled are its
// allowedCloudEndpoints. A cloud without a name there leaves it open.
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

// Access is what a tenant says about users of another tenant, and about its own
// users there.
type Access struct {
	// Partner is the entry about the other tenant, nil when there is none.
	Partner Fact[*AccessSettings]
	Default Fact[AccessSettings]
}

// Ruling says whether cross-tenant access lets the subject through in the direction
// of a block: by the partner's setting, or else the default's
// (graph-cross-tenant §1.5). Defaults do not reach into other clouds.
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

// effective is the block that counts when the entry is known: the entry's, or else
// the default's. It is nil when the default cannot be read, which unread explains.
func (a Access) effective(block *SettingBlock) (setting *B2BSetting, origin Origin, unread error) {
	if entry, _ := a.Partner.Get(); entry != nil && block.Of(*entry) != nil {
		return block.Of(*entry), FromPartner, nil
	}
	defaults, _ := a.Default.Get()
	return block.Of(defaults), FromDefault, a.Default.Why()
}
