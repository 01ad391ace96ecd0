// Package cloud is the table of Microsoft's national clouds: the login service,
// the Graph and Exchange Online endpoints, and the token audiences of each.
//
// It knows no tenant and sends nothing. Package tenant combines a row of the
// table with a tenant's own settings; packages graph and exchange receive the
// result.
package cloud

import (
	"net/url"
	"slices"
)

// The names of the clouds in a configuration.
const (
	Public          = "public"
	USGovernment    = "usgovernment"
	USGovernmentDoD = "usgovernment_dod"
	China           = "china"
)

// Cloud is one national cloud. URLs have no trailing slash.
// Source: graph-identity §13, exchange §2.3.
type Cloud struct {
	// Name identifies the cloud in configurations.
	Name string
	// Authority is the base URL of the login service.
	Authority string
	// Graph is the base URL of Microsoft Graph, without a version.
	Graph string
	// Exchange is the base URL of the Exchange Online admin endpoint.
	Exchange string
	// ExchangeDomains are the domains of the hosts that the Exchange endpoint may
	// redirect to; empty where only the endpoint's own host counts (exchange §2.1).
	ExchangeDomains []string
	// GraphAudience and ExchangeAudience are the resources that tokens are
	// requested for; the scope is the audience followed by "/.default".
	GraphAudience    string
	ExchangeAudience string
	// TokenExchangeAudience is the audience that a federated (OIDC) token must
	// carry to be accepted by the login service of this cloud.
	TokenExchangeAudience string
	// MyApps is the My Apps portal, the default landing page after an invitation
	// is redeemed.
	MyApps string
	// HasTenantRestrictions is whether cross-tenant access settings have the block
	// tenantRestrictions (graph-cross-tenant §1.10).
	HasTenantRestrictions bool
	// HasDomainLists is whether Graph shows the allowed and blocked domains of
	// invitations (graph-identity §15).
	HasDomainLists bool
	// HasEmailOTP is whether Graph has the setting for one-time passcodes of external
	// users in v1.0 (graph-identity §9.2).
	HasEmailOTP bool
	// HasInvitedSponsors is whether an invitation takes sponsors (graph-identity §15).
	HasInvitedSponsors bool
	// HasMultitenantOrganizations is whether tenants can form multitenant organizations,
	// which contain tenants of this cloud only (graph-cross-tenant §3.4).
	HasMultitenantOrganizations bool
	// HasDeletedPolicies is whether Graph restores deleted policies, such as those for
	// partners (graph-cross-tenant §1.9).
	HasDeletedPolicies bool
}

// clouds is in the order of the emulator's ports and of the documentation.
var clouds = []Cloud{
	{
		Name:                  Public,
		Authority:             "https://login.microsoftonline.com",
		Graph:                 "https://graph.microsoft.com",
		Exchange:              "https://outlook.office365.com",
		ExchangeDomains:       []string{"office365.com", "outlook.com"},
		GraphAudience:         "https://graph.microsoft.com",
		ExchangeAudience:      "https://outlook.office365.com",
		TokenExchangeAudience: "api://AzureADTokenExchange",
		MyApps:                "https://myapps.microsoft.com",
		HasTenantRestrictions: true, HasDomainLists: true, HasEmailOTP: true, HasInvitedSponsors: true, HasMultitenantOrganizations: true,
		HasDeletedPolicies: true,
	},
	{
		Name:                  USGovernment,
		Authority:             "https://login.microsoftonline.us",
		Graph:                 "https://graph.microsoft.us",
		Exchange:              "https://outlook.office365.us",
		ExchangeDomains:       []string{"office365.us"},
		GraphAudience:         "https://graph.microsoft.us",
		ExchangeAudience:      "https://outlook.office365.us",
		TokenExchangeAudience: "api://AzureADTokenExchangeUSGov",
		MyApps:                "https://myapplications.microsoft.us",
		HasEmailOTP:           true,
	},
	{
		Name:                  USGovernmentDoD,
		Authority:             "https://login.microsoftonline.us",
		Graph:                 "https://dod-graph.microsoft.us",
		Exchange:              "https://outlook-dod.office365.us",
		ExchangeDomains:       []string{"office365.us"},
		GraphAudience:         "https://dod-graph.microsoft.us",
		ExchangeAudience:      "https://outlook-dod.office365.us",
		TokenExchangeAudience: "api://AzureADTokenExchangeUSGov",
		MyApps:                "https://myapplications.microsoft.us",
		HasEmailOTP:           true,
	},
	{
		Name:                  China,
		Authority:             "https://login.chinacloudapi.cn",
		Graph:                 "https://microsoftgraph.chinacloudapi.cn",
		Exchange:              "https://partner.outlook.cn",
		ExchangeDomains:       []string{"outlook.cn", "office365.cn"},
		GraphAudience:         "https://microsoftgraph.chinacloudapi.cn",
		ExchangeAudience:      "https://partner.outlook.cn",
		TokenExchangeAudience: "api://AzureADTokenExchangeChina",
		MyApps:                "https://myapplications.azure.cn",
	},
}

// Lookup returns the cloud with the given name.
func Lookup(name string) (Cloud, bool) {
	i := slices.IndexFunc(clouds, func(c Cloud) bool { return c.Name == name })
	if i < 0 {
		return Cloud{}, false
	}
	return clouds[i], true
}

// All returns every cloud, public first.
func All() []Cloud { return slices.Clone(clouds) }

// Names returns the names of all clouds, public first.
func Names() []string {
	names := make([]string, 0, len(clouds))
	for _, c := range clouds {
		names = append(names, c.Name)
	}
	return names
}

// RedirectURL is the landing page after the redemption of an invitation to the
// given resource tenant, unless the configuration names another page.
func (c Cloud) RedirectURL(tenantID string) string {
	return c.MyApps + "/?tenantid=" + url.QueryEscape(tenantID)
}
