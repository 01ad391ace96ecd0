package world

import (
	"encoding/json"
	"fmt"
	"time"
)

// savedWorld is everything that a restart must not lose. What readers have not
// seen yet counts as replicated.
type savedWorld struct {
	Version int           `json:"version"`
	Offset  time.Duration `json:"clock_offset_ns"`
	Tenants []savedTenant `json:"tenants"`
}

type savedTenant struct {
	Tenant              Tenant               `json:"tenant"`
	Users               []*User              `json:"users"`
	Contacts            []*Contact           `json:"contacts"`
	Groups              []*Group             `json:"groups"`
	Partners            []*Partner           `json:"partners"`
	SyncPolicies        []*Partner           `json:"sync_policies"`
	DeletedPartners     []*Partner           `json:"deleted_partners"`
	DeletedSyncPolicies []*Partner           `json:"deleted_sync_policies"`
	Applications        []Application        `json:"applications"`
	Registrations       []*Registration      `json:"registrations"`
	ServicePrincipals   []*ServicePrincipal  `json:"service_principals"`
	Synchronizations    []*Synchronization   `json:"synchronizations"`
	Assignments         []*AppRoleAssignment `json:"app_role_assignments"`
	Roles               map[string][]string  `json:"roles"`
	Trash               []discarded          `json:"trash"`
	Changes             []change             `json:"changes"`
	Mails               []Mail               `json:"mails"`
	Authorization       *Policy              `json:"authorization_policy"`
	Access              *Policy              `json:"cross_tenant_access_policy"`
	Defaults            *Policy              `json:"cross_tenant_access_default"`
	B2BManagement       B2BManagement        `json:"b2b_management_policy"`
	Conditional         []Policy             `json:"conditional_access_policies"`
	Locations           []Policy             `json:"named_locations"`
}

const stateVersion = 2

// SaveState writes the whole state, secrets included, for LoadState.
func (w *World) SaveState() ([]byte, error) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	saved := savedWorld{Version: stateVersion, Offset: w.offset}
	for _, d := range w.tenants {
		saved.Tenants = append(saved.Tenants, d.saved())
	}
	data, err := json.Marshal(saved)
	if err != nil {
		return nil, fmt.Errorf("saving the state of the emulator: %w", err)
	}
	return data, nil
}

func (d *directory) saved() savedTenant {
	return savedTenant{
		Tenant: d.Tenant, Users: d.users.truths(), Contacts: d.contacts.truths(), Groups: d.groups.truths(),
		Partners: d.partners.truths(), DeletedPartners: d.partners.deleted.truths(),
		SyncPolicies: d.syncPolicies.truths(), DeletedSyncPolicies: d.syncPolicies.deleted.truths(),
		Applications: d.listApplications(), Registrations: d.registrations.truths(),
		ServicePrincipals: d.servicePrincipals.truths(), Synchronizations: d.synchronizations.truths(), Assignments: d.assignments.truths(),
		Roles: d.roles, Trash: d.trash,
		Changes: d.changes, Mails: d.mails, Authorization: d.authorization.truth(), Access: d.access.truth(),
		Defaults: d.defaults.truth(), B2BManagement: d.b2bManagement, Conditional: d.conditional, Locations: d.locations,
	}
}

func (s *store[T]) truths() []*T {
	var values []*T
	s.all(func(v *T) bool {
		values = append(values, v)
		return true
	})
	return values
}

// LoadState replaces the whole state by a saved one, the position of the virtual
// clock included.
func (w *World) LoadState(data []byte) error {
	var saved savedWorld
	if err := json.Unmarshal(data, &saved); err != nil {
		return fmt.Errorf("the state of the emulator cannot be read: %w", err)
	}
	if saved.Version != stateVersion {
		return fmt.Errorf("the state of the emulator has version %d, this emulator reads version %d", saved.Version, stateVersion)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	next := New(w.options)
	for _, t := range saved.Tenants {
		if _, ok := clouds[t.Tenant.Cloud]; !ok || t.Authorization == nil || t.Access == nil || t.Defaults == nil {
			return fmt.Errorf("the state of the emulator is incomplete for tenant %q", t.Tenant.Key)
		}
		next.enlist(t.directory())
	}
	w.replace(next)
	w.offset = saved.Offset
	return nil
}

func (t savedTenant) directory() *directory {
	d := newDirectory(t.Tenant)
	fill(&d.users, t.Users, func(u *User) string { return u.ID })
	fill(&d.contacts, t.Contacts, func(c *Contact) string { return c.ID })
	fill(&d.groups, t.Groups, func(g *Group) string { return g.ID })
	partnerID := func(p *Partner) string { return p.TenantID }
	fill(&d.partners.store, t.Partners, partnerID)
	fill(&d.partners.deleted, t.DeletedPartners, partnerID)
	fill(&d.syncPolicies.store, t.SyncPolicies, partnerID)
	fill(&d.syncPolicies.deleted, t.DeletedSyncPolicies, partnerID)
	fill(&d.registrations, t.Registrations, func(r *Registration) string { return r.ID })
	fill(&d.servicePrincipals, t.ServicePrincipals, func(p *ServicePrincipal) string { return p.ID })
	fill(&d.synchronizations, t.Synchronizations, func(s *Synchronization) string { return s.ServicePrincipalID })
	fill(&d.assignments, t.Assignments, func(a *AppRoleAssignment) string { return a.ID })
	for _, a := range t.Applications {
		d.applications[a.ClientID] = &a
	}
	if t.Roles != nil {
		d.roles = t.Roles
	}
	d.trash, d.changes, d.mails = t.Trash, t.Changes, t.Mails
	d.authorization, d.access, d.defaults = single(t.Authorization), single(t.Access), single(t.Defaults)
	d.b2bManagement, d.conditional, d.locations = t.B2BManagement, t.Conditional, t.Locations
	return d
}

// fill puts saved objects into a store; all readers see them.
func fill[T any](s *store[T], values []*T, id func(*T) string) {
	for _, v := range values {
		s.put(id(v), v, moment{})
	}
}
