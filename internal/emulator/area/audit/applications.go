package audit

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const applicationCategory = "ApplicationManagement"

var applicationWatches = []kernel.Watch{
	kernel.Recording(application.Registrations, registrationChanged),
	kernel.Recording(application.ServicePrincipals, principalChanged),
	kernel.Recording(application.Assignments, assignmentChanged),
}

func registrationChanged(d *kernel.Directory, deed kernel.Deed, before, next *application.Registration, at kernel.Moment) {
	last := next
	if last == nil {
		last = before
	}
	t := target{ID: last.ID, Name: last.DisplayName, Type: "Application"}
	if next != nil {
		t.Modified = attributes(application.Registrations.Class, before, next)
	}
	object(d, at, deed, "application", applicationCategory, t)
}

// principalChanged records the deletion of a service principal as its removal, which
// is the name of the activity.
func principalChanged(d *kernel.Directory, deed kernel.Deed, before, next *application.ServicePrincipal, at kernel.Moment) {
	if deed == kernel.Deleted {
		add(d, at, Record{
			Activity: "Remove service principal", Category: applicationCategory, Service: coreDirectory, Kind: kindDelete,
			Targets: []target{principalTarget(before, nil)},
		})
		return
	}
	object(d, at, deed, "service principal", applicationCategory, principalTarget(next, attributes(application.ServicePrincipals.Class, before, next)))
}

func principalTarget(p *application.ServicePrincipal, changed []modified) target {
	return target{ID: p.ID, Name: p.DisplayName, Type: typeServicePrincipal, Modified: changed}
}

// assignmentNouns are the last words of the activities for an assignment, and
// assignmentCategories their categories, by the type of the principal.
var (
	assignmentNouns      = map[string]string{"User": "user", "Group": "group"}
	assignmentCategories = map[string]string{"User": userCategory, "Group": groupCategory}
)

// assignmentChanged records assignments to applications. The name of the activity for
// a user is that of "Remove app role assignment from user" and assumed
// (graph-identity §11).
func assignmentChanged(d *kernel.Directory, deed kernel.Deed, before, next *application.AppRoleAssignment, at kernel.Moment) {
	a, kind, start, found := next, kindAssign, "Add app role assignment to ", modified{Name: "AppRole.Id"}
	switch deed {
	case kernel.Deleted:
		a, kind, start = before, kindUnassign, "Remove app role assignment from "
		found.Old = quoted(a.AppRoleID)
	case kernel.Created:
		found.New = quoted(a.AppRoleID)
	default:
		return
	}
	noun, category := assignmentNouns[a.PrincipalType], assignmentCategories[a.PrincipalType]
	if noun == "" {
		noun, category = "service principal", applicationCategory
	}
	t := target{ID: a.ResourceID, Name: a.ResourceName, Type: typeServicePrincipal, Modified: []modified{found}}
	linked(d, at, start+noun, kind, category, t, a.PrincipalID)
}
