package inspect

import (
	"context"

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

// SyncEdge finds the settings of both tenants that a planned synchronization of users
// lacks, MT060 to MT066. Settings that were planned before count as they are planned.
// The configuration of the synchronization itself is not checked, and what cannot be
// read is left out: the service checks it before the start.
func (m *Machine) SyncEdge(ctx context.Context, source, target *tenant.Tenant, planned *PlannedAccess) []rules.EdgeFinding {
	facts := rules.EdgeFacts{Capabilities: []rules.Capability{rules.UserSync}}
	inquiry := m.Plan()
	edge := Edge{Source: source, Target: target}
	for _, s := range []struct {
		into       *rules.EdgeSide
		own, other *tenant.Tenant
	}{{&facts.Source, source, target}, {&facts.Target, target, source}} {
		s.into.Tenant = TenantFacts(s.own)
		syncPartner(s.other.ID).Ask(ctx, inquiry, s.own, &s.into.Partner)
		syncDefault.Ask(ctx, inquiry, s.own, &s.into.Default)
		if edge.apart() {
			syncClouds.Ask(ctx, inquiry, s.own, &s.into.CloudEndpoints)
		}
	}
	edgeInvitations.Ask(ctx, inquiry, target, &facts.Invitations)
	inquiry.Answered()
	planned.over(&facts.Source, source, target)
	planned.over(&facts.Target, target, source)
	findings, _ := rules.JudgeEdge(facts, m.checks)
	return findings
}

// over puts the planned settings of one side over the current ones.
func (p *PlannedAccess) over(side *rules.EdgeSide, own, other *tenant.Tenant) {
	if change, planned := p.Partner(own.ID, other.ID); planned {
		sync, syncPlanned := p.syncs.get(planID{own.ID, other.ID})
		side.Partner = rules.Derived(side.Partner, func(now *rules.AccessSettings) *rules.AccessSettings {
			next := change.Over(now)
			if allowed, known := sync.Get(); syncPlanned && known {
				next.IdentitySync = &rules.IdentitySync{UserSyncAllowed: allowed}
			}
			return next
		})
		if _, known := sync.Get(); syncPlanned && !known {
			side.Partner = rules.Fact[*rules.AccessSettings]{}
		}
	}
	if change, planned := p.Default(own.ID); planned {
		side.Default = rules.Derived(side.Default, func(now rules.AccessSettings) rules.AccessSettings { return *change.Over(&now) })
	}
	if endpoints, planned := p.Clouds(own.ID); planned {
		side.CloudEndpoints = endpoints
	}
}
