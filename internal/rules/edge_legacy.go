package rules

import (
	"fmt"
	"slices"
	"strings"
)

// examineLegacy is MT072: legacy sharing of Exchange Online takes precedence over
// capabilities of Microsoft 365 while it is active in either tenant
// (m365-capabilities §1).
func (j *edgeJudgment) examineLegacy() {
	for _, p := range []party{j.source(), j.target()} {
		if wanted := j.legacyAt(p.side); len(wanted) > 0 {
			j.examineLegacyOf(p, wanted)
		}
	}
}

// legacyAt lists the capabilities about which legacy sharing of a side may decide.
// A sharing policy is about the users of its own tenant.
func (f EdgeFacts) legacyAt(side Side) []Capability {
	return slices.DeleteFunc(LegacyEdgeCapabilities(), func(c Capability) bool {
		return !slices.Contains(f.Capabilities, c) || c == SeeCalendars && side == SourceSide
	})
}

func (j *edgeJudgment) examineLegacyOf(p party, wanted []Capability) {
	all, known := p.own.Legacy.Get()
	domains, told := p.other.Tenant.Domains.Get()
	named := append(slices.Clone(domains), p.other.Tenant.ID)
	switch {
	case !known:
		j.leaveOpen(p, SettingLegacySharing, p.own.Legacy.Why(), LegacyDecides)
		return
	case !told && all.namesDomains():
		j.leaveOpen(p, SettingLegacySharing, p.other.Tenant.Domains.Why(), LegacyDecides)
	}
	with := all.With(named)
	for _, r := range with.Relationships {
		j.examineRelationship(p, r, wanted)
	}
	if p.side == TargetSide && slices.Contains(wanted, SeeCalendars) {
		for _, policy := range with.Policies {
			j.examinePolicy(p, policy)
		}
	}
	if p.side == SourceSide && slices.Contains(wanted, SeeAvailability) {
		for _, s := range with.Spaces {
			j.decides(p, "availability address space "+quote(s.Name), []Capability{SeeAvailability},
				"Delete it in tenant {own} (Remove-AvailabilityAddressSpace): it has no switch.")
		}
	}
}

// namesDomains reports whether anything depends on the domains of an organization.
func (l LegacySharing) namesDomains() bool {
	return len(l.Relationships) > 0 || len(l.Spaces) > 0 || slices.ContainsFunc(l.Policies, func(p SharingPolicy) bool {
		return slices.ContainsFunc(p.Entries, func(e SharingEntry) bool { return e.Domain != EveryDomain && e.Domain != AnyoneAtAll })
	})
}

// examineRelationship reports the features that a relationship shares. Whether it
// also decides about those that it does not share is not documented.
func (j *edgeJudgment) examineRelationship(p party, r OrganizationRelationship, wanted []Capability) {
	shares := map[Capability]bool{SeeAvailability: r.FreeBusy != nil, SeeMailTips: r.MailTips != nil}
	var decided []Capability
	open := false
	for _, c := range wanted {
		switch {
		case shares[c]:
			decided = append(decided, c)
		case c != SeeCalendars:
			open = true
		}
	}
	what := "organization relationship " + quote(r.Name)
	if len(decided) > 0 {
		j.decides(p, what, decided, "In tenant {own}, disable it (Set-OrganizationRelationship -Enabled $false) once the capabilities work.")
	}
	if open {
		j.leaveOpen(p, what, RelationshipOpen, LegacyDecides)
	}
}

// examinePolicy reports a sharing policy for calendars. Which mailboxes have a policy
// that is not the default is not read.
func (j *edgeJudgment) examinePolicy(p party, policy SharingPolicy) {
	if !slices.ContainsFunc(policy.Entries, func(e SharingEntry) bool { return e.Calendar != "" }) {
		return
	}
	what := "sharing policy " + quote(policy.Name)
	if !policy.Default {
		j.leaveOpen(p, what, PolicyOpen, LegacyDecides)
		return
	}
	j.decides(p, what, []Capability{SeeCalendars},
		"In tenant {own}, disable it (Set-SharingPolicy -Enabled $false) or remove its entries about calendars for {other} and for *, once the capability works.")
}

// decides is MT072 for one object.
func (j *edgeJudgment) decides(p party, what string, about []Capability, remedy string) {
	names := make([]string, 0, len(about))
	for _, c := range about {
		names = append(names, string(c))
	}
	j.find(j.finding(LegacyDecides, p, []string{what},
		j.fill(fmt.Sprintf("%s of tenant {own} decides about %s between {own} and {other}, and not the capability of Microsoft 365."+
			" It is active until it is retired, or until Exchange Web Services end on 1 April 2027.",
			strings.ToUpper(what[:1])+what[1:], strings.Join(names, " and ")), p, requirement{}),
		j.fill(remedy, p, requirement{})))
}
