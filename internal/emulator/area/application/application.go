package application

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Application is an application that signs in to one tenant. Its visible object
// there is its [ServicePrincipal].
type Application struct {
	ClientID             string                `json:"client_id"`
	DisplayName          string                `json:"display_name,omitempty"`
	Secrets              []string              `json:"client_secrets,omitempty"`
	Certificates         []string              `json:"certificates,omitempty"` // PEM
	FederatedCredentials []FederatedCredential `json:"federated_credentials,omitempty"`
	Permissions          []string              `json:"permissions"`
	// DirectoryRoles are role template ids, which tokens contain as `wids`.
	DirectoryRoles     []string `json:"directory_roles"`
	ServicePrincipalID string   `json:"service_principal_id"`
	// AssignmentRequired blocks users that are not assigned to the application.
	AssignmentRequired bool `json:"app_role_assignment_required"`
	// DelegatedPermissions are the permissions that an administrator has consented
	// to for all users: those of Microsoft Graph by name, those of another API by
	// its identifier, a slash and the name.
	DelegatedPermissions []string `json:"delegated_permissions,omitempty"`
	// PublicClient lets users sign in without credentials of the application.
	PublicClient bool `json:"public_client,omitempty"`
	// SignInAudience determines whether other tenants know the application, with
	// the values of Graph.
	SignInAudience string `json:"sign_in_audience,omitempty"`
}

// FederatedCredential names the external tokens that can replace a secret.
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

// Applications are the applications that sign in to a tenant, by client id.
var Applications = &kernel.Value[Registry]{
	State: "applications", Shown: "applications", View: snapshot, New: func() Registry { return Registry{} },
}

// Registry holds applications by client id. In the state file it is a list.
type Registry map[string]*Application

// MarshalJSON returns a list of the applications, ordered by client id.
func (r Registry) MarshalJSON() ([]byte, error) { return json.Marshal(r.list()) }

// UnmarshalJSON reads the list.
func (r *Registry) UnmarshalJSON(data []byte) error {
	var list []Application
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*r = Registry{}
	for _, a := range list {
		(*r)[a.ClientID] = &a
	}
	return nil
}

func (r Registry) list() []Application {
	all := make([]Application, 0, len(r))
	for _, a := range slices.SortedFunc(maps.Values(r), func(a, b *Application) int { return cmp.Compare(a.ClientID, b.ClientID) }) {
		all = append(all, a.copied())
	}
	return all
}

// snapshot omits the credentials.
func snapshot(r Registry) any {
	applications := []any{}
	for _, a := range r.list() {
		applications = append(applications, map[string]any{
			"client_id": a.ClientID, "display_name": a.DisplayName, "service_principal_id": a.ServicePrincipalID,
			"permissions": schema.List(a.Permissions), "directory_roles": schema.List(a.DirectoryRoles),
		})
	}
	return applications
}

// Find returns a copy of an application, by tenant and client id.
func Find(w *kernel.World, tenantID, clientID string) (Application, bool) {
	var found *Application
	// A tenant that does not exist has no applications.
	_ = w.Read(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		found = (*Applications.In(d))[strings.ToLower(clientID)]
		return nil
	})
	if found == nil {
		return Application{}, false
	}
	return found.copied(), true
}

// SetPermissions replaces the granted permissions of an application; tokens that
// were issued before keep theirs.
func SetPermissions(w *kernel.World, tenantID, clientID string, permissions []string) error {
	for _, p := range permissions {
		if !permissionName.MatchString(p) {
			return refusal.BadRequest("'%s' is not the name of a permission.", p)
		}
	}
	return change(w, tenantID, clientID, func(a *Application) { a.Permissions = slices.Clone(permissions) })
}

// SetDirectoryRoles replaces the directory roles of an application, by name or
// template id; tokens that were issued before keep theirs.
func SetDirectoryRoles(w *kernel.World, tenantID, clientID string, roles []string) error {
	templates := make([]string, 0, len(roles))
	for _, name := range roles {
		id, ok := directory.RoleTemplate(name)
		if !ok {
			return refusal.BadRequest("'%s' is not a directory role that the emulator knows.", name)
		}
		templates = append(templates, id)
	}
	return change(w, tenantID, clientID, func(a *Application) { a.DirectoryRoles = templates })
}

// change replaces an application by a changed copy.
func change(w *kernel.World, tenantID, clientID string, apply func(*Application)) error {
	return w.Write(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		applications := *Applications.In(d)
		a, ok := applications[strings.ToLower(clientID)]
		if !ok {
			return refusal.NotFound(clientID)
		}
		next := a.copied()
		apply(&next)
		applications[strings.ToLower(clientID)] = &next
		return nil
	})
}
