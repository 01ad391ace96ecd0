package provisioning

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// SyncTemplateID is the gallery template of cross-tenant synchronization
// (graph-cross-tenant §4.2).
const SyncTemplateID = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"

const (
	syncHomepage = "https://account.activedirectory.windowsazure.com:444/applications/default.aspx?metadata=aad2aadsync|ISV9.1|primary|z"
	syncTag      = "WindowsAzureActiveDirectoryIntegratedApp"
	// syncRole is the role of users that the provisioning engine synchronizes.
	syncRole = "msiam_access"
)

// Instantiation is a request to instantiate a gallery template.
type Instantiation struct {
	TemplateID          string
	DisplayName         string
	ManagementReference string
}

// Instantiate creates an application and its service principal from the template of
// cross-tenant synchronization (graph-cross-tenant §4.2). Names need not be unique.
func Instantiate(w *kernel.World, tenantID string, i Instantiation) (*application.Registration, *application.ServicePrincipal, error) {
	var r *application.Registration
	var p *application.ServicePrincipal
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		if !strings.EqualFold(i.TemplateID, SyncTemplateID) {
			return refusal.NotModeled("the application template '%s'", i.TemplateID)
		}
		if i.DisplayName == "" {
			return refusal.BadRequest("A value is required for property 'displayName' of resource 'Application'.")
		}
		r, p = instantiate(d, at.NewID(), i, at)
		return nil
	})
	return r, p, err
}

// instantiate creates the pair and its synchronization. The synchronization service
// knows a service principal as late as lists do: calls right after the creation are
// refused (graph-cross-tenant §4.2).
func instantiate(d *kernel.Directory, principalID string, i Instantiation, at kernel.Moment) (*application.Registration, *application.ServicePrincipal) {
	roles := []application.AppRole{{ID: at.NewID(), DisplayName: syncRole}}
	p := &application.ServicePrincipal{
		ID: principalID, AppID: at.NewID(), DisplayName: i.DisplayName, AssignmentRequired: true,
		TemplateID: SyncTemplateID, OwnerID: d.ID, Homepage: syncHomepage, Tags: []string{syncTag}, AppRoles: roles,
	}
	r := &application.Registration{
		ID: at.NewID(), AppID: p.AppID, DisplayName: i.DisplayName, TemplateID: SyncTemplateID, ServicePrincipalID: p.ID,
		ManagementReference: i.ManagementReference, Created: at.Now, Domain: d.DefaultDomain, Homepage: syncHomepage, Tags: p.Tags, AppRoles: roles,
	}
	application.Registrations.Put(d, r, at)
	application.ServicePrincipals.Put(d, p, at)
	Synchronizations.Put(d, &Synchronization{ServicePrincipalID: p.ID}, at.Later(kernel.InLists))
	return r, p
}
