package entra

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	azureCLI     = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
	azureCLIName = "Microsoft Azure CLI"
	// publicClient is the claim appidacr of an application without a credential.
	publicClient proof = "0"
)

// cliScopes are the permissions of the Azure CLI's application for Microsoft
// Graph, as its tokens show. None can be added (azure-cli#23906,
// azure-cli#33062).
var cliScopes = []string{
	"Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "AuditLog.Read.All", "DelegatedPermissionGrant.ReadWrite.All",
	directory.AccessAsUser, "email", "Group.ReadWrite.All", "openid", "profile", "User.Read.All", "User.ReadWrite.All",
}

// policyScopes are the permissions for the policies that the emulator has.
var policyScopes = []string{
	"Policy.Read.All", "Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.Authorization",
	"Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.ConditionalAccess",
}

// TokenForUser simulates `az account get-access-token` for a user, named by id or
// user principal name, who has signed in to the Azure CLI. An empty audience is
// Microsoft Graph. Scopes replace those of the Azure CLI unless they are nil.
func (s *Service) TokenForUser(t kernel.Tenant, user, audience string, scopes []string) (Token, error) {
	if t.Cloud != s.config.Cloud {
		return Token{}, errTenant(t.ID)
	}
	u, roles, err := directory.SignIn(s.config.World, t.ID, user)
	if err != nil {
		return Token{}, err
	}
	if !u.AccountEnabled {
		return Token{}, errUserDisabled()
	}
	if audience == "" {
		audience = clouds[t.Cloud].graph[0]
	}
	if scopes == nil {
		scopes = s.scopesOfCLI()
	}
	if _, refused := s.target(t, audience); refused != nil {
		return Token{}, refused
	}
	app := application.Application{ClientID: azureCLI, DisplayName: azureCLIName}
	issued, refused := s.sign(t, userClaims(signIn{tenant: t, app: app, how: publicClient, user: u, roles: roles}, scopes), audience)
	if refused != nil {
		return Token{}, refused
	}
	return issued, nil
}

func (s *Service) scopesOfCLI() []string {
	if s.config.World.Settings().UserTokensLackPolicyScopes {
		return cliScopes
	}
	return slices.Concat(cliScopes, policyScopes)
}
