package topology

import (
	"fmt"
	"slices"
	"strings"
)

// CheckEdge finds what is missing on each side of an edge: MT060 to MT070, and MT024. A fact
// that is not known finds nothing; UncheckedEdge lists it.
func CheckEdge(f EdgeFacts) []EdgeFinding {
	findings, _ := examine(f)
	return findings
}

// UncheckedEdge lists the settings that CheckEdge would have judged if their facts
// were known. A cross-cloud synchronization has one that is never known: Graph
// does not show whether the target tenant admits synchronization from the cloud
// (graph-cross-tenant §4.9). Within China it is the service itself.
func UncheckedEdge(f EdgeFacts) []EdgeUnknown {
	_, unknown := examine(f)
	return unknown
}

// examine goes through both sides. What the clouds rule out is reported once, and
// nothing is asked of the tenants for it.
func examine(f EdgeFacts) (findings []EdgeFinding, unknown []EdgeUnknown) {
	mechanism, connected := MechanismBetween(f.Source.Tenant.Cloud, f.Target.Tenant.Cloud)
	if !connected {
		return []EdgeFinding{f.finding(CloudsNotEnabled, f.source(), nil,
			fmt.Sprintf("Nothing connects cloud %s of tenant %q with cloud %s of tenant %q.",
				f.Source.Tenant.Cloud, f.Source.Tenant.Key, f.Target.Tenant.Cloud, f.Target.Tenant.Key),
			"Leave the edge out, or give its people accounts in a cloud that reaches both.")}, nil
	}
	f, findings = f.withoutImpossible(mechanism)
	for _, p := range []party{f.source(), f.target()} {
		found, open := f.examineSide(p)
		findings = append(findings, found...)
		unknown = append(unknown, open...)
	}
	found, open := f.examinePolicies()
	return append(findings, found...), append(unknown, open...)
}

// withoutImpossible drops capabilities that the pair of clouds does not have.
func (f EdgeFacts) withoutImpossible(mechanism Mechanism) (EdgeFacts, []EdgeFinding) {
	var findings []EdgeFinding
	clouds := fmt.Sprintf("from cloud %s of tenant %q to cloud %s of tenant %q",
		f.Source.Tenant.Cloud, f.Source.Tenant.Key, f.Target.Tenant.Cloud, f.Target.Tenant.Key)
	drop := func(c Capability, code Code, what, instead string) {
		if !slices.Contains(f.Capabilities, c) {
			return
		}
		findings = append(findings, f.finding(code, f.source(), nil, fmt.Sprintf("There is no %s %s.", what, clouds), instead))
		f.Capabilities = slices.DeleteFunc(slices.Clone(f.Capabilities), func(have Capability) bool { return have == c })
	}
	if mechanism == Invitation {
		drop(UserSync, SyncMissing, "cross-tenant synchronization", "Take sync out of the edge and invite its people.")
	}
	if !f.sameCloud() {
		drop(DirectConnect, ConnectBlocked, "B2B direct connect", "Take direct_connect out of the edge: shared channels do not cross clouds.")
	}
	return f, findings
}

// party is one side of an edge, seen from itself.
type party struct {
	side       Side
	own, other EdgeSide
	sameCloud  bool
}

func (f EdgeFacts) source() party { return party{SourceSide, f.Source, f.Target, f.sameCloud()} }
func (f EdgeFacts) target() party { return party{TargetSide, f.Target, f.Source, f.sameCloud()} }

// entry is what the party's entry says; one that does not exist says nothing, as
// an entry does that has just been created.
func (p party) entry() (settings AccessSettings, exists, known bool) {
	entry, known := p.own.Partner.Get()
	if entry == nil {
		return AccessSettings{}, false, known
	}
	return *entry, true, known
}

// partner is the entry in the words of a remedy.
func (p party) partner() string {
	article := "the"
	if _, exists, known := p.entry(); known && !exists {
		article = "a new"
	}
	return article + " cross-tenant access partner for " + quote(p.other.Tenant.Key)
}

func (f EdgeFacts) examineSide(p party) (findings []EdgeFinding, unknown []EdgeUnknown) {
	var unmet []requirement
	for _, r := range requirements {
		if !r.concerns(f, p) {
			continue
		}
		switch r.met(f, p) {
		case missing:
			unmet = append(unmet, r)
		case unanswered:
			unknown = append(unknown, EdgeUnknown{f.Key(), p.side, p.own.Tenant.Key, r.setting})
		}
	}
	_, exists, known := p.entry()
	if !known && !p.sameCloud {
		unknown = append(unknown, EdgeUnknown{f.Key(), p.side, p.own.Tenant.Key, SettingPartner})
	}
	needed := !p.sameCloud || slices.ContainsFunc(unmet, func(r requirement) bool { return r.place == inEntry })
	if known && !exists && needed && len(f.Capabilities) > 0 {
		findings = append(findings, f.withoutEntry(p, unmet))
		unmet = slices.DeleteFunc(unmet, func(r requirement) bool { return r.place != elsewhere })
	}
	for _, r := range unmet {
		findings = append(findings, f.finding(r.code, p, []string{r.setting}, f.fill(r.problem, p, r), f.fill(r.remedy, p, r)))
	}
	return findings, unknown
}

// withoutEntry is MT061, which stands for everything that the missing entry would
// have to say.
func (f EdgeFacts) withoutEntry(p party, unmet []requirement) EdgeFinding {
	var settings []string
	for _, r := range unmet {
		if r.place != elsewhere {
			settings = append(settings, r.setting)
		}
	}
	why := "what the edge carries can only be granted there"
	if !p.sameCloud {
		why = "defaults do not count across clouds"
	}
	remedy := fmt.Sprintf("Create the partner for %q in tenant %q", p.other.Tenant.Key, p.own.Tenant.Key)
	if len(settings) > 0 {
		remedy += ", and open there: " + strings.Join(settings, ", ")
	}
	remedy += "."
	if slices.ContainsFunc(unmet, func(r requirement) bool { return r.code == TrustMissing }) {
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

// fill puts the names of an edge into the text of a requirement.
func (f EdgeFacts) fill(text string, p party, r requirement) string {
	c, _ := f.synchronization()
	configuration, strayed, quarantine := c.names()
	return strings.NewReplacer(
		"{own}", quote(p.own.Tenant.Key), "{other}", quote(p.other.Tenant.Key), "{other_id}", p.other.Tenant.ID,
		"{setting}", r.setting, "{cloud}", quote(CloudEndpoint(p.other.Tenant.Cloud)),
		"{domains}", strings.Join(p.other.Tenant.mailDomains(), ", "),
		"{partner}", p.partner(), "{kept}", p.trustKept(), "{configuration}", configuration, "{strayed}", strayed, "{quarantine}", quarantine,
	).Replace(text)
}
