package application

import (
	"cmp"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Registration is the application object of a service principal: of an
// [Application] that signs in, or instantiated from a gallery template.
type Registration struct {
	ID          string `json:"id"`
	AppID       string `json:"appId"`
	DisplayName string `json:"displayName"`
	// TemplateID is empty unless it comes from the gallery.
	TemplateID          string    `json:"applicationTemplateId,omitempty"`
	ServicePrincipalID  string    `json:"servicePrincipalId"`
	ManagementReference string    `json:"serviceManagementReference,omitempty"`
	Audience            string    `json:"signInAudience,omitempty"`
	Created             time.Time `json:"createdDateTime"`
	Domain              string    `json:"publisherDomain"`
	Homepage            string    `json:"homePageUrl"`
	Tags                []string  `json:"tags"`
	AppRoles            []AppRole `json:"appRoles"`
}

var registrationClass = schema.NewClass(
	"Application", "application",
	schema.Read("id", func(r *Registration) any { return r.ID }).Filter("eq in", "ne not"),
	schema.Null("deletedDateTime"),
	schema.Read("appId", func(r *Registration) any { return r.AppID }).Filter("eq in", "ne not"),
	schema.Read("applicationTemplateId", func(r *Registration) any { return schema.TextOrNull(r.TemplateID) }),
	schema.Read("appRoles", func(r *Registration) any { return appRoles(r.AppRoles) }),
	schema.Read("createdDateTime", func(r *Registration) any { return schema.Instant(r.Created) }).Filter("eq ge le in", "ne not $orderby"),
	schema.Text("displayName", 256, func(r *Registration) *string { return &r.DisplayName }).Required().
		Filter("eq in ge le startsWith $orderby", "ne not null").Search(schema.ByWords),
	schema.Read("identifierUris", func(*Registration) any { return []string{} }),
	schema.Read("publisherDomain", func(r *Registration) any { return r.Domain }),
	schema.Text("serviceManagementReference", 0, func(r *Registration) *string { return &r.ManagementReference }),
	schema.Read("signInAudience", func(r *Registration) any { return cmp.Or(r.Audience, singleTenant) }),
	tags(func(r *Registration) *[]string { return &r.Tags }),
	schema.Read("web", func(r *Registration) any {
		return map[string]any{"homePageUrl": schema.TextOrNull(r.Homepage), "redirectUris": []string{}}
	}),
)

// Registrations are the application objects of a tenant. Deleting one deletes its
// service principal in the same tenant.
var Registrations = &kernel.Set[Registration]{
	Declaration: kernel.Declaration{
		Name: "applications", State: "registrations", Class: registrationClass, Unlisted: true,
		Served: kernel.Served{Path: "/applications", Read: ReadApplications, Change: WriteApplications, Remove: WriteApplications, Source: "graph-cross-tenant §4.2"},
	},
	ID: func(r *Registration) *string { return &r.ID },
	Ends: func(d *kernel.Directory, r *Registration, at kernel.Moment) error {
		if r.TemplateID == "" {
			return refusal.NotModeled("deleting an application that signs in")
		}
		ServicePrincipals.Remove(d, r.ServicePrincipalID, at)
		return nil
	},
	Writes: &kernel.Writes[Registration]{
		May: func(_ *kernel.Directory, r *Registration, _ string, _ kernel.Actor) error {
			if r.TemplateID == "" {
				return refusal.NotModeled("changing an application that signs in")
			}
			return nil
		},
		Settle: func(d *kernel.Directory, _, next *Registration, _ kernel.Actor, at kernel.Moment) error {
			renamePrincipal(d, next, at)
			return nil
		},
	},
}

// renamePrincipal gives the service principal the name of its application.
func renamePrincipal(d *kernel.Directory, r *Registration, at kernel.Moment) {
	if p := ServicePrincipals.Truth(d, r.ServicePrincipalID); p != nil && p.DisplayName != r.DisplayName {
		next := ServicePrincipals.Clone(p)
		next.DisplayName = r.DisplayName
		ServicePrincipals.Put(d, next, at)
	}
}

// tags are free texts.
func tags[T any](field func(*T) *[]string) schema.Property {
	return schema.Writes(schema.Texts("tags", field), func(v *T, value any) error {
		texts, ok := schema.StringList(value)
		if !ok {
			return &schema.ValueError{Property: "tags"}
		}
		*field(v) = texts
		return nil
	})
}

// registration is the application object of an application in the tenant whose seed
// lists it.
func (a *Application) registration(d *kernel.Directory, id string) *Registration {
	return &Registration{
		ID: id, AppID: a.ClientID, DisplayName: a.DisplayName, ServicePrincipalID: a.ServicePrincipalID, Audience: a.SignInAudience,
		Created: kernel.SeededAt, Domain: d.DefaultDomain,
	}
}
