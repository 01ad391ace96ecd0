package inspect

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Edge is a declared edge with its tenants of the provider.
type Edge struct {
	Source, Target *tenant.Tenant
	Capabilities   []rules.Capability
}

// carries reports whether the edge declares one of the capabilities.
func (e Edge) carries(capabilities ...rules.Capability) bool {
	return slices.ContainsFunc(e.Capabilities, func(c rules.Capability) bool { return slices.Contains(capabilities, c) })
}

// apart reports whether the tenants are in clouds with separate settings.
func (e Edge) apart() bool { return !rules.SameCloud(e.Source.Cloud.Name, e.Target.Cloud.Name) }

// synchronizes reports whether the edge declares a capability of a
// synchronization job.
func (e Edge) synchronizes() bool {
	mechanism, _ := rules.MechanismBetween(e.Source.Cloud.Name, e.Target.Cloud.Name)
	return e.carries(rules.UserSync) && mechanism != rules.Invitation
}

// Report is the result of checking edges against their tenants.
type Report struct {
	Findings   []rules.EdgeFinding
	Unchecked  []Unchecked
	Undeclared []rules.Undeclared
}

// Unchecked is a setting that could not be checked. Edge and Side are empty when
// it concerns a tenant as a whole.
type Unchecked struct {
	Edge   string
	Side   rules.Side
	Tenant *tenant.Tenant
	// What is the setting, or another subject of the check.
	What string
	// Why is an [Unread], or a reason of the tenant's own.
	Why error
}

// edgeCheck holds declared edges and the facts of their tenants.
type edgeCheck struct {
	*Machine
	edges   []Edge
	answers map[string]*answers // by tenant key
}

// Edges reads the tenants of edges concurrently, each fact once, and judges the
// edges. A tenant that does not answer leaves its own facts unknown and has no
// other effect.
func (m *Machine) Edges(ctx context.Context, edges []Edge) Report {
	s := &edgeCheck{Machine: m, edges: edges, answers: map[string]*answers{}}
	for _, e := range edges {
		s.want(e)
	}
	inquiry := m.begin(edgePatience)
	for _, key := range s.keys() {
		s.answers[key].ask(ctx, inquiry)
	}
	inquiry.Answered()
	report := Report{Undeclared: s.undeclared()}
	for _, e := range edges {
		findings, unknown := rules.JudgeEdge(s.facts(e), m.checks)
		report.Findings = append(report.Findings, findings...)
		for _, u := range unknown {
			report.Unchecked = append(report.Unchecked, Unchecked{u.Edge, u.Side, s.answers[u.Tenant].tenant, u.Setting, u.Why})
		}
	}
	for _, key := range s.keys() {
		report.Unchecked = append(report.Unchecked, s.answers[key].unchecked()...)
	}
	return report
}

// want collects the facts that an edge needs from its tenants.
func (s *edgeCheck) want(e Edge) {
	source, target := s.of(e.Source), s.of(e.Target)
	if e.apart() {
		source.wants.clouds, target.wants.clouds = true, true
	}
	if e.carries(rules.B2BCollaboration, rules.UserSync) {
		source.wants.domains, target.wants.invited = true, true
	}
	connects := !e.apart() && e.carries(rules.DirectConnect)
	source.wants.license = source.wants.license || connects || e.synchronizes()
	target.wants.license = target.wants.license || connects
	if e.synchronizes() {
		source.wants.syncs, source.syncedTo = true, append(source.syncedTo, strings.ToLower(e.Target.ID))
	}
	// Automatic redemption is not a separate sign-in, and Microsoft 365 needs none.
	withoutSignIn := append(rules.M365EdgeCapabilities(), rules.AutoRedeem)
	signsIn := slices.ContainsFunc(e.Capabilities, func(c rules.Capability) bool { return !slices.Contains(withoutSignIn, c) })
	target.wants.policies = target.wants.policies || signsIn
	s.wantM365(e)
}

// wantM365 collects the facts about the capabilities of Microsoft 365: those of the
// target, and the legacy sharing of both tenants.
func (s *edgeCheck) wantM365(e Edge) {
	source, target := s.of(e.Source), s.of(e.Target)
	if e.carries(rules.M365EdgeCapabilities()...) {
		target.m365[strings.ToLower(e.Source.ID)] = &rules.Fact[rules.M365Capabilities]{}
		target.wants.defaultM365 = true
	}
	if e.carries(rules.LegacyEdgeCapabilities()...) {
		target.wants.legacy, source.wants.sharingDomains = true, true
	}
	if e.carries(rules.SeeAvailability, rules.SeeMailTips) {
		source.wants.legacy, target.wants.sharingDomains = true, true
	}
}

func (s *edgeCheck) of(t *tenant.Tenant) *answers {
	if s.answers[t.Key] == nil {
		s.answers[t.Key] = &answers{tenant: t, m365: map[string]*rules.Fact[rules.M365Capabilities]{}, mappings: map[string]*rules.Fact[rules.SyncMapping]{}}
	}
	return s.answers[t.Key]
}

func (s *edgeCheck) keys() []string { return slices.Sorted(maps.Keys(s.answers)) }

// facts returns the facts of one edge.
func (s *edgeCheck) facts(e Edge) rules.EdgeFacts {
	source, target := s.answers[e.Source.Key], s.answers[e.Target.Key]
	return rules.EdgeFacts{
		Capabilities: e.Capabilities,
		Source:       source.side(e.Target), Target: target.side(e.Source),
		Invitations: target.invitations, DomainLists: target.lists, Policies: target.policies,
		Synchronizations: source.synchronizations(), SyncedTenants: s.syncedTenants(e),
	}
}

// syncedTenants returns the targets of the other edges that synchronize users of
// the same source.
func (s *edgeCheck) syncedTenants(e Edge) []string {
	var ids []string
	for _, other := range s.edges {
		if other.Source == e.Source && other.Target != e.Target && other.synchronizes() {
			ids = append(ids, other.Target.ID)
		}
	}
	return ids
}

// undeclared compares the partner configurations and the jobs of all tenants with
// the edges.
func (s *edgeCheck) undeclared() []rules.Undeclared {
	var (
		entries []rules.PartnerEntry
		jobs    []rules.OutboundSync
	)
	for _, own := range s.keys() {
		for _, p := range s.answers[own].entries() {
			entries = append(entries, rules.PartnerEntry{
				Tenant: own, PartnerTenantID: p.TenantID, Partner: s.keyOf(p.TenantID), Settings: p.AccessSettings,
				M365: s.answers[own].heldFor(p.TenantID),
			})
		}
		for _, sync := range s.answers[own].startedSyncs() {
			if id, _ := sync.TargetTenantID.Get(); id != "" {
				jobs = append(jobs, rules.OutboundSync{Tenant: own, PartnerTenantID: id, Partner: s.keyOf(id), Name: sync.Name})
			}
		}
	}
	declared := make([]rules.DeclaredEdge, 0, len(s.edges))
	for _, e := range s.edges {
		declared = append(declared, rules.DeclaredEdge{Source: e.Source.Key, Target: e.Target.Key, Capabilities: e.Capabilities})
	}
	return rules.FindUndeclared(declared, entries, jobs)
}

// keyOf returns the key of a tenant in the provider, empty for any other tenant.
func (s *edgeCheck) keyOf(tenantID string) string {
	if t, err := s.tenants.ByID(tenantID); err == nil {
		return t.Key
	}
	return ""
}
