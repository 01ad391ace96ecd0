package inspect

import (
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// answers is one tenant of edges, as far as they take an interest in it.
type answers struct {
	tenant *tenant.Tenant
	wants  struct{ clouds, invited, domains, license, policies, syncs bool }

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

func (a *answers) ask(ctx context.Context, i *Inquiry) {
	edgeDefault.Ask(ctx, i, a.tenant, &a.defaults)
	edgePartners.askThen(ctx, i, a.tenant, &a.partners, func(partners []graph.Partner) {
		// Only an entry with a synchronization policy can let groups in.
		if slices.ContainsFunc(partners, func(p graph.Partner) bool { return p.Sync != nil }) {
			edgeGroupSyncs.Ask(ctx, i, a.tenant, &a.groupSyncs)
		}
	})
	if a.wants.clouds {
		edgeClouds.Ask(ctx, i, a.tenant, &a.clouds)
	}
	if a.wants.invited {
		edgeInvitations.Ask(ctx, i, a.tenant, &a.invitations)
		edgeDomainLists.Ask(ctx, i, a.tenant, &a.lists)
	}
	if a.wants.domains {
		edgeDomains.Ask(ctx, i, a.tenant, &a.domains)
	}
	if a.wants.license {
		edgeLicense.Ask(ctx, i, a.tenant, &a.entraP1)
	}
	if a.wants.policies {
		edgePolicies.Ask(ctx, i, a.tenant, &a.policies)
	}
	if a.wants.syncs {
		edgeSyncs.Ask(ctx, i, a.tenant, &a.syncs)
	}
}

// side is what the tenant has about another one.
func (a *answers) side(other *tenant.Tenant) topology.EdgeSide {
	own := TenantFacts(a.tenant)
	own.Domains = a.domains
	return topology.EdgeSide{
		Tenant: own, CloudEndpoints: a.clouds, Default: a.defaults, EntraP1: a.entraP1,
		Partner: topology.Derived(a.partners, func(partners []graph.Partner) *topology.AccessSettings {
			i := slices.IndexFunc(partners, func(p graph.Partner) bool { return strings.EqualFold(p.TenantID, other.ID) })
			if i < 0 {
				return nil
			}
			return &partners[i].AccessSettings.AccessSettings
		}),
	}
}

// entries are what the tenant says about others, with the groups that it lets in.
func (a *answers) entries() []graph.Partner {
	partners, _ := a.partners.Get()
	groups, _ := a.groupSyncs.Get()
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
func (a *answers) startedSyncs() []topology.Synchronization {
	all, _ := a.syncs.Get()
	return slices.DeleteFunc(slices.Clone(all), func(s topology.Synchronization) bool { return s.Job == nil || !s.Job.Started })
}

// unchecked is what may exist in the tenant without being declared, and cannot be
// seen.
func (a *answers) unchecked() []Unchecked {
	var list []Unchecked
	for _, u := range []struct {
		what string
		why  error
	}{
		{"undeclared cross-tenant access partners", a.partners.Why()},
		{"undeclared group synchronization", a.groupSyncs.Why()},
		{"undeclared synchronization jobs", a.jobsUnread()},
	} {
		if u.why != nil {
			list = append(list, Unchecked{Tenant: a.tenant, What: u.what, Why: u.why})
		}
	}
	return list
}

// jobsUnread says why there can be a job that no edge asks for; it is nil when all
// are known, and when they were not asked for.
func (a *answers) jobsUnread() error {
	for _, s := range a.startedSyncs() {
		if why := s.TargetTenantID.Why(); why != nil {
			return why
		}
	}
	return a.syncs.Why()
}
