package rules

import (
	"slices"
	"strings"
)

// trust is the inbound trust in effect: that of the entry, or else that of the
// default.
func (p party) trust() Fact[InboundTrust] {
	entry, known := p.access().Partner.Get()
	switch {
	case !known:
		return Unread[InboundTrust](p.own.Partner.Why())
	case entry.InboundTrust != nil:
		return Known(*entry.InboundTrust)
	}
	return Derived(p.own.Default, func(defaults AccessSettings) InboundTrust {
		if defaults.InboundTrust == nil {
			return InboundTrust{}
		}
		return *defaults.InboundTrust
	})
}

// trustKept is the end of a remedy that sets trust in an entry. The block applies
// as a whole (graph-cross-tenant §1.5): the entry would lose the trust that it
// inherits from the default.
func (p party) trustKept() string {
	entry, _, _ := p.entry()
	defaults, _ := p.own.Default.Get()
	if entry.InboundTrust != nil || defaults.InboundTrust == nil {
		return ""
	}
	var inherited []string
	for _, c := range claims {
		if c.accepted(*defaults.InboundTrust) {
			inherited = append(inherited, c.setting)
		}
	}
	if len(inherited) == 0 {
		return ""
	}
	return " Repeat " + strings.Join(inherited, " and ") + " at the partner: with a trust of its own it does not inherit the default's."
}

// answer reports whether a requirement is met. The zero value leaves it open.
type answer struct {
	outcome outcome
	// why is the reason for an open answer. It is nil if the response of the
	// service leaves it open.
	why error
}

type outcome int

const (
	isOpen outcome = iota
	isMet
	isMissing
)

var met, missing = answer{outcome: isMet}, answer{outcome: isMissing}

func open(why error) answer { return answer{why: why} }

func answered(ok bool) answer {
	if ok {
		return met
	}
	return missing
}

// answerOf answers from a fact. An unknown fact leaves the requirement open.
func answerOf[T any](fact Fact[T], ok func(T) bool) answer {
	value, known := fact.Get()
	if !known {
		return open(fact.Why())
	}
	return answered(ok(value))
}

func (r Ruling) answer() answer {
	if r.Verdict == Undecided {
		return open(r.Unread)
	}
	return answered(r.Verdict == Admitted)
}

// edgeUsers is the subject of every setting of an edge.
var edgeUsers = Subject{Edge: true}

// access is the cross-tenant access of the party for the other one. A missing entry
// counts as a new one that inherits everything: PartnerMissing reports it.
func (p party) access() Access {
	partner := Derived(p.own.Partner, func(entry *AccessSettings) *AccessSettings {
		if entry == nil {
			return &AccessSettings{}
		}
		return entry
	})
	return Access{Partner: partner, Default: p.own.Default}
}

func collaborates(block *SettingBlock) func(EdgeFacts, party) answer {
	return func(_ EdgeFacts, p party) answer { return p.access().Ruling(block, p.sameCloud, edgeUsers).answer() }
}

func connects(block *SettingBlock) func(EdgeFacts, party) answer {
	return func(_ EdgeFacts, p party) answer {
		if _, known := p.own.Partner.Get(); !known {
			return open(p.own.Partner.Why())
		}
		setting, _, unread := p.access().effective(block)
		return Ruling{Verdict: setting.AdmitsTo(Office365, edgeUsers), Unread: unread}.answer()
	}
}

func grants(granted func(AccessSettings) bool) func(EdgeFacts, party) answer {
	return func(_ EdgeFacts, p party) answer {
		return answerOf(p.access().Partner, func(entry *AccessSettings) bool { return granted(*entry) })
	}
}

func cloudEnabled(_ EdgeFacts, p party) answer {
	return cloudRuling(p.own.Tenant, p.other.Tenant, p.own.CloudEndpoints).answer()
}

func invites(f EdgeFacts, _ party) answer { return invitationRuling(f.Invitations, edgeUsers).answer() }

// acceptsDomains is met when one domain is accepted: an edge need not serve every
// address of its users.
func acceptsDomains(f EdgeFacts, p party) answer {
	return domainRuling(f.DomainLists, Derived(p.other.Tenant.Domains, mailDomains)).answer()
}

// mailDomains are the domains of users' addresses: the verified ones without the
// initial domain, unless there is no other.
func mailDomains(domains []string) []string {
	own := slices.DeleteFunc(slices.Clone(domains), initialDomain)
	if len(own) == 0 {
		return domains
	}
	return own
}

// initialDomain reports whether Microsoft assigned a domain to a tenant, in any
// cloud and including the domains for mail routing.
func initialDomain(domain string) bool {
	domain = strings.ToLower(domain)
	return slices.ContainsFunc([]string{".onmicrosoft.com", ".onmicrosoft.us", ".onmschina.cn"}, func(suffix string) bool {
		return strings.HasSuffix(domain, suffix)
	})
}

func licensed(_ EdgeFacts, p party) answer { return said(p.own.EntraP1) }

// syncedWithinChina is open: Microsoft's pages contradict each other
// (graph-cross-tenant §4.9).
func syncedWithinChina(_ EdgeFacts, p party) answer {
	if p.sameCloud && CloudEndpoint(p.own.Tenant.Cloud) == cloudEndpoints["china"] {
		return open(ChinaUnclear)
	}
	return met
}

// crossCloudEnabled is open: Graph does not expose the setting.
func crossCloudEnabled(_ EdgeFacts, p party) answer {
	if p.sameCloud {
		return met
	}
	return open(CrossCloudHidden)
}

// Hidden is the reason for a fact that the service does not expose, whatever the
// permission.
type Hidden string

// The facts that are hidden.
const (
	SecretsMasked    Hidden = "Graph masks secrets of a synchronization configuration, so the target and the settings of the configuration are unknown. Look under cross-tenant synchronization in the Entra admin center."
	CrossCloudHidden Hidden = "Graph does not show whether the tenant accepts synchronization from the other cloud. Look under Microsoft cloud settings in the Entra admin center."
	ChinaUnclear     Hidden = "Microsoft's documentation contradicts itself about synchronization between two tenants in China: one page lists it, others list the public and the US Government clouds only. Ask Microsoft, or invite the users."
	ListsHidden      Hidden = "Graph does not show the allowed and blocked domains of the collaboration restrictions in this cloud."
	AnswerOpen       Hidden = "The response of Graph does not decide it."
	NotRolledOut     Hidden = "The tenant does not have the cross-tenant capabilities of Microsoft 365 yet. They reach tenants one after the other: check again later."
	// DefaultBesideEntry is about a capability that only the default allows.
	DefaultBesideEntry Hidden = "Only the default allows it. Microsoft's documentation does not say whether the default's capabilities count for a tenant with a partner configuration that does not name them. Allow it for the partner, to be sure."
	RelationshipOpen   Hidden = "The organization relationship is enabled and does not share this feature. Microsoft's documentation does not say whether it takes precedence over the capability nevertheless. Disable it, to be sure."
	PolicyOpen         Hidden = "The sharing policy applies to the mailboxes that have it. This check does not read which ones do."
)

// Error is the reason as a sentence.
func (h Hidden) Error() string { return string(h) }
