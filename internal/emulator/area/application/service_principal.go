package application

import (
	"cmp"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// ServicePrincipal is an application in one tenant: an application of the seed, or
// one from a gallery template.
type ServicePrincipal struct {
	ID          string `json:"id"`
	AppID       string `json:"appId"`
	DisplayName string `json:"displayName,omitempty"`
	// AssignmentRequired blocks users that are not assigned to it.
	AssignmentRequired bool `json:"appRoleAssignmentRequired"`
	// Blocked means that no user can sign in to it.
	Blocked bool `json:"blocked,omitempty"`
	// TemplateID is empty unless it comes from the gallery.
	TemplateID string    `json:"applicationTemplateId,omitempty"`
	OwnerID    string    `json:"appOwnerOrganizationId,omitempty"`
	Audience   string    `json:"signInAudience,omitempty"`
	Homepage   string    `json:"homepage,omitempty"`
	Tags       []string  `json:"tags,omitempty"`
	AppRoles   []AppRole `json:"appRoles,omitempty"`
}

// AppRole is a role that users and groups can be assigned to. All roles are
// enabled, for users, and defined by the application itself.
type AppRole struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// noRole is the default role of applications without roles of their own; it can be
// assigned in applications with roles too.
const noRole = "00000000-0000-0000-0000-000000000000"

// servicePrincipal is the service principal of an application in the tenant that it
// signs in to.
func (a *Application) servicePrincipal(ownerID string) *ServicePrincipal {
	return &ServicePrincipal{
		ID: a.ServicePrincipalID, AppID: a.ClientID, DisplayName: a.DisplayName, AssignmentRequired: a.AssignmentRequired, OwnerID: ownerID,
		Audience: a.SignInAudience,
	}
}

func (p *ServicePrincipal) hasRole(id string) bool {
	return id == noRole || slices.ContainsFunc(p.AppRoles, func(r AppRole) bool { return r.ID == id })
}

// RoleName returns the name of a role of the service principal; empty for the
// default role.
func (p *ServicePrincipal) RoleName(id string) string {
	for _, r := range p.AppRoles {
		if r.ID == id {
			return r.DisplayName
		}
	}
	return ""
}

// principalClass has the properties that determine whether guests can use an
// application (graph-identity §12), and those of a synchronization
// (graph-cross-tenant §4.2).
var principalClass = schema.NewClass(
	"ServicePrincipal", "servicePrincipal",
	schema.Read("id", func(p *ServicePrincipal) any { return p.ID }).Filter("eq in", "ne not"),
	schema.Null("deletedDateTime"),
	schema.Writes(schema.Read("accountEnabled", func(p *ServicePrincipal) any { return !p.Blocked }), setEnabled).Filter("eq", "ne not"),
	schema.Read("appDisplayName", func(p *ServicePrincipal) any { return schema.TextOrNull(p.DisplayName) }),
	schema.Read("appId", func(p *ServicePrincipal) any { return p.AppID }).Filter("eq in", "ne not"),
	schema.ReadText("applicationTemplateId", func(p *ServicePrincipal) *string { return &p.TemplateID }).Filter("eq in", "ne not startsWith null"),
	schema.ReadText("appOwnerOrganizationId", func(p *ServicePrincipal) *string { return &p.OwnerID }),
	schema.Bool("appRoleAssignmentRequired", func(p *ServicePrincipal) *bool { return &p.AssignmentRequired }).Filter("eq", "ne not"),
	schema.Read("appRoles", func(p *ServicePrincipal) any { return appRoles(p.AppRoles) }),
	schema.ReadText("displayName", func(p *ServicePrincipal) *string { return &p.DisplayName }).Filter("eq in startsWith $orderby", "ne not").Search(schema.ByWords),
	schema.ReadText("homepage", func(p *ServicePrincipal) *string { return &p.Homepage }),
	schema.Read("servicePrincipalNames", func(p *ServicePrincipal) any { return []string{p.AppID} }),
	schema.Read("servicePrincipalType", func(*ServicePrincipal) any { return "Application" }).Filter("eq in", "ne not"),
	schema.Read("signInAudience", func(p *ServicePrincipal) any { return cmp.Or(p.Audience, singleTenant) }),
	tags(func(p *ServicePrincipal) *[]string { return &p.Tags }),
)

// ServicePrincipals are the service principals of a tenant. Deleting one deletes
// its synchronization and its assignments; the application and the synchronized
// users remain (graph-cross-tenant §4.6). The recycle bin of applications is not
// modeled.
var ServicePrincipals = &kernel.Set[ServicePrincipal]{
	Declaration: kernel.Declaration{
		Name: "servicePrincipals", State: "service_principals", Class: principalClass, IsObject: true, Unlisted: true,
		Served: kernel.Served{Path: "/servicePrincipals", Read: ReadApplications, Change: WritePrincipals, Remove: WritePrincipals, Uncounted: true, Source: "graph-identity §12"},
	},
	ID: func(p *ServicePrincipal) *string { return &p.ID },
	Ends: func(_ *kernel.Directory, p *ServicePrincipal, _ kernel.Moment) error {
		if p.TemplateID == "" {
			return refusal.NotModeled("deleting the service principal of an application that signs in")
		}
		return nil
	},
	Writes: &kernel.Writes[ServicePrincipal]{
		May: func(_ *kernel.Directory, p *ServicePrincipal, _ string, _ kernel.Actor) error {
			if p.TemplateID == "" {
				return refusal.NotModeled("changing the service principal of an application that signs in")
			}
			return nil
		},
	},
}

func setEnabled(p *ServicePrincipal, value any) error {
	enabled, ok := value.(bool)
	if !ok {
		return &schema.ValueError{Property: "accountEnabled"}
	}
	p.Blocked = !enabled
	return nil
}

func appRoles(roles []AppRole) []map[string]any {
	bodies := make([]map[string]any, 0, len(roles))
	for _, r := range roles {
		bodies = append(bodies, map[string]any{
			"id": r.ID, "displayName": r.DisplayName, "description": r.DisplayName, "allowedMemberTypes": []string{"User"},
			"isEnabled": true, "value": nil, "origin": "Application",
		})
	}
	return bodies
}
