package inspect

import (
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// The questions of a plan about the settings that a synchronization needs.
var (
	syncPartner = about("partner of a synchronization", func(ctx context.Context, t *tenant.Tenant, partnerID string) (*rules.AccessSettings, error) {
		return t.Graph.PartnerAccess(ctx, partnerID)
	}, permission.EdgeAccess, permission.EdgeTrust)
	syncDefault = question("default access of a synchronization", func(ctx context.Context, t *tenant.Tenant) (rules.AccessSettings, error) {
		return t.Graph.DefaultAccess(ctx)
	}, permission.EdgeAccess)
	syncClouds = question("clouds of a synchronization", func(ctx context.Context, t *tenant.Tenant) ([]string, error) {
		return t.Graph.CloudEndpoints(ctx)
	}, permission.EdgeClouds)
)

// PlannedSync is a synchronization that a plan starts.
type PlannedSync struct {
	Source, Target *tenant.Tenant
	Name           string
	// Groups reports that its job maps groups.
	Groups bool
}

// SyncEdge finds the settings of both tenants that a planned synchronization lacks,
// MT060 to MT066, and MT076 if it maps groups. Settings that were planned before count
// as they are planned. The rest of the configuration itself is not checked, and what
// cannot be read is left out: the service checks it before the start.
func (m *Machine) SyncEdge(ctx context.Context, sync PlannedSync, planned *PlannedAccess) []rules.EdgeFinding {
	edge := Edge{Source: sync.Source, Target: sync.Target, Capabilities: []rules.Capability{rules.UserSync}}
	facts := rules.EdgeFacts{Capabilities: edge.Capabilities}
	inquiry := m.Plan()
	edge.askSettings(ctx, inquiry, &facts)
	var groupSyncs rules.Fact[[]string]
	if sync.Groups {
		facts.Synchronizations = rules.Known([]rules.Synchronization{rules.GroupsTo(sync.Target.ID, sync.Name)})
		edgeGroupSyncs.Ask(ctx, inquiry, sync.Target, &groupSyncs)
	}
	inquiry.Answered()
	facts.Target.GroupSync = rules.Derived(groupSyncs, func(ids []string) bool { return slices.Contains(ids, strings.ToLower(sync.Source.ID)) })
	return m.judgePlanned(edge, facts, planned)
}

// GuestEdge finds the settings of both tenants that keep users of the source from being
// invited to the target, MT060 to MT063. Settings that were planned before count as they
// are planned. What cannot be read is left out.
func (m *Machine) GuestEdge(ctx context.Context, source, target *tenant.Tenant, planned *PlannedAccess) []rules.EdgeFinding {
	edge := Edge{Source: source, Target: target, Capabilities: []rules.Capability{rules.B2BCollaboration}}
	facts := rules.EdgeFacts{Capabilities: edge.Capabilities}
	inquiry := m.Plan()
	edge.askSettings(ctx, inquiry, &facts)
	inquiry.Answered()
	return m.judgePlanned(edge, facts, planned)
}

// askSettings asks for the settings of both tenants about each other.
func (e Edge) askSettings(ctx context.Context, inquiry *Inquiry, facts *rules.EdgeFacts) {
	for _, s := range []struct {
		into       *rules.EdgeSide
		own, other *tenant.Tenant
	}{{&facts.Source, e.Source, e.Target}, {&facts.Target, e.Target, e.Source}} {
		s.into.Tenant = TenantFacts(s.own)
		syncPartner(s.other.ID).Ask(ctx, inquiry, s.own, &s.into.Partner)
		syncDefault.Ask(ctx, inquiry, s.own, &s.into.Default)
		if e.apart() {
			syncClouds.Ask(ctx, inquiry, s.own, &s.into.CloudEndpoints)
		}
	}
	edgeInvitations.Ask(ctx, inquiry, e.Target, &facts.Invitations)
}

// judgePlanned judges an edge with the planned settings of both tenants.
func (m *Machine) judgePlanned(e Edge, facts rules.EdgeFacts, planned *PlannedAccess) []rules.EdgeFinding {
	planned.over(&facts.Source, e.Source, e.Target)
	planned.over(&facts.Target, e.Target, e.Source)
	findings, _ := rules.JudgeEdge(facts, m.checks)
	return findings
}

// over puts the planned settings of one side over the current ones.
func (p *PlannedAccess) over(side *rules.EdgeSide, own, other *tenant.Tenant) {
	if change, planned := p.Partner(own.ID, other.ID); planned {
		side.Partner = rules.Derived(side.Partner, change.Over)
		if sync, planned := p.syncs.get(planID{own.ID, other.ID}); planned {
			overSync(side, sync)
		}
	}
	if change, planned := p.Default(own.ID); planned {
		side.Default = rules.Derived(side.Default, func(now rules.AccessSettings) rules.AccessSettings { return *change.Over(&now) })
	}
	if endpoints, planned := p.Clouds(own.ID); planned {
		side.CloudEndpoints = endpoints
	}
}

// overSync puts the planned policy for synchronization over the current one. Whether
// groups are allowed stays as it is where the policy does not say.
func overSync(side *rules.EdgeSide, planned rules.Fact[*rules.IdentitySync]) {
	policy, known := planned.Get()
	if !known {
		side.Partner, side.GroupSync = rules.Fact[*rules.AccessSettings]{}, rules.Fact[bool]{}
		return
	}
	side.Partner = rules.Derived(side.Partner, func(now *rules.AccessSettings) *rules.AccessSettings {
		next := *now
		next.IdentitySync = &rules.IdentitySync{UserSyncAllowed: policy.AllowsUsers()}
		return &next
	})
	if policy.SaysGroups() {
		side.GroupSync = rules.Known(policy.AllowsGroups())
	}
}
