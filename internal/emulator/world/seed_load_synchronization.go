package world

import "strings"

// loadSynchronizations makes what instantiating the template, saving secrets,
// creating a job and assigning people make through Graph.
func (w *World) loadSynchronizations(d *directory, t *seedTenant) error {
	for _, seeded := range t.synchronizations {
		s := seeded.value
		if d.servicePrincipals.truth(s.id) != nil {
			return s.at["id"].fail("the id %q is taken", s.id)
		}
		if s.id == "" {
			s.id = w.options.NewID()
		}
		_, p := w.instantiated(d, s.id, Instantiation{DisplayName: s.name}, moment{now: seededAt})
		next := &Synchronization{ServicePrincipalID: p.ID, Secrets: sortedSecrets(s.secrets)}
		if s.job != nil {
			job := w.newSyncJob(d)
			job.Schedule, job.Status = s.job.Schedule, s.job.Status
			next.Jobs = []SyncJob{job}
		}
		d.synchronizations.put(p.ID, next, moment{})
		for _, n := range s.assignedTo {
			if err := w.seedAssignment(d, p, n); err != nil {
				return err
			}
		}
	}
	return nil
}

// seedAssignment assigns somebody to the role that synchronization looks for.
func (w *World) seedAssignment(d *directory, p *ServicePrincipal, n *node) error {
	name, err := n.text()
	if err != nil {
		return err
	}
	id, err := d.assignee(name)
	if err != nil {
		return n.because(err)
	}
	_, err = w.assign(d, p, AppRoleAssignment{PrincipalID: id, AppRoleID: p.AppRoles[0].ID}, moment{now: seededAt})
	return n.because(err)
}

// assignee finds a user by id, UPN or mail, or a group by id, mail or name, which
// only one of them may have.
func (d *directory) assignee(name string) (string, error) {
	if isGUID(name) {
		return strings.ToLower(name), nil
	}
	var found []string
	for _, u := range d.users.truths() {
		if strings.EqualFold(u.UserPrincipalName, name) || strings.EqualFold(u.Mail, name) {
			found = append(found, u.ID)
		}
	}
	for _, g := range d.groups.truths() {
		if strings.EqualFold(g.DisplayName, name) || strings.EqualFold(g.Mail, name) {
			found = append(found, g.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", badRequest("The reference '%s' names nobody in this tenant.", name)
	case 1:
		return found[0], nil
	default:
		return "", badRequest("The reference '%s' is ambiguous; use an id.", name)
	}
}
