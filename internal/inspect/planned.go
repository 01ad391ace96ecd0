package inspect

import (
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// PlannedAccess remembers the planned settings of a run that admit external users:
// cross-tenant access, Microsoft 365 capabilities, the invitation policy and domain
// lists. Terraform
// plans resources in any order, so it only serves resources that refer to the
// planned ones: they are planned later. The zero value is ready for use.
type PlannedAccess struct {
	partners planned[graph.AccessChange]
	defaults planned[graph.AccessChange]
	clouds   planned[rules.Fact[[]string]]
	syncs    planned[rules.Fact[*rules.IdentitySync]]
	invites  planned[rules.Fact[string]]
	domains  planned[rules.Fact[rules.DomainLists]]
	removals planned[bool]
	m365     planned[rules.Fact[rules.M365Capabilities]]
	// connected are the tenants that are identity sources of connected organizations.
	connected planned[bool]
}

// Forget forgets what was planned.
func (p *PlannedAccess) Forget() {
	p.partners.forget()
	p.defaults.forget()
	p.clouds.forget()
	p.syncs.forget()
	p.invites.forget()
	p.domains.forget()
	p.removals.forget()
	p.m365.forget()
	p.connected.forget()
}

// ExpectRemoval records that a partner configuration is deleted.
func (p *PlannedAccess) ExpectRemoval(tenantID, partnerID string) {
	p.removals.set(planID{tenantID, partnerID}, true)
}

// ExpectCapabilities records the planned Microsoft 365 capabilities for a partner, or
// of the default, as far as they are known.
func (p *PlannedAccess) ExpectCapabilities(tenantID, holder string, c rules.Fact[rules.M365Capabilities]) {
	p.m365.set(planID{tenantID, holder}, c)
}

// ExpectPartner records the planned blocks of a partner configuration. All other
// blocks stay unchanged, also in an adopted configuration.
func (p *PlannedAccess) ExpectPartner(tenantID, partnerID string, c graph.AccessChange) {
	p.partners.set(planID{tenantID, partnerID}, c)
}

// ExpectSync records the planned policy for the synchronization of users and groups of
// a partner into a tenant, as far as it is known.
func (p *PlannedAccess) ExpectSync(tenantID, partnerID string, policy rules.Fact[*rules.IdentitySync]) {
	p.syncs.set(planID{tenantID, partnerID}, policy)
}

// ExpectDefault records the planned blocks of a tenant's default access.
func (p *PlannedAccess) ExpectDefault(tenantID string, c graph.AccessChange) {
	p.defaults.set(planID{tenantID: tenantID}, c)
}

// ExpectClouds records the planned clouds of a tenant, as far as they are known.
func (p *PlannedAccess) ExpectClouds(tenantID string, endpoints rules.Fact[[]string]) {
	p.clouds.set(planID{tenantID: tenantID}, endpoints)
}

// ExpectInvitesFrom records the planned allowInvitesFrom of a tenant, as far as it is
// known.
func (p *PlannedAccess) ExpectInvitesFrom(tenantID string, from rules.Fact[string]) {
	p.invites.set(planID{tenantID: tenantID}, from)
}

// ExpectDomainLists records the planned domain lists of a tenant, as far as they are
// known.
func (p *PlannedAccess) ExpectDomainLists(tenantID string, lists rules.Fact[rules.DomainLists]) {
	p.domains.set(planID{tenantID: tenantID}, lists)
}

// ExpectConnected records that a tenant will be an identity source of a connected
// organization.
func (p *PlannedAccess) ExpectConnected(tenantID, homeID string) {
	p.connected.set(planID{tenantID, homeID}, true)
}

// Connected reports whether a tenant will be an identity source of a connected
// organization.
func (p *PlannedAccess) Connected(tenantID, homeID string) bool {
	connected, _ := p.connected.get(planID{tenantID, homeID})
	return connected
}

// ConnectedInbound is the ruling of the planned partner configuration about the users
// of a connected organization, undecided if none is planned or leaves the block alone.
func (p *PlannedAccess) ConnectedInbound(tenantID, homeID string) rules.Ruling {
	change, planned := p.Partner(tenantID, homeID)
	if !planned {
		return rules.Ruling{}
	}
	access := rules.Access{Partner: rules.Known(change.Over(nil))}
	ruling := access.Ruling(rules.CollaborationInbound, true, rules.Subject{Edge: true})
	ruling.Awaited = true
	return ruling
}

// Partner returns the planned blocks of a partner configuration, if any.
func (p *PlannedAccess) Partner(tenantID, partnerID string) (graph.AccessChange, bool) {
	return p.partners.get(planID{tenantID, partnerID})
}

// Removes reports whether a partner configuration is deleted, and not created anew.
func (p *PlannedAccess) Removes(tenantID, partnerID string) bool {
	_, created := p.Partner(tenantID, partnerID)
	removed, _ := p.removals.get(planID{tenantID, partnerID})
	return removed && !created
}

// Capabilities returns the planned Microsoft 365 capabilities for a partner, or of the
// default, if any.
func (p *PlannedAccess) Capabilities(tenantID, holder string) (rules.Fact[rules.M365Capabilities], bool) {
	return p.m365.get(planID{tenantID, holder})
}

// Default returns the planned blocks of a tenant's default access, if any.
func (p *PlannedAccess) Default(tenantID string) (graph.AccessChange, bool) {
	return p.defaults.get(planID{tenantID: tenantID})
}

// Clouds returns the planned clouds of a tenant, if any.
func (p *PlannedAccess) Clouds(tenantID string) (rules.Fact[[]string], bool) {
	return p.clouds.get(planID{tenantID: tenantID})
}

// InvitesFrom returns the planned allowInvitesFrom of a tenant, if any.
func (p *PlannedAccess) InvitesFrom(tenantID string) (rules.Fact[string], bool) {
	return p.invites.get(planID{tenantID: tenantID})
}

// DomainLists returns the planned domain lists of a tenant, if any.
func (p *PlannedAccess) DomainLists(tenantID string) (rules.Fact[rules.DomainLists], bool) {
	return p.domains.get(planID{tenantID: tenantID})
}

// PlannedVisibility remembers which users a run shows in the address book, or hides.
// As with PlannedAccess, it serves resources that refer to the visibility. The zero
// value is ready for use.
type PlannedVisibility struct{ users planned[bool] }

// Forget forgets what was planned.
func (p *PlannedVisibility) Forget() { p.users.forget() }

// Expect records the planned visibility of a user.
func (p *PlannedVisibility) Expect(tenantID, userID string, visible bool) {
	p.users.set(planID{tenantID, userID}, visible)
}

// Of returns the planned visibility of a user, if any.
func (p *PlannedVisibility) Of(tenantID, userID string) (visible, ok bool) {
	return p.users.get(planID{tenantID, userID})
}

// planID identifies the tenant with the planned settings, and what they are about in
// it: a partner, a user, or nothing.
type planID struct{ tenantID, objectID string }

func (id planID) folded() planID {
	return planID{strings.ToLower(id.tenantID), strings.ToLower(id.objectID)}
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

func (p *planned[T]) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.byID)
}

func (p *planned[T]) get(id planID) (T, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	value, ok := p.byID[id.folded()]
	return value, ok
}
