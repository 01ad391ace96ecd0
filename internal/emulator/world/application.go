package world

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Application is an application that signs in to one tenant. What others see of
// it there is its [ServicePrincipal].
type Application struct {
	ClientID             string                `json:"client_id"`
	DisplayName          string                `json:"display_name,omitempty"`
	Secrets              []string              `json:"client_secrets,omitempty"`
	Certificates         []string              `json:"certificates,omitempty"` // PEM
	FederatedCredentials []FederatedCredential `json:"federated_credentials,omitempty"`
	Permissions          []string              `json:"permissions"`
	// DirectoryRoles are role template ids, which tokens carry as `wids`.
	DirectoryRoles     []string `json:"directory_roles"`
	ServicePrincipalID string   `json:"service_principal_id"`
	// AssignmentRequired keeps out everybody who is not assigned to the
	// application.
	AssignmentRequired bool `json:"app_role_assignment_required"`
	// DelegatedPermissions are those that an administrator has consented to for
	// all users: of Microsoft Graph by name, of another API with its identifier
	// and a slash before the name.
	DelegatedPermissions []string `json:"delegated_permissions,omitempty"`
	// PublicClient lets users sign in although the application proves nothing.
	PublicClient bool `json:"public_client,omitempty"`
	// SignInAudience says whether the application is known beyond its tenant, in
	// the words of Graph.
	SignInAudience string `json:"sign_in_audience,omitempty"`
}

// FederatedCredential names the foreign tokens that may stand in for a secret.
type FederatedCredential struct {
	Issuer   string `json:"issuer"`
	Subject  string `json:"subject"`
	Audience string `json:"audience"`
}

func (a *Application) copied() Application {
	c := *a
	c.Secrets = slices.Clone(a.Secrets)
	c.Certificates = slices.Clone(a.Certificates)
	c.FederatedCredentials = slices.Clone(a.FederatedCredentials)
	c.Permissions = slices.Clone(a.Permissions)
	c.DirectoryRoles = slices.Clone(a.DirectoryRoles)
	c.DelegatedPermissions = slices.Clone(a.DelegatedPermissions)
	return c
}

// Application finds an application by tenant and client id; it is a copy.
func (w *World) Application(tenantID, clientID string) (Application, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	d, err := w.directory(tenantID)
	if err != nil {
		return Application{}, false
	}
	a, ok := d.applications[strings.ToLower(clientID)]
	if !ok {
		return Application{}, false
	}
	return a.copied(), true
}

// listApplications copies the applications, in the order of their client ids.
func (d *directory) listApplications() []Application {
	all := make([]Application, 0, len(d.applications))
	for _, a := range slices.SortedFunc(maps.Values(d.applications), func(a, b *Application) int { return cmp.Compare(a.ClientID, b.ClientID) }) {
		all = append(all, a.copied())
	}
	return all
}

// SetPermissions replaces the permissions that an application is granted; tokens
// that it holds already keep theirs.
func (w *World) SetPermissions(tenantID, clientID string, permissions []string) error {
	return w.write(tenantID, func(d *directory, _ moment) error {
		a, ok := d.applications[strings.ToLower(clientID)]
		if !ok {
			return errNotFound(clientID)
		}
		for _, p := range permissions {
			if !permissionName.MatchString(p) {
				return badRequest("'%s' is not the name of a permission.", p)
			}
		}
		next := a.copied()
		next.Permissions = slices.Clone(permissions)
		d.applications[strings.ToLower(clientID)] = &next
		return nil
	})
}
