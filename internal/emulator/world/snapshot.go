package world

import "maps"

// Snapshot is the truth of every tenant by key, whatever readers can see of it
// so far. It is made for tests and for looking: it holds no secrets.
func (w *World) Snapshot() map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make(map[string]any, len(w.tenants))
	for _, d := range w.tenants {
		d.expire(w.moment())
		all[d.Key] = d.snapshot()
	}
	return all
}

func (d *directory) snapshot() map[string]any {
	live, deleted := []any{}, []any{}
	d.users.all(func(u *User) bool {
		if u.IsDeleted() {
			deleted = append(deleted, u.snapshot())
		} else {
			live = append(live, u.snapshot())
		}
		return true
	})
	applications := []any{}
	for _, a := range d.listApplications() {
		applications = append(applications, map[string]any{
			"client_id": a.ClientID, "display_name": a.DisplayName, "service_principal_id": a.ServicePrincipalID,
			"permissions": list(a.Permissions), "directory_roles": list(a.DirectoryRoles),
		})
	}
	partners := []any{}
	d.partners.all(func(p *Partner) bool {
		settings := maps.Clone(p.Settings)
		if s := d.syncPolicies.truth(p.TenantID); s != nil {
			settings["identitySynchronization"] = s.Settings
		}
		partners = append(partners, settings)
		return true
	})
	defaults := maps.Clone(*d.defaults.truth())
	defaults["isServiceDefault"] = d.isServiceDefault(*d.defaults.truth())
	access := map[string]any{"default": defaults, "partners": partners}
	for name, value := range *d.access.truth() {
		access[name] = value
	}
	return map[string]any{
		"key": d.Key, "tenant_id": d.ID, "cloud": d.Cloud, "display_name": d.DisplayName,
		"initial_domain": d.InitialDomain, "default_domain": d.DefaultDomain, "domains": d.copied().Domains,
		"users": live, "deleted_users": deleted, "contacts": d.contacts.truths(), "groups": d.groups.truths(),
		"applications": applications, "authorization_policy": *d.authorization.truth(),
		"cross_tenant_access_policy": access, "b2b_management_policy": d.b2bManagement,
		"conditional_access_policies": d.conditional, "named_locations": d.locations,
		"cross_tenant_synchronizations": d.synchronizationsSnapshot(), "mails": append([]Mail{}, d.mails...),
	}
}

// synchronizationsSnapshot shows each synchronization in the words of a seed.
func (d *directory) synchronizationsSnapshot() []any {
	all := []any{}
	d.synchronizations.all(func(s *Synchronization) bool {
		p := d.servicePrincipals.truth(s.ServicePrincipalID)
		secrets := map[string]string{}
		for _, secret := range s.readable(false) {
			secrets[secret.Key] = secret.Value
		}
		assigned := []string{}
		for _, a := range d.assignments.truths() {
			if a.ResourceID == p.ID {
				assigned = append(assigned, a.PrincipalID)
			}
		}
		all = append(all, map[string]any{
			"id": p.ID, "appId": p.AppID, "displayName": p.DisplayName, "jobs": append([]SyncJob{}, s.Jobs...), "secrets": secrets, "assignedTo": assigned,
		})
		return true
	})
	return all
}

func (u *User) snapshot() map[string]any {
	all := make(map[string]any, len(userProperties)+4)
	for _, p := range userProperties {
		all[p.Name] = p.Get(u)
	}
	all["manager"], all["sponsors"] = textOrNull(u.Manager), list(u.Sponsors)
	all["homeTenantId"], all["homeUserPrincipalName"] = textOrNull(u.HomeTenantID), textOrNull(u.HomeUPN)
	return all
}
