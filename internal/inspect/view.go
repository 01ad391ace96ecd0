package inspect

import (
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// view is one tenant of edges, as far as they take an interest in it.
type view struct {
	tenant *tenant.Tenant
	wants  struct{ clouds, gates, domains, license, policies, syncs bool }

	clouds      topology.Fact[[]string]
	defaults    topology.Fact[topology.AccessSettings]
	partners    topology.Fact[[]graph.Partner]
	groupSyncs  topology.Fact[[]string]
	invitations topology.Fact[topology.InvitationPolicy]
	lists       topology.Fact[topology.DomainLists]
	domains     topology.Fact[[]string]
	entraP1     topology.Fact[bool]
	policies    topology.Fact[[]topology.ConditionalAccessPolicy]
	syncs       topology.Fact[[]topology.Synchronization]
}

func (v *view) ask(ctx context.Context, i *Inquiry) {
	edgeDefault.Ask(ctx, i, v.tenant, &v.defaults)
	edgePartners.askThen(ctx, i, v.tenant, &v.partners, func(partners []graph.Partner) {
		// Only an entry with a synchronization policy can let groups in.
		if slices.ContainsFunc(partners, func(p graph.Partner) bool { return p.Sync != nil }) {
			edgeGroupSyncs.Ask(ctx, i, v.tenant, &v.groupSyncs)
		}
	})
	if v.wants.clouds {
		edgeClouds.Ask(ctx, i, v.tenant, &v.clouds)
	}
	if v.wants.gates {
		edgeInvitations.Ask(ctx, i, v.tenant, &v.invitations)
		edgeDomainLists.Ask(ctx, i, v.tenant, &v.lists)
	}
	if v.wants.domains {
		edgeDomains.Ask(ctx, i, v.tenant, &v.domains)
	}
	if v.wants.license {
		edgeLicense.Ask(ctx, i, v.tenant, &v.entraP1)
	}
	if v.wants.policies {
		edgePolicies.Ask(ctx, i, v.tenant, &v.policies)
	}
	if v.wants.syncs {
		edgeSyncs.Ask(ctx, i, v.tenant, &v.syncs)
	}
}

// side is what the tenant has about another one.
func (v *view) side(other *tenant.Tenant) topology.EdgeSide {
	own := TenantFacts(v.tenant)
	own.Domains = v.domains
	return topology.EdgeSide{
		Tenant: own, CloudEndpoints: v.clouds, Default: v.defaults, EntraP1: v.entraP1,
		Partner: topology.Derived(v.partners, func(partners []graph.Partner) *topology.AccessSettings {
			i := slices.IndexFunc(partners, func(p graph.Partner) bool { return strings.EqualFold(p.TenantID, other.ID) })
			if i < 0 {
				return nil
			}
			return &partners[i].AccessSettings.AccessSettings
		}),
	}
}

// entries are what the tenant says about others, with the groups that it lets in.
func (v *view) entries() []graph.Partner {
	partners, _ := v.partners.Get()
	groups, _ := v.groupSyncs.Get()
	all := slices.Clone(partners)
	for i, p := range all {
		if p.IdentitySync != nil && slices.Contains(groups, strings.ToLower(p.TenantID)) {
			all[i].IdentitySync = &topology.IdentitySync{UserSyncAllowed: p.IdentitySync.UserSyncAllowed, GroupSyncAllowed: true}
		}
	}
	return all
}

// startedSyncs are the configurations whose job is started, as far as the tenant
// has been asked.
func (v *view) startedSyncs() []topology.Synchronization {
	all, _ := v.syncs.Get()
	return slices.DeleteFunc(slices.Clone(all), func(s topology.Synchronization) bool { return s.Job == nil || !s.Job.Started })
}

// unchecked is what may exist in the tenant without being declared, and cannot be
// seen.
func (v *view) unchecked() []Unchecked {
	var list []Unchecked
	for _, u := range []struct {
		what string
		why  error
	}{
		{"undeclared cross-tenant access partners", v.partners.Why()},
		{"undeclared group synchronization", v.groupSyncs.Why()},
		{"undeclared synchronization jobs", v.jobsUnread()},
	} {
		if u.why != nil {
			list = append(list, Unchecked{Tenant: v.tenant, What: u.what, Why: u.why})
		}
	}
	return list
}

// jobsUnread says why there can be a job that no edge asks for; it is nil when all
// are known, and when they were not asked for.
func (v *view) jobsUnread() error {
	for _, s := range v.startedSyncs() {
		if why := s.TargetTenantID.Why(); why != nil {
			return why
		}
	}
	return v.syncs.Why()
}
