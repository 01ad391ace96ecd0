package world

import (
	"cmp"
	"slices"
	"strings"
)

// ServicePrincipal is an application in one tenant: of something that signs in
// there, as the seed names it, or made from a template of the gallery.
type ServicePrincipal struct {
	ID          string `json:"id"`
	AppID       string `json:"appId"`
	DisplayName string `json:"displayName,omitempty"`
	// AssignmentRequired keeps out everybody who is not assigned to it.
	AssignmentRequired bool `json:"appRoleAssignmentRequired"`
	// TemplateID is empty unless the gallery made it.
	TemplateID string    `json:"applicationTemplateId,omitempty"`
	OwnerID    string    `json:"appOwnerOrganizationId,omitempty"`
	Audience   string    `json:"signInAudience,omitempty"`
	Homepage   string    `json:"homepage,omitempty"`
	Tags       []string  `json:"tags,omitempty"`
	AppRoles   []AppRole `json:"appRoles,omitempty"`
}

// AppRole is what users and groups can be assigned to; all are enabled, for
// users, and from the application itself.
type AppRole struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// noRole is the default role of applications without roles of their own; it can
// be assigned where there are others as well.
const noRole = "00000000-0000-0000-0000-000000000000"

// servicePrincipal is the one of an application that signs in to the tenant.
func (a *Application) servicePrincipal(ownerID string) *ServicePrincipal {
	return &ServicePrincipal{
		ID: a.ServicePrincipalID, AppID: a.ClientID, DisplayName: a.DisplayName, AssignmentRequired: a.AssignmentRequired, OwnerID: ownerID,
		Audience: a.SignInAudience,
	}
}

func (p *ServicePrincipal) hasRole(id string) bool {
	return id == noRole || slices.ContainsFunc(p.AppRoles, func(r AppRole) bool { return r.ID == id })
}

// synchronizes says whether cross-tenant synchronization can be set up in it.
func (p *ServicePrincipal) synchronizes() bool { return p.TemplateID == SyncTemplateID }

// servicePrincipalProperties are those that telling whether guests can use an
// application needs (graph-identity §12), and those of a synchronization
// (graph-cross-tenant §4.2).
var servicePrincipalProperties = []Property[ServicePrincipal]{
	{Name: "id", Get: func(p *ServicePrincipal) any { return p.ID }},
	{Name: "deletedDateTime", Get: func(*ServicePrincipal) any { return nil }},
	{Name: "accountEnabled", Get: func(*ServicePrincipal) any { return true }},
	{Name: "appDisplayName", Get: func(p *ServicePrincipal) any { return textOrNull(p.DisplayName) }},
	{Name: "appId", Get: func(p *ServicePrincipal) any { return p.AppID }},
	{Name: "applicationTemplateId", Get: func(p *ServicePrincipal) any { return textOrNull(p.TemplateID) }},
	{Name: "appOwnerOrganizationId", Get: func(p *ServicePrincipal) any { return textOrNull(p.OwnerID) }},
	{Name: "appRoleAssignmentRequired", Get: func(p *ServicePrincipal) any { return p.AssignmentRequired }},
	{Name: "appRoles", Get: func(p *ServicePrincipal) any { return appRoles(p.AppRoles) }},
	{Name: "displayName", Get: func(p *ServicePrincipal) any { return textOrNull(p.DisplayName) }},
	{Name: "homepage", Get: func(p *ServicePrincipal) any { return textOrNull(p.Homepage) }},
	{Name: "servicePrincipalNames", Get: func(p *ServicePrincipal) any { return []string{p.AppID} }},
	{Name: "servicePrincipalType", Get: func(*ServicePrincipal) any { return "Application" }},
	{Name: "signInAudience", Get: func(p *ServicePrincipal) any { return cmp.Or(p.Audience, singleTenant) }},
	{Name: "tags", Get: func(p *ServicePrincipal) any { return list(p.Tags) }},
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

// ServicePrincipalProperties lists the modelled properties of a service principal
// in a fixed order.
func ServicePrincipalProperties() []Property[ServicePrincipal] { return servicePrincipalProperties }

// ServicePrincipals serves one page of the service principals of a tenant.
func (w *World) ServicePrincipals(tenantID string, l Listing[ServicePrincipal]) (Page[ServicePrincipal], error) {
	var page Page[ServicePrincipal]
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.servicePrincipals.page(l, at, func(*ServicePrincipal) bool { return true })
		return err
	})
	return page, err
}

// ServicePrincipal finds a service principal by id.
func (w *World) ServicePrincipal(tenantID, id string) (*ServicePrincipal, error) {
	var found *ServicePrincipal
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = d.servicePrincipal(id, at)
		return err
	})
	return found, err
}

func (d *directory) servicePrincipal(id string, at moment) (*ServicePrincipal, error) {
	if p := d.servicePrincipals.seen(strings.ToLower(id), at); p != nil {
		return p, nil
	}
	return nil, errNotFound(id)
}

// servicePrincipalForChange is the truth about a service principal that the
// caller can see.
func (d *directory) servicePrincipalForChange(id string, at moment) (*ServicePrincipal, error) {
	if _, err := d.servicePrincipal(id, at); err != nil {
		return nil, err
	}
	p := d.servicePrincipals.truth(strings.ToLower(id))
	if p == nil {
		return nil, errNotFound(id)
	}
	return p, nil
}

// DeleteServicePrincipal removes a service principal with its synchronization
// and its assignments; the application stays. Users that were synchronized stay
// where they are (graph-cross-tenant §4.6). The recycle bin of applications is
// not modelled.
func (w *World) DeleteServicePrincipal(tenantID, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		p, err := d.servicePrincipalForChange(id, at)
		if err != nil {
			return err
		}
		if p.TemplateID == "" {
			return NotModelled("deleting the service principal of an application that signs in")
		}
		d.removeServicePrincipal(p, at)
		return nil
	})
}

func (d *directory) removeServicePrincipal(p *ServicePrincipal, at moment) {
	d.servicePrincipals.put(p.ID, nil, at)
	d.synchronizations.put(p.ID, nil, at)
	for _, a := range d.assignments.truths() {
		if a.ResourceID == p.ID {
			d.assignments.put(a.ID, nil, at)
		}
	}
}
