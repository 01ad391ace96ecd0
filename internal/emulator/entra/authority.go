package entra

import (
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The names that may replace the tenant in a path.
const (
	common        = "common"
	organizations = "organizations"
	consumers     = "consumers"
)

// shared reports whether the path leaves the choice of the tenant to the user. It
// refuses the path for personal accounts, which the emulator does not have.
func shared(r *http.Request) (name string, is bool, refused *refusal) {
	switch name := strings.ToLower(r.PathValue("tenant")); name {
	case common, organizations:
		return name, true, nil
	case consumers:
		return "", false, errNotModeled("sign-in of personal accounts at /" + consumers)
	default:
		return name, false, nil
	}
}

// tenant returns the tenant of a path that must name one.
func (s *Service) tenant(r *http.Request) (kernel.Tenant, *refusal) {
	_, is, refused := shared(r)
	switch {
	case refused != nil:
		return kernel.Tenant{}, refused
	case is:
		return kernel.Tenant{}, errNoTenantNamed()
	}
	return s.tenantByName(r.PathValue("tenant"))
}

// tenantOf returns the tenant of a path, or that of the user's domain when the
// path names none.
func (s *Service) tenantOf(r *http.Request, username string) (kernel.Tenant, *refusal) {
	_, is, refused := shared(r)
	if refused != nil {
		return kernel.Tenant{}, refused
	}
	if !is {
		return s.tenantByName(r.PathValue("tenant"))
	}
	if t, ok := s.find(domainOf(username)); ok {
		return t, nil
	}
	return kernel.Tenant{}, errNoDomain()
}

// tenantByName returns a tenant by id or domain. Tenants of other clouds do not exist
// here.
func (s *Service) tenantByName(name string) (kernel.Tenant, *refusal) {
	if t, ok := s.find(name); ok {
		return t, nil
	}
	return kernel.Tenant{}, errTenant(name)
}

// domainOf returns the part of a user principal name after the last @.
func domainOf(username string) string { return username[strings.LastIndexByte(username, '@')+1:] }

func (s *Service) find(name string) (kernel.Tenant, bool) {
	for _, cloud := range s.clouds() {
		if t, ok := s.config.World.TenantIn(cloud, name); ok {
			return t, true
		}
	}
	return kernel.Tenant{}, false
}

func (s *Service) clouds() []string { return append([]string{s.config.Cloud}, s.config.Siblings...) }

// application returns an application of a tenant: from the seed, or one that
// Microsoft provides in every tenant.
func (s *Service) application(t kernel.Tenant, clientID string) (application.Application, *refusal) {
	if app, ok := application.Find(s.config.World, t.ID, clientID); ok {
		return app, nil
	}
	switch id := strings.ToLower(clientID); {
	case id == azureCLI:
		return application.Application{
			ClientID: azureCLI, DisplayName: azureCLIName, PublicClient: true, SignInAudience: "AzureADMultipleOrgs",
			DelegatedPermissions: append(slices.Clone(s.scopesOfCLI()), clouds[s.config.Cloud].manager[0]+"/user_impersonation"),
		}, nil
	case microsoftApplications[id] != "":
		return application.Application{}, errNotModeled("the application " + microsoftApplications[id])
	default:
		return application.Application{}, errApplication(clientID, t.DisplayName)
	}
}

// microsoftApplications are Microsoft's most common public clients.
var microsoftApplications = map[string]string{
	"14d82eec-204b-4c2f-b7e8-296a70dab67e": "Microsoft Graph Command Line Tools",
	"1950a258-227b-4e31-a9cf-717495945fc2": "Microsoft Azure PowerShell",
	"1b730954-1685-4b74-9bfd-dac224a7b894": "Azure Active Directory PowerShell",
	"872cd9fa-d31f-45e0-9eab-6e460a02d1f1": "Visual Studio",
	"aebc6443-996d-45c2-90f0-388ff96faa56": "Visual Studio Code",
	"d3590ed6-52b3-4102-aeff-aad2292ab01c": "Microsoft Office",
	"de8bc8b5-d9f9-48b1-a8ad-b748da725064": "Graph Explorer",
	"fb78d390-0c51-40cd-8e17-fdbfab77341b": "Microsoft Exchange REST API Based PowerShell",
}

// applicationOfAnyTenant returns an application of any tenant in this cloud, for requests that
// name no tenant.
func (s *Service) applicationOfAnyTenant(clientID string) (application.Application, *refusal) {
	for _, t := range s.config.World.Tenants() {
		if !slices.Contains(s.clouds(), t.Cloud) {
			continue
		}
		if app, ok := application.Find(s.config.World, t.ID, clientID); ok {
			return app, nil
		}
	}
	return s.application(kernel.Tenant{DisplayName: "Microsoft"}, clientID)
}

// base is the address in the request; MSAL requires the issuer in the
// configuration to have the same host.
func base(r *http.Request) string { return "https://" + r.Host }

func issuer(base, tenantID string) string { return base + "/" + tenantID + "/v2.0" }

func tokenEndpoint(base, tenant string) string { return base + "/" + tenant + "/oauth2/v2.0/token" }

func tokenEndpointV1(base, tenant string) string { return base + "/" + tenant + "/oauth2/token" }

// issuerOf returns the issuer of a tenant's access tokens.
func issuerOf(t kernel.Tenant) string { return clouds[t.Cloud].issuer + t.ID + "/" }
