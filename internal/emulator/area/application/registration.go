package application

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Registration is the application object behind a service principal that a
// template made. What signs in is an [Application]; its application object is
// not modelled.
type Registration struct {
	ID                  string    `json:"id"`
	AppID               string    `json:"appId"`
	DisplayName         string    `json:"displayName"`
	TemplateID          string    `json:"applicationTemplateId"`
	ServicePrincipalID  string    `json:"servicePrincipalId"`
	ManagementReference string    `json:"serviceManagementReference,omitempty"`
	Created             time.Time `json:"createdDateTime"`
	Domain              string    `json:"publisherDomain"`
	Homepage            string    `json:"homePageUrl"`
	Tags                []string  `json:"tags"`
	AppRoles            []AppRole `json:"appRoles"`
}

var registrationClass = schema.NewClass(
	"Application", "application",
	schema.Read("id", func(r *Registration) any { return r.ID }),
	schema.Null("deletedDateTime"),
	schema.Read("appId", func(r *Registration) any { return r.AppID }),
	schema.Read("applicationTemplateId", func(r *Registration) any { return r.TemplateID }),
	schema.Read("appRoles", func(r *Registration) any { return appRoles(r.AppRoles) }),
	schema.Read("createdDateTime", func(r *Registration) any { return schema.Instant(r.Created) }),
	schema.Read("displayName", func(r *Registration) any { return r.DisplayName }),
	schema.Read("identifierUris", func(*Registration) any { return []string{} }),
	schema.Read("publisherDomain", func(r *Registration) any { return r.Domain }),
	schema.ReadText("serviceManagementReference", func(r *Registration) *string { return &r.ManagementReference }),
	schema.Read("signInAudience", func(*Registration) any { return singleTenant }),
	schema.Texts("tags", func(r *Registration) *[]string { return &r.Tags }),
	schema.Read("web", func(r *Registration) any {
		return map[string]any{"homePageUrl": r.Homepage, "redirectUris": []string{}}
	}),
)

// Registrations are the application objects of a tenant; their list is not
// modelled.
var Registrations = &kernel.Set[Registration]{
	Declaration: kernel.Declaration{
		Name: "applications", State: "registrations", Class: registrationClass, Unlisted: true,
		Served: kernel.Served{Path: "/applications", Read: ReadApplications, NoList: true, Source: "graph-cross-tenant §4.2"},
	},
	ID: func(r *Registration) *string { return &r.ID },
}

// DeleteRegistration removes an application and, in its own tenant, the service
// principal with it.
func DeleteRegistration(w *kernel.World, tenantID, id string) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		r, err := Registrations.ForChange(d, id, at)
		if err != nil {
			return err
		}
		Registrations.Remove(d, r.ID, at)
		ServicePrincipals.Remove(d, r.ServicePrincipalID, at)
		return nil
	})
}
