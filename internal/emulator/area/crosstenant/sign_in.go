package crosstenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Office365 is the keyword for the Office 365 applications.
const Office365 = "Office365"

// PersonOf returns a user as a target of the home tenant's settings.
func PersonOf(d *kernel.Directory, u *directory.User) Person {
	return Person{ID: u.ID, Groups: directory.GroupsOf(d, u.ID)}
}

// Trust is the inbound trust that applies to users of a home tenant.
func Trust(d, home *kernel.Directory) map[string]any {
	var own any
	if p := Partners.Truth(d, home.ID); p != nil {
		own = p.Settings["inboundTrust"]
	} else if !d.SameCloud(home) {
		return nil
	}
	if own == nil {
		own = (*Defaults.Truth(d))["inboundTrust"]
	}
	trust, _ := own.(map[string]any)
	return trust
}

// Opens reports whether a block of a tenant allows access to an application for a
// user of another tenant.
func Opens(d, other *kernel.Directory, block string, p Person, application string) bool {
	s, configured := effective(d, other, block)
	return configured && Enables(d, other) && s.opens(p, application)
}

// opens is permits for one application (graph-cross-tenant §1.7).
func (s setting) opens(p Person, application string) bool {
	user := s.users == nil || s.users.match(p)
	named := s.applications == nil || s.applications.covers(application)
	users := s.users == nil || s.users.access == accessAllowed
	applications := s.applications == nil || s.applications.access == accessAllowed
	switch {
	case users:
		return user && named == applications
	case applications:
		return !user && named
	}
	return !user || !named
}

// covers treats Office 365 as the only application of Microsoft.
func (t *targets) covers(application string) bool {
	return t.has(application) || t.has(allApplications) || application == Office365 && t.has("AllMicrosoftApps")
}
