package world

import (
	"slices"
	"strings"
)

// Load replaces the whole state by a seed. On an error, a *SeedError, the world
// keeps what it had.
func (w *World) Load(s Seed) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := New(w.options)
	next.settings = w.settings
	for _, t := range s.tenants {
		d, err := next.admit(t)
		if err != nil {
			return err
		}
		if err := next.populate(d, t); err != nil {
			return err
		}
	}
	w.replace(next)
	return nil
}

func (w *World) replace(next *World) {
	w.tenants, w.byID, w.byKey, w.domains = next.tenants, next.byID, next.byKey, next.domains
}

// admit adds an empty tenant, unless somebody has its key, id or domains.
func (w *World) admit(t *seedTenant) (*directory, error) {
	if w.byKey[t.Key] != nil {
		return nil, t.at["key"].fail("the key %q is taken by another tenant", t.Key)
	}
	if other := w.byID[t.ID]; other != nil {
		return nil, t.at["tenant_id"].fail("the tenant id %q is taken by tenant %q", t.ID, other.Key)
	}
	d := newDirectory(t.copied())
	for _, domain := range t.Domains {
		if !domain.Verified {
			continue
		}
		if other := w.domains[domainKey{d.facts().endpoint, domain.Name}]; other != nil {
			return nil, t.node.fail("the domain %q is verified in tenant %q of the same cloud", domain.Name, other.Key)
		}
	}
	w.enlist(d)
	return d, nil
}

// enlist files a tenant under its names.
func (w *World) enlist(d *directory) {
	w.tenants = append(w.tenants, d)
	w.byKey[d.Key], w.byID[d.ID] = d, d
	for _, domain := range d.Domains {
		if domain.Verified {
			w.domains[domainKey{d.facts().endpoint, domain.Name}] = d
		}
	}
}

// populate fills a tenant: policies, then contacts and groups, because they
// decide about the addresses of users.
func (w *World) populate(d *directory, t *seedTenant) error {
	steps := []func(*directory, *seedTenant) error{
		w.loadPolicies, w.loadAccess, w.loadConditionalAccess, w.loadContacts, w.loadGroups, w.loadUsers, w.loadReferences, w.loadApplications,
		w.loadSynchronizations,
	}
	for _, step := range steps {
		if err := step(d, t); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) loadPolicies(d *directory, t *seedTenant) error {
	d.authorization = single(defaultAuthorizationPolicy(d.Cloud))
	d.access = single(defaultAccessPolicy(w.options.NewID()))
	d.defaults = single(serviceDefault(d.Cloud, w.options.NewID()))
	if p := t.policies.b2bManagement; p != nil {
		d.b2bManagement = *p
		d.b2bManagement.ID = w.options.NewID()
	}
	authorization, _ := deepCopy(t.policies.authorization).(map[string]any)
	if err := d.updatePolicy(&d.authorization, authorizationShape, authorization, moment{}); err != nil {
		return t.at["authorization_policy"].because(err)
	}
	return nil
}

func (w *World) loadContacts(d *directory, t *seedTenant) error {
	for _, s := range t.contacts {
		c := s.value
		w.complete(&c)
		if d.contacts.records[c.ID] != nil {
			return s.node.fail("the id %q is taken", c.ID)
		}
		if err := d.claimProxies(c.ProxyAddresses, c.ID); err != nil {
			return s.node.because(err)
		}
		d.contacts.put(c.ID, &c, moment{})
	}
	return nil
}

func (w *World) loadGroups(d *directory, t *seedTenant) error {
	for _, s := range t.groups {
		g := s.value
		if g.ID == "" {
			g.ID = w.options.NewID()
		}
		g.ID = strings.ToLower(g.ID)
		if g.Created.IsZero() {
			g.Created = seededAt
		}
		if g.ProxyAddresses == nil && g.Mail != "" {
			g.ProxyAddresses = []string{"SMTP:" + g.Mail}
		}
		if d.groups.records[g.ID] != nil {
			return s.node.fail("the id %q is taken", g.ID)
		}
		if err := d.claimProxies(g.ProxyAddresses, g.ID); err != nil {
			return s.node.because(err)
		}
		d.groups.put(g.ID, &g, moment{})
	}
	return nil
}

func (w *World) loadUsers(d *directory, t *seedTenant) error {
	for _, s := range t.users {
		u := s.user.clone()
		w.fill(d, u)
		if err := d.admitUser(u); err != nil {
			return s.node.because(err)
		}
		d.users.put(u.ID, u, moment{})
	}
	return nil
}

func (d *directory) admitUser(u *User) error {
	if d.users.records[u.ID] != nil {
		return badRequest("The id '%s' is taken.", u.ID)
	}
	if domain := domainOf(u.UserPrincipalName); !d.verified(domain) {
		return badRequest("The domain '%s' of the userPrincipalName is not verified in this tenant.", domain)
	}
	if holder, taken := d.upnHolder(u.UserPrincipalName, u.ID); taken {
		return errConflict("userPrincipalName", holder)
	}
	return d.claimProxies(u.ProxyAddresses, u.ID)
}

// loadReferences resolves managers, sponsors, members, owners and role holders,
// which a seed may name by id or by user principal name.
func (w *World) loadReferences(d *directory, t *seedTenant) error {
	for _, r := range d.users.order {
		u := r.truth()
		if err := d.resolve(&u.Manager, u.Sponsors); err != nil {
			return t.at["users"].because(err)
		}
	}
	for _, r := range d.groups.order {
		g := r.truth()
		g.Members, g.Owners = slices.Clone(g.Members), slices.Clone(g.Owners)
		for _, names := range [][]string{g.Members, g.Owners} {
			if err := d.resolve(new(string), names); err != nil {
				return t.at["groups"].because(err)
			}
		}
	}
	for _, role := range t.roles {
		members := slices.Clone(role.members)
		if err := d.resolve(new(string), members); err != nil {
			return role.node.because(err)
		}
		d.roles[role.template] = append(d.roles[role.template], members...)
	}
	return nil
}

// resolve replaces names by ids in place.
func (d *directory) resolve(one *string, many []string) error {
	if *one != "" {
		id, err := d.named(*one)
		if err != nil {
			return err
		}
		*one = id
	}
	for i, name := range many {
		id, err := d.named(name)
		if err != nil {
			return err
		}
		many[i] = id
	}
	return nil
}

func (d *directory) named(name string) (string, error) {
	if isGUID(name) {
		if _, ok := d.linked(name, moment{}); ok {
			return strings.ToLower(name), nil
		}
	} else if holder, ok := d.upnHolder(name, ""); ok {
		return holder.id, nil
	}
	return "", badRequest("The reference '%s' names nobody in this tenant.", name)
}

func (w *World) loadApplications(d *directory, t *seedTenant) error {
	for _, s := range t.applications {
		a := s.value.copied()
		if d.applications[a.ClientID] != nil {
			return s.node.fail("client_id: %q is taken", a.ClientID)
		}
		if a.ServicePrincipalID == "" {
			a.ServicePrincipalID = w.options.NewID()
		}
		if d.servicePrincipals.truth(a.ServicePrincipalID) != nil {
			return s.node.fail("service_principal_id: %q is taken", a.ServicePrincipalID)
		}
		d.applications[a.ClientID] = &a
		d.servicePrincipals.put(a.ServicePrincipalID, a.servicePrincipal(d.ID), moment{})
	}
	return nil
}
