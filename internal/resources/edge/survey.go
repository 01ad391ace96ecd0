package edge

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// declaration is an edge of the configuration whose tenants have been found.
type declaration struct {
	source, target *tenant.Tenant
	capabilities   []topology.Capability
}

func (e declaration) carries(capabilities ...topology.Capability) bool {
	return slices.ContainsFunc(e.capabilities, func(c topology.Capability) bool { return slices.Contains(capabilities, c) })
}

// synchronizes reports whether the edge carries what a job of its source does.
func (e declaration) synchronizes() bool {
	mechanism, _ := topology.MechanismBetween(e.source.Cloud.Name, e.target.Cloud.Name)
	return e.carries(topology.UserSync) && mechanism != topology.Invitation
}

// survey is declared edges, and what their tenants say.
type survey struct {
	edges    []declaration
	checks   topology.Severities
	dossiers map[string]*dossier // by tenant key
	// found and unknown are what the rules say of the edges.
	found   []topology.EdgeFinding
	unknown []gap
}

// conduct asks all tenants at once. A tenant that does not answer leaves facts
// unknown, and nothing else fails for it.
func conduct(ctx context.Context, edges []declaration, checks topology.Severities) *survey {
	s := &survey{edges: edges, checks: checks, dossiers: map[string]*dossier{}}
	for _, e := range edges {
		s.plan(e)
	}
	var wg sync.WaitGroup
	for _, d := range s.dossiers {
		d.ask(ctx, &wg)
	}
	wg.Wait()
	for _, e := range edges {
		s.judge(e)
	}
	return s
}

func (s *survey) judge(e declaration) {
	findings, unknown := topology.JudgeEdge(s.facts(e), s.checks)
	s.found = append(s.found, findings...)
	for _, u := range unknown {
		s.unknown = append(s.unknown, gap{u.Edge, string(u.Side), u.Tenant, u.Setting, explain(s.dossiers[u.Tenant].tenant, u.Why)})
	}
}

// plan notes what has to be known about the tenants of an edge. What only checks
// ask for that are off is left out.
func (s *survey) plan(e declaration) {
	source, target := s.dossier(e.source), s.dossier(e.target)
	apart := !topology.SameCloud(e.source.Cloud.Name, e.target.Cloud.Name)
	for _, d := range []*dossier{source, target} {
		d.wanted[defaultAccess] = true
		if apart && s.checks.On(topology.CloudsNotEnabled) {
			d.wanted[cloudEndpoints] = true
		}
	}
	if e.carries(topology.B2BCollaboration, topology.UserSync) && s.checks.On(topology.InvitationsRefused) {
		target.wanted[invitesFrom], target.wanted[domainLists] = true, true
		source.wanted[verifiedDomains] = true
	}
	if e.synchronizes() && s.checks.On(topology.SyncMissing, topology.SyncUnguarded) {
		source.wanted[synchronizations] = true
	}
	if s.checks.On(topology.LicenceMissing) {
		connects := !apart && e.carries(topology.DirectConnect)
		source.wanted[licence] = source.wanted[licence] || connects || e.synchronizes()
		target.wanted[licence] = target.wanted[licence] || connects
	}
	// To redeem without a prompt is no sign-in of its own.
	signIn := slices.ContainsFunc(e.capabilities, func(c topology.Capability) bool { return c != topology.AutoRedeem })
	if signIn && s.checks.On(topology.PolicyKeepsOut, topology.PolicyHinders) {
		target.wanted[conditionalAccess] = true
	}
}

func (s *survey) dossier(t *tenant.Tenant) *dossier {
	if s.dossiers[t.Key] == nil {
		s.dossiers[t.Key] = newDossier(t)
	}
	return s.dossiers[t.Key]
}

// facts are those of one edge.
func (s *survey) facts(e declaration) topology.EdgeFacts {
	source, target := s.dossiers[e.source.Key], s.dossiers[e.target.Key]
	return topology.EdgeFacts{
		Capabilities: e.capabilities,
		Source:       source.about(e.target), Target: target.about(e.source),
		Invitations: target.invitations, DomainLists: target.lists, Policies: target.policies,
		Synchronizations: source.syncs, SyncedTenants: s.syncedTenants(e),
	}
}

// syncedTenants are the targets of the other edges that synchronize people of the
// same source.
func (s *survey) syncedTenants(e declaration) []string {
	var ids []string
	for _, other := range s.edges {
		if other.source == e.source && other.target != e.target && other.synchronizes() {
			ids = append(ids, other.target.ID)
		}
	}
	return ids
}

// undeclared compares the entries and the jobs of all surveyed tenants with the
// edges.
func (s *survey) undeclared(tenants *tenant.Registry) []topology.Undeclared {
	key := func(tenantID string) string {
		if t, err := tenants.ByID(tenantID); err == nil {
			return t.Key
		}
		return ""
	}
	var (
		entries []topology.PartnerEntry
		jobs    []topology.OutboundSync
	)
	for _, own := range s.keys() {
		for _, p := range s.dossiers[own].entries() {
			entries = append(entries, topology.PartnerEntry{
				Tenant: own, PartnerTenantID: p.TenantID, Partner: key(p.TenantID), Settings: p.AccessSettings.AccessSettings,
			})
		}
		for _, sync := range s.dossiers[own].startedSyncs() {
			if id, _ := sync.TargetTenantID.Get(); id != "" {
				jobs = append(jobs, topology.OutboundSync{Tenant: own, PartnerTenantID: id, Partner: key(id), Name: sync.Name})
			}
		}
	}
	declared := make([]topology.DeclaredEdge, 0, len(s.edges))
	for _, e := range s.edges {
		declared = append(declared, topology.DeclaredEdge{Source: e.source.Key, Target: e.target.Key, Capabilities: e.capabilities})
	}
	return topology.FindUndeclared(declared, entries, jobs)
}

// diagram draws the edges with what they are declared to carry.
func (s *survey) diagram() string {
	arrows := make([]topology.Arrow, 0, len(s.edges))
	for _, e := range s.edges {
		names := make([]string, 0, len(e.capabilities))
		for _, c := range e.capabilities {
			names = append(names, string(c))
		}
		arrows = append(arrows, topology.Arrow{Source: e.source.Key, Target: e.target.Key, Label: strings.Join(names, ", ")})
	}
	return topology.Diagram(arrows)
}

func (s *survey) keys() []string { return slices.Sorted(maps.Keys(s.dossiers)) }
