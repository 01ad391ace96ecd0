package kernel

import (
	"cmp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
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
	// WithoutP1 means that the tenant has no Entra ID P1 license.
	WithoutP1 bool
	// WithoutGovernance means that it has no Entra ID Governance license.
	WithoutGovernance bool
	// Type is one of [TenantTypes]; empty for a workforce tenant.
	Type    string `json:",omitempty"`
	Domains []Domain
}

// TenantTypes are the values of tenantType: a workforce tenant, a tenant of Azure AD
// B2C and an external tenant of Entra External ID (graph-identity §10.3).
var TenantTypes = []string{"AAD", "AAD B2C", "CIAM"}

// External reports whether the tenant is an external tenant, of Entra External ID.
func (t Tenant) External() bool { return t.Type == TenantTypes[2] }

// Workforce reports whether the tenant is neither that nor one of Azure AD B2C.
func (t Tenant) Workforce() bool { return t.Type == "" || t.Type == TenantTypes[0] }

// Domain is a domain of a tenant (graph-identity §10.4).
type Domain struct {
	Name               string `json:"id"`
	Verified           bool   `json:"isVerified"`
	Default            bool   `json:"isDefault"`
	Initial            bool   `json:"isInitial"`
	AuthenticationType string `json:"authenticationType"`
}

// Facts returns the facts about the tenant's cloud.
func (t Tenant) Facts() schema.Cloud {
	c, _ := schema.CloudOf(t.Cloud)
	return c
}

// Verified reports whether a domain is a verified domain of the tenant.
func (t Tenant) Verified(domain string) bool {
	return slices.ContainsFunc(t.Domains, func(x Domain) bool { return x.Verified && strings.EqualFold(x.Name, domain) })
}

func (t Tenant) copied() Tenant {
	t.Domains = slices.Clone(t.Domains)
	return t
}

// Directory is the state of one tenant: the state of each part.
type Directory struct {
	Tenant
	areas   []Area
	tenants *tenants
	watches []Watch
	// state is the state of each part; parts lists the parts in order, sets the parts
	// that are sets, objects the sets of directory objects, and agendas the parts with
	// tasks.
	state         map[Part]any
	parts         []Part
	sets, objects []AnySet
	agendas       []agenda
}

// agenda is an [Agenda] independent of the type of its tasks.
type agenda interface {
	due(d *Directory, at Moment) bool
}

func newDirectory(t Tenant, all *tenants, areas []Area) *Directory {
	d := &Directory{Tenant: t, areas: areas, state: map[Part]any{}, tenants: all}
	for _, a := range areas {
		for _, p := range a.Parts {
			d.add(p)
		}
		d.watches = append(d.watches, a.Watches...)
	}
	return d
}

func (d *Directory) add(p Part) {
	d.state[p] = p.empty()
	d.parts = append(d.parts, p)
	if a, ok := p.(agenda); ok {
		d.agendas = append(d.agendas, a)
	}
	s, ok := p.(AnySet)
	if !ok {
		return
	}
	d.sets = append(d.sets, s)
	if s.Declared().IsObject {
		d.objects = append(d.objects, s)
	}
}

// Other finds a tenant of any cloud by its id.
func (d *Directory) Other(tenantID string) (*Directory, bool) {
	other, ok := d.tenants.byID[lower(tenantID)]
	return other, ok
}

// Named finds a tenant by its key or id.
func (d *Directory) Named(keyOrID string) (*Directory, bool) { return d.tenants.named(keyOrID) }

// OwnerOf returns the tenant that owns the domain of an address, preferring the
// same cloud; nil if no tenant owns it.
func (d *Directory) OwnerOf(address string) *Directory {
	domain := DomainOf(address)
	for _, cloud := range append([]string{d.Cloud}, schema.Clouds()...) {
		if owner, ok := d.tenants.domains[domainKey{endpoint(cloud), domain}]; ok {
			return owner
		}
	}
	return nil
}

// SameCloud reports whether two tenants are in the same Entra cloud.
func (d *Directory) SameCloud(other *Directory) bool {
	return d.Facts().Endpoint == other.Facts().Endpoint
}

// DomainOf returns the text after the last @, in lower case.
func DomainOf(address string) string {
	return lower(address[strings.LastIndexByte(address, '@')+1:])
}

func endpoint(cloud string) string {
	c, _ := schema.CloudOf(cloud)
	return c.Endpoint
}

// domainKey is a verified domain within one Entra cloud: a name may be verified in
// two clouds, but never twice in one.
type domainKey struct{ endpoint, name string }

// tenants are all tenants, indexed by their names.
type tenants struct {
	order   []*Directory
	byID    map[string]*Directory
	byKey   map[string]*Directory
	domains map[domainKey]*Directory
}

func newTenants() tenants {
	return tenants{byID: map[string]*Directory{}, byKey: map[string]*Directory{}, domains: map[domainKey]*Directory{}}
}

func (t *tenants) named(keyOrID string) (*Directory, bool) {
	if d, ok := t.byKey[keyOrID]; ok {
		return d, true
	}
	d, ok := t.byID[lower(keyOrID)]
	return d, ok
}

// enlist adds a tenant to the indexes.
func (t *tenants) enlist(d *Directory) {
	t.order = append(t.order, d)
	t.byKey[d.Key], t.byID[d.ID] = d, d
	for _, domain := range d.Domains {
		if domain.Verified {
			t.domains[domainKey{d.Facts().Endpoint, domain.Name}] = d
		}
	}
}

func (w *World) directory(tenantID string) (*Directory, error) {
	if d, ok := w.byID[lower(tenantID)]; ok {
		return d, nil
	}
	return nil, refusal.NoTenant(tenantID)
}

// replace replaces all tenants.
func (w *World) replace(next tenants) {
	w.tenants = next
	for _, d := range w.order {
		d.tenants = &w.tenants
	}
}

// Tenants lists the tenants of all clouds by key.
func (w *World) Tenants() []Tenant {
	w.mu.RLock()
	defer w.mu.RUnlock()
	list := make([]Tenant, 0, len(w.order))
	for _, d := range w.order {
		list = append(list, d.copied())
	}
	slices.SortFunc(list, func(a, b Tenant) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

// Tenant finds a tenant by id or by a verified domain, in any cloud, preferring
// the public cloud.
func (w *World) Tenant(idOrDomain string) (Tenant, bool) {
	for _, cloud := range schema.Clouds() {
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
	name := lower(idOrDomain)
	d, ok := w.byID[name]
	if !ok {
		d, ok = w.domains[domainKey{endpoint(cloud), name}]
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
