package topology

import (
	"slices"
	"strings"
)

// trust is the inbound trust that counts: the entry's, or else the default's.
func (p party) trust() Fact[InboundTrust] {
	entry, _, known := p.entry()
	if known && entry.InboundTrust != nil {
		return Known(*entry.InboundTrust)
	}
	defaults, defaultKnown := p.own.Default.Get()
	switch {
	case !known || !defaultKnown:
		return Fact[InboundTrust]{}
	case defaults.InboundTrust == nil:
		return Known(InboundTrust{})
	}
	return Known(*defaults.InboundTrust)
}

// trustKept is the end of a remedy that gives the entry a trust of its own. The
// block counts as a whole (graph-cross-tenant §1.5): what the entry has had from the
// default would be gone.
func (p party) trustKept() string {
	entry, _, _ := p.entry()
	defaults, _ := p.own.Default.Get()
	if entry.InboundTrust != nil || defaults.InboundTrust == nil {
		return ""
	}
	var inherited []string
	for _, c := range []claim{claimMFA, claimCompliantDevice, claimHybridDevice} {
		if c.accepted(*defaults.InboundTrust) {
			inherited = append(inherited, c.setting)
		}
	}
	if len(inherited) == 0 {
		return ""
	}
	return " Repeat " + strings.Join(inherited, " and ") + " at the partner: with a trust of its own it does not inherit the default's."
}

// setting is the block that counts; nil when it is not known.
func (p party) setting(block func(AccessSettings) *B2BSetting) *B2BSetting {
	entry, _, known := p.entry()
	if !known {
		return nil
	}
	if own := block(entry); own != nil {
		return own
	}
	defaults, _ := p.own.Default.Get()
	return block(defaults)
}

// collaborates finds a block that leaves nobody anything. Where it is a matter of
// who the person is, the edge is open.
func collaborates(block func(AccessSettings) *B2BSetting) func(EdgeFacts, party) answer {
	return func(_ EdgeFacts, p party) answer {
		s := p.setting(block)
		return s.answer(s.Admits(Subject{}))
	}
}

func connects(block func(AccessSettings) *B2BSetting) func(EdgeFacts, party) answer {
	return func(_ EdgeFacts, p party) answer {
		s := p.setting(block)
		return s.answer(s.AdmitsTo(Office365, Subject{}))
	}
}

func (s *B2BSetting) answer(verdict Verdict) answer {
	if s == nil || s.UsersAndGroups == nil || s.Applications == nil {
		return unanswered
	}
	return answered(verdict != Refused)
}

func grants(granted func(AccessSettings) bool) func(EdgeFacts, party) answer {
	return func(_ EdgeFacts, p party) answer {
		entry, _, known := p.entry()
		if !known {
			return unanswered
		}
		return answered(granted(entry))
	}
}

func cloudEnabled(_ EdgeFacts, p party) answer {
	enabled, known := p.own.CloudEndpoints.Get()
	if !known {
		return unanswered
	}
	return answered(slices.Contains(enabled, CloudEndpoint(p.other.Tenant.Cloud)))
}

func invites(f EdgeFacts, _ party) answer {
	from, known := f.AllowInvitesFrom.Get()
	if !known {
		return unanswered
	}
	return answered(from != invitesFromNobody)
}

// acceptsDomains is met when one domain gets in: an edge is not for every address
// that its people have.
func acceptsDomains(f EdgeFacts, p party) answer {
	lists, known := f.DomainLists.Get()
	if !known {
		return unanswered
	}
	if len(lists.Allowed) == 0 && len(lists.Blocked) == 0 {
		return met
	}
	if _, known := p.other.Tenant.Domains.Get(); !known {
		return unanswered
	}
	return answered(slices.ContainsFunc(p.other.Tenant.mailDomains(), lists.accept))
}

// accept reports whether people of a domain may be invited. An allow list that is
// not empty is the only way in (graph-identity §9.1).
func (l DomainLists) accept(domain string) bool {
	listed := func(domains []string) bool {
		return slices.ContainsFunc(domains, func(d string) bool { return strings.EqualFold(d, domain) })
	}
	if len(l.Allowed) > 0 {
		return listed(l.Allowed)
	}
	return !listed(l.Blocked)
}

// mailDomains are the domains that people have addresses in: the verified ones
// but for the initial domain, unless there is no other.
func (t Tenant) mailDomains() []string {
	domains, _ := t.Domains.Get()
	own := slices.DeleteFunc(slices.Clone(domains), initialDomain)
	if len(own) == 0 {
		return domains
	}
	return own
}

// initialDomain recognizes the domains that Microsoft gives to a tenant in any
// cloud, including those for routing mail.
func initialDomain(domain string) bool {
	domain = strings.ToLower(domain)
	return slices.ContainsFunc([]string{".onmicrosoft.com", ".onmicrosoft.us", ".onmschina.cn"}, func(suffix string) bool {
		return strings.HasSuffix(domain, suffix)
	})
}

func licensed(_ EdgeFacts, p party) answer { return said(p.own.EntraP1) }

// syncedWithinChina is what Microsoft's pages contradict each other about
// (graph-cross-tenant §4.9).
func syncedWithinChina(_ EdgeFacts, p party) answer {
	if p.sameCloud && CloudEndpoint(p.own.Tenant.Cloud) == cloudEndpoints["china"] {
		return unanswered
	}
	return met
}

// crossCloudEnabled is what nobody can answer through Graph.
func crossCloudEnabled(_ EdgeFacts, p party) answer {
	if p.sameCloud {
		return met
	}
	return unanswered
}
