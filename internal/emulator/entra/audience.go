package entra

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Resource is an API that tokens are issued for.
type Resource string

// The APIs of each cloud.
const (
	Graph           Resource = "graph"
	Exchange        Resource = "exchange"
	ResourceManager Resource = "resource manager"
)

// facts are the differences between the login services of the clouds
// (graph-identity §13, exchange §2; for the resource managers, the environments of
// the Azure CLI).
type facts struct {
	graph, exchange, manager []string
	instance                 string
	region                   string
	subRegion                string
	// exchangeAudience is the audience of a federated assertion.
	exchangeAudience string
	// issuer is the prefix of the issuer of version 1.0 access tokens, the
	// version of all tokens for Microsoft Graph and Exchange Online.
	issuer string
	// logins are the official hosts, the preferred one first. Clients store
	// tokens in their caches under the host in cache.
	logins []string
	cache  string
}

// The application ids of the resources are the same in every cloud.
const (
	graphAppID    = "00000003-0000-0000-c000-000000000000"
	exchangeAppID = "00000002-0000-0ff1-ce00-000000000000"
	managerAppID  = "797f4846-ba00-4fd7-ba43-dac1f8f63013"
)

var clouds = map[string]facts{
	schema.CloudPublic: {
		graph:    []string{"https://graph.microsoft.com", graphAppID},
		exchange: []string{"https://outlook.office365.com", "https://outlook.office.com", exchangeAppID},
		manager:  []string{"https://management.core.windows.net", "https://management.azure.com", managerAppID},
		instance: "microsoftonline.com", region: "WW",
		exchangeAudience: "api://AzureADTokenExchange", issuer: "https://sts.windows.net/",
		logins: []string{"login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"},
		cache:  "login.windows.net",
	},
	schema.CloudUSGov: {
		graph:    []string{"https://graph.microsoft.us", graphAppID},
		exchange: []string{"https://outlook.office365.us", exchangeAppID},
		manager:  []string{"https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net", managerAppID},
		instance: "microsoftonline.us", region: "USGov", subRegion: "DODCON",
		exchangeAudience: "api://AzureADTokenExchangeUSGov", issuer: "https://sts.windows.net/",
		logins: []string{"login.microsoftonline.us", "login.usgovcloudapi.net"},
		cache:  "login.microsoftonline.us",
	},
	schema.CloudDoD: {
		graph:    []string{"https://dod-graph.microsoft.us", graphAppID},
		exchange: []string{"https://outlook-dod.office365.us", exchangeAppID},
		manager:  []string{"https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net", managerAppID},
		instance: "microsoftonline.us", region: "USGov", subRegion: "DOD",
		exchangeAudience: "api://AzureADTokenExchangeUSGov", issuer: "https://sts.windows.net/",
		logins: []string{"login.microsoftonline.us", "login.usgovcloudapi.net"},
		cache:  "login.microsoftonline.us",
	},
	schema.CloudChina: {
		graph:    []string{"https://microsoftgraph.chinacloudapi.cn", graphAppID},
		exchange: []string{"https://partner.outlook.cn", "https://outlook.office365.cn", exchangeAppID},
		manager:  []string{"https://management.core.chinacloudapi.cn", "https://management.chinacloudapi.cn", managerAppID},
		instance: "partner.microsoftonline.cn", region: "CN",
		exchangeAudience: "api://AzureADTokenExchangeChina", issuer: "https://sts.chinacloudapi.cn/",
		logins: []string{"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"},
		cache:  "login.partner.microsoftonline.cn",
	},
}

// TokenExchangeAudience is the audience of a foreign token for this cloud.
func (s *Service) TokenExchangeAudience() string { return clouds[s.config.Cloud].exchangeAudience }

// LoginHosts are the official host names of a cloud's login service.
func LoginHosts(cloud string) []string { return clouds[cloud].logins }

// target is the API of a token: one of the services or all, or an application of
// the tenant with an API of its own.
type target struct {
	audience  string
	resources []Resource
	// app is the client id of the application, in lower case.
	app string
}

// target resolves an audience in a tenant. The listener's own address stands for
// all services, so that any client can be pointed at it.
func (s *Service) target(t kernel.Tenant, audience string) (target, *refusal) {
	found := target{audience: audience, resources: s.resources(t.Cloud, audience)}
	if found.resources != nil {
		return found, nil
	}
	id := strings.ToLower(strings.TrimPrefix(strings.TrimRight(audience, "/"), "api://"))
	if app, ok := application.Find(s.config.World, t.ID, id); ok {
		found.app = app.ClientID
		return found, nil
	}
	if name, known := foreignResource(audience); known {
		return target{}, errNotModeled("tokens for " + name)
	}
	return target{}, errResource(audience, t.DisplayName)
}

func (s *Service) resources(cloud, audience string) []Resource {
	if s.own(audience) {
		return []Resource{Graph, Exchange, ResourceManager}
	}
	f, same := clouds[cloud], func(a string) bool { return sameAudience(a, audience) }
	switch {
	case slices.ContainsFunc(f.graph, same):
		return []Resource{Graph}
	case slices.ContainsFunc(f.exchange, same):
		return []Resource{Exchange}
	case slices.ContainsFunc(f.manager, same):
		return []Resource{ResourceManager}
	default:
		return nil
	}
}

// foreignResources are the APIs of other services, known in every tenant.
var foreignResources = map[string][]string{
	"Azure AD Graph":    {"00000002-0000-0000-c000-000000000000", "https://graph.windows.net", "https://graph.chinacloudapi.cn"},
	"SharePoint Online": {"00000003-0000-0ff1-ce00-000000000000"},
	"Azure Key Vault":   {"https://vault.azure.net", "https://vault.usgovcloudapi.net", "https://vault.azure.cn"},
}

func foreignResource(audience string) (name string, known bool) {
	for name, audiences := range foreignResources {
		if slices.ContainsFunc(audiences, func(a string) bool { return sameAudience(a, audience) }) {
			return name, true
		}
	}
	return "", false
}

func (s *Service) own(audience string) bool {
	return slices.ContainsFunc(s.config.BaseURLs, func(base string) bool { return sameAudience(base, audience) })
}

// sameAudience ignores case and a trailing slash, as Entra does.
func sameAudience(a, b string) bool {
	return strings.EqualFold(strings.TrimRight(a, "/"), strings.TrimRight(b, "/"))
}

// grantedFor selects the permissions for the resources of a token. Permissions
// for Exchange Online have its name as a prefix.
func grantedFor(resources []Resource, permissions []string) []string {
	granted := []string{}
	for _, p := range permissions {
		owner := Graph
		if strings.HasPrefix(p, "Exchange.") {
			owner = Exchange
		}
		if slices.Contains(resources, owner) {
			granted = append(granted, p)
		}
	}
	return granted
}
