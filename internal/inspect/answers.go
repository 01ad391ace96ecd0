package inspect

import (
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// answers are the facts of one tenant that its declared edges need.
type answers struct {
	tenant *tenant.Tenant
	wants  struct {
		clouds, invited, domains, license, policies, syncs bool
		defaultM365, legacy, sharingDomains                bool
	}

	clouds      rules.Fact[[]string]
	defaults    rules.Fact[rules.AccessSettings]
	partners    rules.Fact[[]graph.Partner]
	groupSyncs  rules.Fact[[]string]
	invitations rules.Fact[rules.InvitationPolicy]
	lists       rules.Fact[rules.DomainLists]
	domains     rules.Fact[[]string]
	entraP1     rules.Fact[bool]
	policies    rules.Fact[[]rules.ConditionalAccessPolicy]
	syncs       rules.Fact[[]rules.Synchronization]
	// syncedTo are the targets of edges with synchronization, in lower case, and
	// mappings are those of the jobs that write to them, by job id.
	syncedTo []string
	mappings map[string]*rules.Fact[rules.SyncMapping]

	// m365 are the capabilities in the entries for the sources of edges, by tenant id
	// in lower case.
	m365        map[string]*rules.Fact[rules.M365Capabilities]
	defaultM365 rules.Fact[rules.M365Capabilities]
	legacy      rules.Fact[rules.LegacySharing]
}

func (a *answers) ask(ctx context.Context, i *Inquiry) {
	edgeDefault.Ask(ctx, i, a.tenant, &a.defaults)
	edgePartners.askThen(ctx, i, a.tenant, &a.partners, func(partners []graph.Partner) {
		// Groups need a partner configuration with a synchronization policy.
		if slices.ContainsFunc(partners, func(p graph.Partner) bool { return p.IdentitySync != nil }) {
			edgeGroupSyncs.Ask(ctx, i, a.tenant, &a.groupSyncs)
		}
		for _, p := range partners {
			if fact := a.m365[strings.ToLower(p.TenantID)]; fact != nil {
				edgeM365(p.TenantID).Ask(ctx, i, a.tenant, fact)
			}
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
		edgeSyncs.askThen(ctx, i, a.tenant, &a.syncs, func(all []rules.Synchronization) { a.askMappings(ctx, i, all) })
	}
	a.askM365(ctx, i)
}

// askMappings asks for what the jobs map that write to the target of an edge.
func (a *answers) askMappings(ctx context.Context, i *Inquiry, all []rules.Synchronization) {
	for _, s := range all {
		target, _ := s.TargetTenantID.Get()
		if s.Job != nil && slices.Contains(a.syncedTo, strings.ToLower(target)) {
			mapping := &rules.Fact[rules.SyncMapping]{}
			a.mappings[s.Job.ID] = mapping
			edgeSyncMapping(s).Ask(ctx, i, a.tenant, mapping)
		}
	}
}

// synchronizations are the tenant's configurations with the mappings that were read.
func (a *answers) synchronizations() rules.Fact[[]rules.Synchronization] {
	return rules.Derived(a.syncs, func(all []rules.Synchronization) []rules.Synchronization {
		all = slices.Clone(all)
		for i, s := range all {
			if s.Job != nil && a.mappings[s.Job.ID] != nil {
				all[i].Mapping = *a.mappings[s.Job.ID]
			}
		}
		return all
	})
}

// askM365 asks for what decides about the capabilities of Microsoft 365 beside the
// entries.
func (a *answers) askM365(ctx context.Context, i *Inquiry) {
	if a.wants.defaultM365 {
		edgeDefaultM365.Ask(ctx, i, a.tenant, &a.defaultM365)
	}
	if a.wants.legacy {
		edgeLegacy.Ask(ctx, i, a.tenant, &a.legacy)
	}
	if a.wants.sharingDomains {
		edgeSharingDomains.Ask(ctx, i, a.tenant, &a.domains)
	}
}

// side returns the tenant's facts about another tenant.
func (a *answers) side(other *tenant.Tenant) rules.EdgeSide {
	own := TenantFacts(a.tenant)
	own.Domains = a.domains
	var held rules.Fact[rules.M365Capabilities]
	if fact := a.m365[strings.ToLower(other.ID)]; fact != nil {
		held = *fact
	}
	return rules.EdgeSide{
		M365: held, DefaultM365: a.defaultM365, Legacy: a.legacy, GroupSync: a.groupSync(other.ID),
		Tenant: own, CloudEndpoints: a.clouds, Default: a.defaults, EntraP1: a.entraP1,
		Partner: rules.Derived(a.partners, func(partners []graph.Partner) *rules.AccessSettings {
			i := slices.IndexFunc(partners, func(p graph.Partner) bool { return strings.EqualFold(p.TenantID, other.ID) })
			if i < 0 {
				return nil
			}
			return &partners[i].AccessSettings
		}),
	}
}

// groupSync is whether the entry for a tenant allows it to synchronize groups, which
// takes a synchronization policy.
func (a *answers) groupSync(tenantID string) rules.Fact[bool] {
	partners, known := a.partners.Get()
	switch {
	case !known:
		return rules.Unread[bool](a.partners.Why())
	case !slices.ContainsFunc(partners, func(p graph.Partner) bool { return p.IdentitySync != nil && strings.EqualFold(p.TenantID, tenantID) }):
		return rules.Known(false)
	}
	return rules.Derived(a.groupSyncs, func(ids []string) bool { return slices.Contains(ids, strings.ToLower(tenantID)) })
}

// entries returns the tenant's partner configurations, with the group
// synchronization of each.
func (a *answers) entries() []graph.Partner {
	partners, _ := a.partners.Get()
	groups, _ := a.groupSyncs.Get()
	all := slices.Clone(partners)
	for i, p := range all {
		if p.IdentitySync != nil && slices.Contains(groups, strings.ToLower(p.TenantID)) {
			policy := *p.IdentitySync
			policy.GroupSyncAllowed = new(true)
			all[i].IdentitySync = &policy
		}
	}
	return all
}

// heldFor returns the Microsoft 365 capabilities in the entry for a tenant, if they
// were read.
func (a *answers) heldFor(tenantID string) []rules.M365Capability {
	fact := a.m365[strings.ToLower(tenantID)]
	if fact == nil {
		return nil
	}
	held, _ := fact.Get()
	return held.All
}

// startedSyncs returns the configurations with a started job, if they were read.
func (a *answers) startedSyncs() []rules.Synchronization {
	all, _ := a.syncs.Get()
	return slices.DeleteFunc(slices.Clone(all), func(s rules.Synchronization) bool { return s.Job == nil || !s.Job.Started })
}

// unchecked lists the undeclared settings of the tenant that may exist and cannot
// be read.
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

// jobsUnread returns the reason why an undeclared job may exist; it is nil when
// all jobs are known, or were not requested.
func (a *answers) jobsUnread() error {
	for _, s := range a.startedSyncs() {
		if why := s.TargetTenantID.Why(); why != nil {
			return why
		}
	}
	return a.syncs.Why()
}
