package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// JudgeEdge finds the missing settings on each side of an edge, MT060 to MT075 and
// MT024, and in the same pass the settings that stay unknown because a fact is
// missing. Findings have the severity that the configuration has chosen; checks
// that are off contribute to neither result.
//
// A capability that the clouds do not support is reported once, and its settings
// are not checked. A cross-cloud synchronization has one setting that is never
// known: Graph does not expose whether the target tenant accepts synchronization
// from the cloud (graph-cross-tenant §4.9). Within China, it is the support of the
// service itself.
func JudgeEdge(f EdgeFacts, checks Severities) (findings []EdgeFinding, unknown []EdgeUnknown) {
	j := &edgeJudgment{EdgeFacts: f, checks: checks}
	j.examine()
	return j.findings, j.unknown
}

// edgeJudgment collects the findings and the open settings of an edge.
type edgeJudgment struct {
	EdgeFacts
	checks   Severities
	findings []EdgeFinding
	unknown  []EdgeUnknown
}

func (j *edgeJudgment) find(found EdgeFinding) {
	if found.Severity = j.checks.Of(found.Code); found.Severity != Off {
		j.findings = append(j.findings, found)
	}
}

// leaveOpen records a setting that at least one of the checks would have evaluated,
// once.
func (j *edgeJudgment) leaveOpen(p party, setting string, why error, codes ...Code) {
	have := func(u EdgeUnknown) bool { return u.Side == p.side && u.Setting == setting }
	if j.checks.On(codes...) && !slices.ContainsFunc(j.unknown, have) {
		j.unknown = append(j.unknown, EdgeUnknown{j.Key(), p.side, p.own.Tenant.Key, setting, cmp.Or(why, error(AnswerOpen))})
	}
}

func (j *edgeJudgment) examine() {
	source, target := j.Source.Tenant, j.Target.Tenant
	mechanism, connected := MechanismBetween(source.Cloud, target.Cloud)
	if !connected {
		j.find(j.finding(CloudsNotEnabled, j.source(), nil,
			fmt.Sprintf("There is no B2B collaboration between cloud %s of tenant %q and cloud %s of tenant %q.", source.Cloud, source.Key, target.Cloud, target.Key),
			"Remove the edge, or give its users accounts in a cloud that collaborates with both."))
		return
	}
	j.dropImpossible(mechanism)
	for _, p := range []party{j.source(), j.target()} {
		j.examineSide(p)
	}
	j.examinePolicies()
	j.examineLegacy()
}

// dropImpossible drops capabilities that the pair of clouds does not have.
func (j *edgeJudgment) dropImpossible(mechanism Mechanism) {
	clouds := fmt.Sprintf("from cloud %s of tenant %q to cloud %s of tenant %q",
		j.Source.Tenant.Cloud, j.Source.Tenant.Key, j.Target.Tenant.Cloud, j.Target.Tenant.Key)
	drop := func(c Capability, code Code, what, instead string) {
		if !slices.Contains(j.Capabilities, c) {
			return
		}
		j.find(j.finding(code, j.source(), nil, fmt.Sprintf("There is no %s %s.", what, clouds), instead))
		j.Capabilities = slices.DeleteFunc(slices.Clone(j.Capabilities), func(have Capability) bool { return have == c })
	}
	if mechanism == Invitation {
		drop(UserSync, SyncMissing, "cross-tenant synchronization", "Remove sync from the edge and invite its users.")
	}
	if !j.sameCloud() {
		drop(DirectConnect, ConnectBlocked, "B2B direct connect", "Remove direct_connect from the edge: shared channels do not cross clouds.")
	}
}

// party is one side of an edge, with the other side.
type party struct {
	side       Side
	own, other EdgeSide
	sameCloud  bool
}

func (f EdgeFacts) source() party { return party{SourceSide, f.Source, f.Target, f.sameCloud()} }
func (f EdgeFacts) target() party { return party{TargetSide, f.Target, f.Source, f.sameCloud()} }

// entry is the content of the party's entry; a missing entry has the content of a
// new one, which is empty.
func (p party) entry() (settings AccessSettings, exists, known bool) {
	entry, known := p.own.Partner.Get()
	if entry == nil {
		return AccessSettings{}, false, known
	}
	return *entry, true, known
}

// partner names the entry in a remedy.
func (p party) partner() string {
	article := "the"
	if _, exists, known := p.entry(); known && !exists {
		article = "a new"
	}
	return article + " cross-tenant access partner for " + quote(p.other.Tenant.Key)
}

func (j *edgeJudgment) examineSide(p party) {
	var lacking []unmet
	for _, r := range requirements {
		if !r.concerns(j.EdgeFacts, p) {
			continue
		}
		switch a := r.met(j.EdgeFacts, p); a.outcome {
		case isMissing:
			lacking = append(lacking, unmet{requirement: r})
		case isOpen:
			j.leaveOpen(p, r.setting, a.why, r.code)
		}
	}
	lacking = append(lacking, j.examineM365(p)...)
	if _, known := p.own.Partner.Get(); !known && !p.sameCloud && j.concerns(p) {
		j.leaveOpen(p, SettingPartner, p.own.Partner.Why(), PartnerMissing)
	}
	if p.needsEntry(lacking) && j.concerns(p) {
		j.find(j.withoutEntry(p, lacking))
		lacking = slices.DeleteFunc(lacking, func(u unmet) bool { return u.place != elsewhere })
	}
	for _, u := range lacking {
		j.find(j.finding(u.code, p, u.settings(), j.fill(u.problem, p, u.requirement), j.fill(u.remedy, p, u.requirement)))
	}
}

// concerns reports whether a capability needs settings about the other tenant in
// the access settings of the party. Moves of mailboxes need none in the source,
// which takes them.
func (f EdgeFacts) concerns(p party) bool {
	return slices.ContainsFunc(f.Capabilities, func(c Capability) bool { return c != TakeMailboxes || p.side == TargetSide })
}

// needsEntry reports whether the party has no entry, and either access across
// clouds or an unmet requirement can be granted by an entry only.
func (p party) needsEntry(lacking []unmet) bool {
	_, exists, known := p.entry()
	if exists || !known {
		return false
	}
	as := Access{Partner: p.own.Partner, Default: p.own.Default}
	return as.Ruling(CollaborationInbound, p.sameCloud, edgeUsers).Origin == FromNowhere ||
		slices.ContainsFunc(lacking, func(u unmet) bool { return u.place == inEntry })
}

// withoutEntry is MT061, which includes everything that the missing entry would
// have to contain.
func (f EdgeFacts) withoutEntry(p party, lacking []unmet) EdgeFinding {
	var settings []string
	for _, u := range lacking {
		for _, setting := range u.settings() {
			if u.place != elsewhere && !slices.Contains(settings, setting) {
				settings = append(settings, setting)
			}
		}
	}
	why := "the capabilities of the edge can be granted only there"
	if !p.sameCloud {
		why = "defaults do not apply across clouds"
	}
	remedy := fmt.Sprintf("Create the partner for %q in tenant %q", p.other.Tenant.Key, p.own.Tenant.Key)
	if len(settings) > 0 {
		remedy += ", and allow in it: " + strings.Join(settings, ", ")
	}
	remedy += "."
	if slices.ContainsFunc(lacking, func(u unmet) bool { return u.code == TrustMissing }) {
		remedy += p.trustKept()
	}
	return f.finding(PartnerMissing, p, settings,
		fmt.Sprintf("Tenant %q has no cross-tenant access partner for %q, and %s.", p.own.Tenant.Key, p.other.Tenant.Key, why), remedy)
}

func (f EdgeFacts) finding(code Code, p party, settings []string, summary, remedy string) EdgeFinding {
	return EdgeFinding{
		Code: code, Edge: f.Key(), Side: p.side, Tenant: p.own.Tenant.Key, Severity: DefaultSeverity(code),
		Summary: summary, Remedy: remedy, Settings: settings,
	}
}

// fill replaces the placeholders in the text of a requirement.
func (f EdgeFacts) fill(text string, p party, r requirement) string {
	c, _ := f.synchronization()
	configuration, strayed, quarantine := c.names()
	domains, _ := Derived(p.other.Tenant.Domains, mailDomains).Get()
	return strings.NewReplacer(
		"{own}", quote(p.own.Tenant.Key), "{other}", quote(p.other.Tenant.Key), "{other_id}", p.other.Tenant.ID,
		"{setting}", r.setting, "{cloud}", quote(CloudEndpoint(p.other.Tenant.Cloud)),
		"{domains}", strings.Join(domains, ", "),
		"{partner}", p.partner(), "{kept}", p.trustKept(), "{configuration}", configuration, "{strayed}", strayed, "{quarantine}", quarantine,
		"{second}", quote(f.secondConfiguration()),
	).Replace(text)
}
