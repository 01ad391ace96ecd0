package acctest

import (
	"encoding/json"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Object is a Graph object in a seed, by Graph's property names.
type Object = map[string]any

// Estate is a seed of the emulator.
type Estate struct {
	Tenants []Tenant `json:"tenants"`
}

// Tenant is one tenant of a seed.
type Tenant struct {
	Key           string `json:"key"`
	TenantID      string `json:"tenant_id"`
	Cloud         string `json:"cloud"`
	DisplayName   string `json:"display_name"`
	InitialDomain string `json:"initial_domain"`
	// EntraP1 is whether the tenant has the license; nil means true.
	EntraP1 any `json:"entra_id_p1,omitempty"`
	// EntraGovernance is whether the tenant has that license; nil means true.
	EntraGovernance     any                  `json:"entra_id_governance,omitempty"`
	TenantType          string               `json:"tenant_type,omitempty"`
	Domains             []any                `json:"domains"`
	Users               []Object             `json:"users"`
	Contacts            []Object             `json:"contacts,omitempty"`
	Groups              []Object             `json:"groups,omitempty"`
	Applications        []Application        `json:"applications"`
	RoleAssignments     []directory.RoleSeed `json:"role_assignments,omitempty"`
	AuthorizationPolicy Object               `json:"authorization_policy,omitempty"`
	CrossTenantAccess   Object               `json:"cross_tenant_access_policy,omitempty"`
	ConditionalAccess   []Object             `json:"conditional_access_policies,omitempty"`
	B2BManagement       Object               `json:"b2b_management_policy,omitempty"`
	Synchronizations    []Object             `json:"cross_tenant_synchronizations,omitempty"`
	Connected           []Object             `json:"connected_organizations,omitempty"`

	OrganizationRelationships []Object `json:"organization_relationships,omitempty"`
	SharingPolicies           []Object `json:"sharing_policies,omitempty"`
	AddressSpaces             []Object `json:"availability_address_spaces,omitempty"`

	// M365Capabilities is whether the tenant has the cross-tenant capabilities of
	// Microsoft 365; nil means true.
	M365Capabilities any `json:"m365_cross_tenant_capabilities,omitempty"`
}

// Application is the provider's application in a tenant.
type Application = application.Seed

// The cast of every test. Contoso and Fabrikam live in the public cloud,
// Northwind in the US Government cloud.
const (
	Contoso   = "contoso"
	Fabrikam  = "fabrikam"
	Northwind = "northwind"

	ContosoID   = "11111111-1111-4111-8111-111111111111"
	FabrikamID  = "22222222-2222-4222-8222-222222222222"
	NorthwindID = "33333333-3333-4333-8333-333333333333"

	// AdministratorID is an internal user of every tenant of the cast.
	AdministratorID = "aaaaaaaa-0000-4000-8000-000000000001"
	// ManagerID is another internal user of every tenant.
	ManagerID = "aaaaaaaa-0000-4000-8000-000000000002"
)

// Permissions are the permissions of the applications of the standard estate.
func Permissions() []string {
	return []string{
		"User.Invite.All", "User.ReadWrite.All", "Organization.Read.All", "OrgContact.Read.All", "Policy.Read.All",
		"Policy.Read.B2BManagementPolicy", "Application.Read.All", "Synchronization.Read.All",
	}
}

// Standard returns the usual estate: three tenants in two clouds, whose mutual
// access settings allow everything that the user tests need.
func Standard() *Estate {
	return &Estate{Tenants: []Tenant{
		tenant(Contoso, ContosoID, "public", "Contoso", "contoso.onmicrosoft.com", "contoso.example", NorthwindID, "microsoftonline.us"),
		tenant(Fabrikam, FabrikamID, "public", "Fabrikam", "fabrikam.onmicrosoft.com", "fabrikam.example", NorthwindID, "microsoftonline.us"),
		tenant(Northwind, NorthwindID, "usgovernment", "Northwind", "northwind.onmicrosoft.us", "northwind.example", ContosoID, "microsoftonline.com"),
	}}
}

func tenant(key, id, cloud, name, initial, domain, partner, otherCloud string) Tenant {
	user := func(id, given, surname string) Object {
		upn := given + "." + surname + "@" + domain
		return Object{
			"id": id, "displayName": given + " " + surname, "givenName": given, "surname": surname,
			"userPrincipalName": upn, "mail": upn, "userType": "Member", "accountEnabled": true,
		}
	}
	return Tenant{
		Key: key, TenantID: id, Cloud: cloud, DisplayName: name, InitialDomain: initial, Domains: []any{domain},
		Users: []Object{user(AdministratorID, "Ada", "Admin"), user(ManagerID, "Mona", "Manager")},
		Applications: []Application{{
			ClientID: ClientID(key), ClientSecret: Secret(key), Permissions: Permissions(),
		}},
		AuthorizationPolicy: Object{"allowInvitesFrom": "adminsAndGuestInviters"},
		CrossTenantAccess: Object{
			"allowedCloudEndpoints": []string{otherCloud},
			"partners":              []Object{{"tenantId": partner}},
		},
	}
}

// ClientID returns the application id of a tenant of the cast.
func ClientID(key string) string {
	return map[string]string{
		Contoso:   "c1111111-0000-4000-8000-000000000000",
		Fabrikam:  "c2222222-0000-4000-8000-000000000000",
		Northwind: "c3333333-0000-4000-8000-000000000000",
	}[key]
}

// Secret returns the secret of a tenant's application. Tests check that it does
// not leak.
func Secret(key string) string { return "s3cret-of-" + key }

// Tenant returns one tenant of the estate, to be modified.
func (e *Estate) Tenant(key string) *Tenant {
	for i := range e.Tenants {
		if e.Tenants[i].Key == key {
			return &e.Tenants[i]
		}
	}
	panic("no such tenant in the estate: " + key)
}

// Grant gives the first application of every tenant more permissions.
func (e *Estate) Grant(permissions ...string) *Estate {
	for i := range e.Tenants {
		app := &e.Tenants[i].Applications[0]
		app.Permissions = append(app.Permissions, permissions...)
	}
	return e
}

// Hire adds employees to a tenant, by user principal names that are also their
// mail addresses.
func (t *Tenant) Hire(names ...string) {
	for _, upn := range names {
		t.Users = append(t.Users, Object{
			"userPrincipalName": upn, "mail": upn, "displayName": upn, "userType": "Member", "accountEnabled": true,
		})
	}
}

// Seed returns the estate in the format of worlds.
func (e *Estate) Seed(t *testing.T) kernel.Seed {
	t.Helper()
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	seed, err := area.ParseSeed("estate.json", data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	return seed
}
