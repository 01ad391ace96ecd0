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
			if !knownPermission(p) {
				return refusal.BadRequest("Permission '%s' is unknown.", p)
			}
		}
		next := a.copied()
		next.Permissions = slices.Clone(permissions)
		applications[strings.ToLower(clientID)] = &next
		return nil
	})
}

func knownPermission(name string) bool { return slices.Contains(knownPermissions, name) }

// knownPermissions are the application permissions that the reference names
// (graph-identity §14, graph-cross-tenant §1.2, exchange).
var knownPermissions = []string{
	"AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All",
	"AppRoleAssignment.ReadWrite.All", "Application.Read.All", "Application.ReadWrite.All",
	"Application.ReadWrite.OwnedBy", "AuditLog.Read.All", "CrossTenantInformation.ReadBasic.All",
	"Directory.Read.All", "Directory.ReadWrite.All", "Domain.Read.All",
	"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All", "Exchange.ManageAsApp", "Exchange.ManageAsAppV2",
	"Exchange.AdminAPI.ManageAsApp", "Group.Create", "Group.Read.All", "Group.ReadBasic.All",
	"Group.ReadWrite.All", "GroupMember.Read.All", "GroupMember.ReadWrite.All", "Member.Read.Hidden",
	"MultiTenantOrganization.Read.All", "MultiTenantOrganization.ReadBasic.All",
	"MultiTenantOrganization.ReadWrite.All", "OrgContact.Read.All", "Organization.Read.All",
	"Policy.Read.All", "Policy.Read.AuthenticationMethod", "Policy.Read.B2BManagementPolicy",
	"Policy.ReadWrite.AuthenticationMethod", "Policy.ReadWrite.Authorization",
	"Policy.ReadWrite.B2BManagementPolicy", "Policy.ReadWrite.CrossTenantAccess",
	"Policy.ReadWrite.CrossTenantCapability", "RoleManagement.ReadWrite.Directory",
	"SharePointTenantSettings.Read.All", "SharePointTenantSettings.ReadWrite.All",
	"Synchronization.Read.All", "Synchronization.ReadWrite.All", "User-ConvertToInternal.ReadWrite.All",
	"User-Mail.ReadWrite.All", "User-Phone.ReadWrite.All", "User.DeleteRestore.All",
	"User.EnableDisableAccount.All", "User.Invite.All", "User.ManageIdentities.All", "User.Read.All",
	"User.ReadBasic.All", "User.ReadWrite.All", "User.RevokeSessions.All",
}
