package edge

import (
	"context"
	"errors"
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
	groupSync
)

// errNoDomainLists is the answer of every cloud but the public one
// (graph-identity §15).
var errNoDomainLists = errors.New("no domain lists in this cloud")

// dossier is what a tenant has answered.
type dossier struct {
	tenant *tenant.Tenant
	wanted map[question]bool

	clouds      topology.Fact[[]string]
	defaults    topology.Fact[topology.AccessSettings]
	partners    topology.Fact[[]graph.Partner]
	groupSyncs  topology.Fact[[]string]
	invitesFrom topology.Fact[string]
	lists       topology.Fact[topology.DomainLists]
	domains     topology.Fact[[]string]
	entraP1     topology.Fact[bool]
	policies    topology.Fact[[]topology.ConditionalAccessPolicy]
	syncs       topology.Fact[[]topology.Synchronization]

	mu      sync.Mutex
	refused map[question]error
}

func newDossier(t *tenant.Tenant) *dossier {
	// What exists and is not declared is looked for in any case.
	return &dossier{tenant: t, wanted: map[question]bool{partners: true}, refused: map[question]error{}}
}

// readers answer the questions, each into a field of its own. A check is about
// what is: where the client also knows what is planned, it is asked to read.
func (d *dossier) readers() map[question]func(context.Context) error {
	g := d.tenant.Graph
	return map[question]func(context.Context) error{
		cloudEndpoints:    learn(&d.clouds, g.ReadCloudEndpoints),
		partners:          d.readPartners,
		invitesFrom:       learn(&d.invitesFrom, g.AllowInvitesFrom),
		conditionalAccess: learn(&d.policies, g.ConditionalAccessPolicies),
		synchronizations:  learn(&d.syncs, g.Synchronizations),
		licence:           learn(&d.entraP1, g.EntraP1),
		defaultAccess: learn(&d.defaults, func(ctx context.Context) (topology.AccessSettings, error) {
			s, err := g.ReadDefaultAccess(ctx)
			return s.AccessSettings.AccessSettings, err
		}),
		verifiedDomains: learn(&d.domains, func(ctx context.Context) ([]string, error) {
			o, err := g.Organization(ctx)
			return o.Domains, err
		}),
		domainLists: learn(&d.lists, func(ctx context.Context) (topology.DomainLists, error) {
			if d.tenant.Cloud.Name != cloud.Public {
				return topology.DomainLists{}, errNoDomainLists
			}
			lists, err := g.DomainLists(ctx)
			return topology.DomainLists(lists), err
		}),
	}
}

func learn[T any](fact *topology.Fact[T], read func(context.Context) (T, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		value, err := read(ctx)
		if err == nil {
			*fact = topology.Known(value)
		}
		return err
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
			if err := read(ctx); err != nil {
				d.refuse(q, err)
			}
		})
	}
}

func (d *dossier) refuse(q question, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refused[q] = err
}

// readPartners reads the entries, and from beta which of them let groups in. Only
// an entry with a synchronization policy can.
func (d *dossier) readPartners(ctx context.Context) error {
	g := d.tenant.Graph
	if err := learn(&d.partners, g.Partners)(ctx); err != nil {
		return err
	}
	entries, _ := d.partners.Get()
	if !slices.ContainsFunc(entries, func(p graph.Partner) bool { return p.Sync != nil }) {
		return nil
	}
	if err := learn(&d.groupSyncs, g.GroupSyncPartners)(ctx); err != nil {
		d.refuse(groupSync, err)
	}
	return nil
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
	entries, known := d.partners.Get()
	if !known {
		return side
	}
	side.Partner = topology.Known[*topology.AccessSettings](nil)
	for _, p := range entries {
		if strings.EqualFold(p.TenantID, other.ID) {
			side.Partner = topology.Known(&p.AccessSettings.AccessSettings)
		}
	}
	return side
}

// startedSyncs are the configurations whose job is started, as far as the tenant
// has been asked.
func (d *dossier) startedSyncs() []topology.Synchronization {
	all, _ := d.syncs.Get()
	return slices.DeleteFunc(slices.Clone(all), func(s topology.Synchronization) bool { return s.Job == nil || !s.Job.Started })
}
