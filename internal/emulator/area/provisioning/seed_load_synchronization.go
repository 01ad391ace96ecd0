package provisioning

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// fill has the effect of instantiating the template, saving secrets, creating a job
// and assigning users through Graph.
func (s seedSync) fill(d *kernel.Directory, at kernel.Moment) error {
	id := s.id
	if application.ServicePrincipals.Truth(d, id) != nil {
		return s.at["id"].Fail("the id %q is taken", id)
	}
	if id == "" {
		id = at.NewID()
	}
	_, p := instantiate(d, id, Instantiation{DisplayName: s.name}, at)
	next := &Synchronization{ServicePrincipalID: p.ID, Secrets: sortedSecrets(s.secrets), CrossCloud: s.crossCloud}
	if s.job != nil {
		job := newSyncJob(d, s.crossCloud, at)
		job.Schedule, job.Status = s.job.Schedule, s.job.Status
		if s.job.Schema != "" {
			job.Schema = s.job.Schema
		}
		next.Jobs = []SyncJob{job}
	}
	Synchronizations.Put(d, next, at)
	for _, n := range s.assignedTo {
		if err := seedAssignment(d, p, n, at); err != nil {
			return err
		}
	}
	return nil
}

// seedAssignment assigns a user or group to the role that synchronization uses.
func seedAssignment(d *kernel.Directory, p *application.ServicePrincipal, n *kernel.Node, at kernel.Moment) error {
	name, err := n.Text()
	if err != nil {
		return err
	}
	id, err := assignee(d, name)
	if err != nil {
		return n.Because(err)
	}
	_, err = application.Assign(d, p, application.AppRoleAssignment{PrincipalID: id, AppRoleID: p.AppRoles[0].ID}, at)
	return n.Because(err)
}

// assignee finds a user by id, UPN or mail, or a group by id, mail or name, which
// must be unambiguous.
func assignee(d *kernel.Directory, name string) (string, error) {
	if schema.IsGUID(name) {
		return strings.ToLower(name), nil
	}
	var found []string
	for _, u := range directory.Users.All(d) {
		if strings.EqualFold(u.UserPrincipalName, name) || strings.EqualFold(u.Mail, name) {
			found = append(found, u.ID)
		}
	}
	for _, g := range directory.Groups.All(d) {
		if strings.EqualFold(g.DisplayName, name) || strings.EqualFold(g.Mail, name) {
			found = append(found, g.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", refusal.BadRequest("The reference '%s' names no object in this tenant.", name)
	case 1:
		return found[0], nil
	default:
		return "", refusal.BadRequest("The reference '%s' is ambiguous; use an id.", name)
	}
}
