package world

import (
	"cmp"
	"slices"
	"strings"
)

// Tenant describes one tenant; it is a copy.
type Tenant struct {
	Key           string
	ID            string
	Cloud         string
	DisplayName   string
	InitialDomain string
	DefaultDomain string
	CountryCode   string
	// WithoutP1 says that the tenant lacks the Entra ID P1 licence.
	WithoutP1 bool
	Domains   []Domain
}

// Domain is a domain of a tenant (graph-identity §10.4).
type Domain struct {
	Name               string `json:"id"`
	Verified           bool   `json:"isVerified"`
	Default            bool   `json:"isDefault"`
	Initial            bool   `json:"isInitial"`
	AuthenticationType string `json:"authenticationType"`
}

// directory is the state of one tenant.
type directory struct {
	Tenant

	users    store[User]
	contacts store[Contact]
	groups   store[Group]

	applications      map[string]*Application
	registrations     store[Registration]
	servicePrincipals store[ServicePrincipal]
	synchronizations  store[Synchronization] // by service principal
	assignments       store[AppRoleAssignment]

	roles   map[string][]string // role template id → principal ids
	trash   []discarded
	changes []change
	mails   []Mail

	authorization replicated[Policy]
	access        replicated[Policy]
	defaults      replicated[Policy]
	partners      partnerFamily
	syncPolicies  partnerFamily
	b2bManagement B2BManagement
	conditional   []Policy
	locations     []Policy
}

func newDirectory(t Tenant) *directory {
	return &directory{
		Tenant:            t,
		users:             newStore((*User).keys),
		contacts:          newStore((*Contact).keys),
		groups:            newStore((*Group).keys),
		partners:          newPartnerFamily(),
		syncPolicies:      newPartnerFamily(),
		applications:      map[string]*Application{},
		registrations:     newStore(unindexed[Registration]),
		servicePrincipals: newStore(unindexed[ServicePrincipal]),
		synchronizations:  newPolicyStore[Synchronization](),
		assignments:       newStore(unindexed[AppRoleAssignment]),
		roles:             map[string][]string{},
	}
}

func (d *directory) facts() cloudFacts { return clouds[d.Cloud] }

// verified says whether the tenant has proved that it owns a domain.
func (d *directory) verified(domain string) bool {
	return slices.ContainsFunc(d.Domains, func(x Domain) bool { return x.Verified && strings.EqualFold(x.Name, domain) })
}

func (t Tenant) copied() Tenant {
	t.Domains = slices.Clone(t.Domains)
	return t
}

// Tenants lists the tenants of all clouds by key.
func (w *World) Tenants() []Tenant {
	w.mu.RLock()
	defer w.mu.RUnlock()
	list := make([]Tenant, 0, len(w.tenants))
	for _, d := range w.tenants {
		list = append(list, d.copied())
	}
	slices.SortFunc(list, func(a, b Tenant) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

// Tenant finds a tenant by id or by a verified domain, in any cloud; the public
// cloud comes first where two clouds know the domain.
func (w *World) Tenant(idOrDomain string) (Tenant, bool) {
	for _, cloud := range Clouds() {
		if t, ok := w.TenantIn(cloud, idOrDomain); ok {
			return t, true
		}
	}
	return Tenant{}, false
}

// TenantIn finds a tenant of one cloud by id or by a verified domain.
func (w *World) TenantIn(cloud, idOrDomain string) (Tenant, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	name := strings.ToLower(idOrDomain)
	d, ok := w.byID[name]
	if !ok {
		d, ok = w.domains[domainKey{clouds[cloud].endpoint, name}]
	}
	if !ok || d.Cloud != cloud {
		return Tenant{}, false
	}
	return d.copied(), true
}

// TenantByKey finds a tenant by its key in the seed, or by its id.
func (w *World) TenantByKey(keyOrID string) (Tenant, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if d, ok := w.named(keyOrID); ok {
		return d.copied(), true
	}
	return Tenant{}, false
}

func (w *World) named(keyOrID string) (*directory, bool) {
	if d, ok := w.byKey[keyOrID]; ok {
		return d, true
	}
	d, ok := w.byID[strings.ToLower(keyOrID)]
	return d, ok
}

// homeOf is the tenant that owns the domain of an address: one of the same
// cloud before one of another.
func (w *World) homeOf(address, cloud string) *directory {
	domain := domainOf(address)
	if d, ok := w.domains[domainKey{clouds[cloud].endpoint, domain}]; ok {
		return d
	}
	for _, other := range Clouds() {
		if d, ok := w.domains[domainKey{clouds[other].endpoint, domain}]; ok {
			return d
		}
	}
	return nil
}

// domainOf is what follows the last @, in lower case.
func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}
