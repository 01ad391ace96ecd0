package edge

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// answerTimeout bounds what one silent tenant may cost.
const answerTimeout = 2 * time.Minute

// question is one thing that a tenant is asked, at the most once for all of its
// edges.
type question int

const (
	cloudEndpoints question = iota
	defaultAccess
	partners
	invitesFrom
	domainLists
	verifiedDomains
	conditionalAccess
	synchronizations
	licence
)

// unread is why a tenant did not tell something.
type unread struct {
	tenant *tenant.Tenant
	err    error
}

func (u *unread) Error() string { return explain(u.tenant, u.err) }

func (u *unread) Unwrap() error { return u.err }

// dossier is what a tenant has answered.
type dossier struct {
	tenant *tenant.Tenant
	wanted map[question]bool

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

func newDossier(t *tenant.Tenant) *dossier {
	// What exists and is not declared is looked for in any case.
	return &dossier{tenant: t, wanted: map[question]bool{partners: true}}
}

// readers answer the questions, each into a field of its own. A check is about
// what is: where the client also knows what is planned, it is asked to read.
func (d *dossier) readers() map[question]func(context.Context) {
	g := d.tenant.Graph
	return map[question]func(context.Context){
		cloudEndpoints:    learn(d.tenant, &d.clouds, g.ReadCloudEndpoints),
		partners:          d.readPartners,
		conditionalAccess: learn(d.tenant, &d.policies, g.ConditionalAccessPolicies),
		synchronizations:  learn(d.tenant, &d.syncs, g.Synchronizations),
		licence:           learn(d.tenant, &d.entraP1, g.EntraP1),
		invitesFrom: learn(d.tenant, &d.invitations, func(ctx context.Context) (topology.InvitationPolicy, error) {
			from, err := g.AllowInvitesFrom(ctx)
			return topology.InvitationPolicy{AllowInvitesFrom: from}, err
		}),
		defaultAccess: learn(d.tenant, &d.defaults, func(ctx context.Context) (topology.AccessSettings, error) {
			s, err := g.ReadDefaultAccess(ctx)
			return s.AccessSettings.AccessSettings, err
		}),
		verifiedDomains: learn(d.tenant, &d.domains, func(ctx context.Context) ([]string, error) {
			o, err := g.Organization(ctx)
			return o.Domains, err
		}),
		domainLists: learn(d.tenant, &d.lists, func(ctx context.Context) (topology.DomainLists, error) {
			if d.tenant.Cloud.Name != cloud.Public {
				// The other clouds have no interface to them (graph-identity §15).
				return topology.DomainLists{}, topology.ListsHidden
			}
			lists, err := g.DomainLists(ctx)
			return topology.DomainLists(lists), err
		}),
	}
}

func learn[T any](t *tenant.Tenant, fact *topology.Fact[T], read func(context.Context) (T, error)) func(context.Context) {
	return func(ctx context.Context) {
		value, err := read(ctx)
		*fact = topology.Known(value)
		if err != nil {
			*fact = topology.Unread[T](&unread{t, err})
		}
	}
}

// ask starts to ask everything that is wanted.
func (d *dossier) ask(ctx context.Context, wg *sync.WaitGroup) {
	for q, read := range d.readers() {
		if !d.wanted[q] {
			continue
		}
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, answerTimeout)
			defer cancel()
			read(ctx)
		})
	}
}

// readPartners reads the entries, and from beta which of them let groups in. Only
// an entry with a synchronization policy can.
func (d *dossier) readPartners(ctx context.Context) {
	learn(d.tenant, &d.partners, d.tenant.Graph.Partners)(ctx)
	entries, _ := d.partners.Get()
	if slices.ContainsFunc(entries, func(p graph.Partner) bool { return p.Sync != nil }) {
		learn(d.tenant, &d.groupSyncs, d.tenant.Graph.GroupSyncPartners)(ctx)
	}
}

// entries are what the tenant says about others, with the groups that it lets in.
func (d *dossier) entries() []graph.Partner {
	known, _ := d.partners.Get()
	groups, _ := d.groupSyncs.Get()
	all := slices.Clone(known)
	for i, p := range all {
		if p.IdentitySync != nil && slices.Contains(groups, strings.ToLower(p.TenantID)) {
			all[i].IdentitySync = &topology.IdentitySync{UserSyncAllowed: p.IdentitySync.UserSyncAllowed, GroupSyncAllowed: true}
		}
	}
	return all
}

// about is one side of an edge: what the tenant has about the other.
func (d *dossier) about(other *tenant.Tenant) topology.EdgeSide {
	side := topology.EdgeSide{
		Tenant:         topology.Tenant{Key: d.tenant.Key, ID: d.tenant.ID, Cloud: d.tenant.Cloud.Name, Domains: d.domains},
		CloudEndpoints: d.clouds, Default: d.defaults, EntraP1: d.entraP1,
	}
	side.Partner = topology.Derived(d.partners, func(entries []graph.Partner) *topology.AccessSettings {
		i := slices.IndexFunc(entries, func(p graph.Partner) bool { return strings.EqualFold(p.TenantID, other.ID) })
		if i < 0 {
			return nil
		}
		return &entries[i].AccessSettings.AccessSettings
	})
	return side
}

// startedSyncs are the configurations whose job is started, as far as the tenant
// has been asked.
func (d *dossier) startedSyncs() []topology.Synchronization {
	all, _ := d.syncs.Get()
	return slices.DeleteFunc(slices.Clone(all), func(s topology.Synchronization) bool { return s.Job == nil || !s.Job.Started })
}
