package tfkit

import (
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// The names of what a tenant has one of, as object ids.
const (
	DefaultAccessName = "default"
	AccessPolicyName  = "policy"
)

// PlannedAccess remembers what the resources of a run will make of cross-tenant
// access, by the ids of the resources. Terraform plans resources in any order, so
// it is for those only who refer to such a resource: they are planned after it.
// The zero value is ready for use.
type PlannedAccess struct {
	partners planned[graph.AccessChange]
	defaults planned[graph.AccessChange]
	clouds   planned[topology.Fact[[]string]]
}

// ExpectPartner notes the blocks that a tenant's entry about another will have. All
// others stay as they are, also in an entry that is taken over.
func (p *PlannedAccess) ExpectPartner(tenantID, partnerID string, c graph.AccessChange) {
	p.partners.set(ID(tenantID, partnerID), c)
}

// ExpectDefault notes the blocks that a tenant's default access will have.
func (p *PlannedAccess) ExpectDefault(tenantID string, c graph.AccessChange) {
	p.defaults.set(ID(tenantID, DefaultAccessName), c)
}

// ExpectClouds notes the clouds that a tenant will work with, as far as that is known.
func (p *PlannedAccess) ExpectClouds(tenantID string, endpoints topology.Fact[[]string]) {
	p.clouds.set(ID(tenantID, AccessPolicyName), endpoints)
}

// Partner returns the blocks of one tenant's entry about another, if it is planned.
func (p *PlannedAccess) Partner(tenantID, partnerID string) (graph.AccessChange, bool) {
	return p.partners.get(ID(tenantID, partnerID))
}

// Default returns the blocks of a tenant's default access, if they are planned.
func (p *PlannedAccess) Default(tenantID string) (graph.AccessChange, bool) {
	return p.defaults.get(ID(tenantID, DefaultAccessName))
}

// Clouds returns the clouds that a tenant will work with, if they are planned.
func (p *PlannedAccess) Clouds(tenantID string) (topology.Fact[[]string], bool) {
	return p.clouds.get(ID(tenantID, AccessPolicyName))
}

// planned holds what is planned by the id of its resource, in lower case.
type planned[T any] struct {
	mu   sync.Mutex
	byID map[string]T
}

func (p *planned[T]) set(id string, value T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID == nil {
		p.byID = map[string]T{}
	}
	p.byID[strings.ToLower(id)] = value
}

func (p *planned[T]) get(id string) (T, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	value, ok := p.byID[strings.ToLower(id)]
	return value, ok
}
