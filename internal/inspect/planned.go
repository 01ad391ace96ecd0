package inspect

import (
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// PlannedAccess remembers what the resources of a run will make of cross-tenant
// access. Terraform plans resources in any order, so
// it is for those only who refer to such a resource: they are planned after it.
// The zero value is ready for use.
type PlannedAccess struct {
	partners planned[graph.AccessChange]
	defaults planned[graph.AccessChange]
	clouds   planned[rules.Fact[[]string]]
}

// ExpectPartner notes the blocks that a tenant's entry about another will have. All
// others stay as they are, also in an entry that is taken over.
func (p *PlannedAccess) ExpectPartner(tenantID, partnerID string, c graph.AccessChange) {
	p.partners.set(planID{tenantID, partnerID}, c)
}

// ExpectDefault notes the blocks that a tenant's default access will have.
func (p *PlannedAccess) ExpectDefault(tenantID string, c graph.AccessChange) {
	p.defaults.set(planID{tenantID: tenantID}, c)
}

// ExpectClouds notes the clouds that a tenant will work with, as far as that is known.
func (p *PlannedAccess) ExpectClouds(tenantID string, endpoints rules.Fact[[]string]) {
	p.clouds.set(planID{tenantID: tenantID}, endpoints)
}

// Partner returns the blocks of one tenant's entry about another, if it is planned.
func (p *PlannedAccess) Partner(tenantID, partnerID string) (graph.AccessChange, bool) {
	return p.partners.get(planID{tenantID, partnerID})
}

// Default returns the blocks of a tenant's default access, if they are planned.
func (p *PlannedAccess) Default(tenantID string) (graph.AccessChange, bool) {
	return p.defaults.get(planID{tenantID: tenantID})
}

// Clouds returns the clouds that a tenant will work with, if they are planned.
func (p *PlannedAccess) Clouds(tenantID string) (rules.Fact[[]string], bool) {
	return p.clouds.get(planID{tenantID: tenantID})
}

// planID is the tenant whose settings are planned, and the tenant that they are
// about, if they are about one.
type planID struct{ tenantID, partnerID string }

func (id planID) folded() planID {
	return planID{strings.ToLower(id.tenantID), strings.ToLower(id.partnerID)}
}

type planned[T any] struct {
	mu   sync.Mutex
	byID map[planID]T
}

func (p *planned[T]) set(id planID, value T) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byID == nil {
		p.byID = map[planID]T{}
	}
	p.byID[id.folded()] = value
}

func (p *planned[T]) get(id planID) (T, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	value, ok := p.byID[id.folded()]
	return value, ok
}
