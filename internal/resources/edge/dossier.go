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
		partners:          learn(&d.partners, g.Partners),
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
				d.mu.Lock()
				defer d.mu.Unlock()
				d.refused[q] = err
			}
		})
	}
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
