package world

import (
	"strings"
	"time"
)

// SyncTemplateID is the template of the gallery that cross-tenant
// synchronization is made from (graph-cross-tenant §4.2).
const SyncTemplateID = "518e5f48-1fc8-4c48-9387-9fdf28b0dfe7"

const (
	syncHomepage = "https://account.activedirectory.windowsazure.com:444/applications/default.aspx?metadata=aad2aadsync|ISV9.1|primary|z"
	syncTag      = "WindowsAzureActiveDirectoryIntegratedApp"
	// syncRole is the role that lets the provisioning engine take a user along.
	syncRole = "msiam_access"
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

var registrationProperties = []Property[Registration]{
	{Name: "id", Get: func(r *Registration) any { return r.ID }},
	{Name: "deletedDateTime", Get: func(*Registration) any { return nil }},
	{Name: "appId", Get: func(r *Registration) any { return r.AppID }},
	{Name: "applicationTemplateId", Get: func(r *Registration) any { return r.TemplateID }},
	{Name: "appRoles", Get: func(r *Registration) any { return appRoles(r.AppRoles) }},
	{Name: "createdDateTime", Get: func(r *Registration) any { return Instant(r.Created) }},
	{Name: "displayName", Get: func(r *Registration) any { return r.DisplayName }},
	{Name: "identifierUris", Get: func(*Registration) any { return []string{} }},
	{Name: "publisherDomain", Get: func(r *Registration) any { return r.Domain }},
	{Name: "serviceManagementReference", Get: func(r *Registration) any { return textOrNull(r.ManagementReference) }},
	{Name: "signInAudience", Get: func(*Registration) any { return singleTenant }},
	{Name: "tags", Get: func(r *Registration) any { return list(r.Tags) }},
	{Name: "web", Get: func(r *Registration) any {
		return map[string]any{"homePageUrl": r.Homepage, "redirectUris": []string{}}
	}},
}

// RegistrationProperties lists the modelled properties of an application object
// in a fixed order.
func RegistrationProperties() []Property[Registration] { return registrationProperties }

// Instantiation asks the gallery for an application.
type Instantiation struct {
	TemplateID          string
	DisplayName         string
	ManagementReference string
}

// Instantiate makes an application and its service principal from the template
// of cross-tenant synchronization (graph-cross-tenant §4.2). Names need not be
// unique.
func (w *World) Instantiate(tenantID string, i Instantiation) (*Registration, *ServicePrincipal, error) {
	var r *Registration
	var p *ServicePrincipal
	err := w.write(tenantID, func(d *directory, at moment) error {
		if !strings.EqualFold(i.TemplateID, SyncTemplateID) {
			return NotModelled("the application template '%s'", i.TemplateID)
		}
		if i.DisplayName == "" {
			return badRequest("A value is required for property 'displayName' of resource 'Application'.")
		}
		r, p = w.instantiated(d, w.options.NewID(), i, at)
		return nil
	})
	return r, p, err
}

// instantiated makes the pair and what synchronization keeps about it. The
// synchronization service learns of a service principal as late as lists do:
// calls right after its creation are refused (graph-cross-tenant §4.2).
func (w *World) instantiated(d *directory, principalID string, i Instantiation, at moment) (*Registration, *ServicePrincipal) {
	roles := []AppRole{{ID: w.options.NewID(), DisplayName: syncRole}}
	p := &ServicePrincipal{
		ID: principalID, AppID: w.options.NewID(), DisplayName: i.DisplayName, AssignmentRequired: true,
		TemplateID: SyncTemplateID, OwnerID: d.ID, Homepage: syncHomepage, Tags: []string{syncTag}, AppRoles: roles,
	}
	r := &Registration{
		ID: w.options.NewID(), AppID: p.AppID, DisplayName: i.DisplayName, TemplateID: SyncTemplateID, ServicePrincipalID: p.ID,
		ManagementReference: i.ManagementReference, Created: at.now, Domain: d.DefaultDomain, Homepage: syncHomepage, Tags: p.Tags, AppRoles: roles,
	}
	d.registrations.put(r.ID, r, at)
	d.servicePrincipals.put(p.ID, p, at)
	late := moment{now: at.now, visible: at.listed, listed: at.listed}
	d.synchronizations.put(p.ID, &Synchronization{ServicePrincipalID: p.ID}, late)
	return r, p
}

// Registration finds an application object by its object id.
func (w *World) Registration(tenantID, id string) (*Registration, error) {
	var found *Registration
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		found, err = d.registration(id, at)
		return err
	})
	return found, err
}

func (d *directory) registration(id string, at moment) (*Registration, error) {
	if r := d.registrations.seen(strings.ToLower(id), at); r != nil {
		return r, nil
	}
	return nil, errNotFound(id)
}

// DeleteRegistration removes an application and, in its own tenant, the service
// principal with it.
func (w *World) DeleteRegistration(tenantID, id string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		r, err := d.registration(id, at)
		if err != nil {
			return err
		}
		if d.registrations.truth(r.ID) == nil {
			return errNotFound(id)
		}
		d.registrations.put(r.ID, nil, at)
		if p := d.servicePrincipals.truth(r.ServicePrincipalID); p != nil {
			d.removeServicePrincipal(p, at)
		}
		return nil
	})
}
