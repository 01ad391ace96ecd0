package application

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
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

// Applications are those that sign in to a tenant, by client id.
var Applications = &kernel.Value[Registry]{
	State: "applications", Shown: "applications", View: snapshot, New: func() Registry { return Registry{} },
}

// Registry holds applications by client id. In the state file it is a list.
type Registry map[string]*Application

// MarshalJSON lists the applications in the order of their client ids.
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

// snapshot leaves the credentials out.
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

// Find finds an application by tenant and client id; it is a copy.
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

// SetPermissions replaces the permissions that an application is granted; tokens
// that it holds already keep theirs.
func SetPermissions(w *kernel.World, tenantID, clientID string, permissions []string) error {
	return w.Write(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		applications := *Applications.In(d)
		a, ok := applications[strings.ToLower(clientID)]
		if !ok {
			return refusal.NotFound(clientID)
		}
		for _, p := range permissions {
			if !permissionName.MatchString(p) {
				return refusal.BadRequest("'%s' is not the name of a permission.", p)
			}
		}
		next := a.copied()
		next.Permissions = slices.Clone(permissions)
		applications[strings.ToLower(clientID)] = &next
		return nil
	})
}
