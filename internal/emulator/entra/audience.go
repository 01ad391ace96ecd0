package entra

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Resource is an API that tokens are issued for.
type Resource string

// The resources of each cloud.
const (
	Graph    Resource = "graph"
	Exchange Resource = "exchange"
)

// facts is what tells the login services of the clouds apart (graph-identity §13,
// exchange §2).
type facts struct {
	graph, exchange []string
	instance        string
	region          string
	subRegion       string
	// exchangeAudience is what a federated assertion is addressed to.
	exchangeAudience string
}

// The application ids of the two resources are the same everywhere.
const (
	graphAppID    = "00000003-0000-0000-c000-000000000000"
	exchangeAppID = "00000002-0000-0ff1-ce00-000000000000"
)

var clouds = map[string]facts{
	schema.CloudPublic: {
		graph:    []string{"https://graph.microsoft.com", graphAppID},
		exchange: []string{"https://outlook.office365.com", "https://outlook.office.com", exchangeAppID},
		instance: "microsoftonline.com", region: "WW",
		exchangeAudience: "api://AzureADTokenExchange",
	},
	schema.CloudUSGov: {
		graph:    []string{"https://graph.microsoft.us", graphAppID},
		exchange: []string{"https://outlook.office365.us", exchangeAppID},
		instance: "microsoftonline.us", region: "USGov", subRegion: "DODCON",
		exchangeAudience: "api://AzureADTokenExchangeUSGov",
	},
	schema.CloudDoD: {
		graph:    []string{"https://dod-graph.microsoft.us", graphAppID},
		exchange: []string{"https://outlook-dod.office365.us", exchangeAppID},
		instance: "microsoftonline.us", region: "USGov", subRegion: "DOD",
		exchangeAudience: "api://AzureADTokenExchangeUSGov",
	},
	schema.CloudChina: {
		graph:    []string{"https://microsoftgraph.chinacloudapi.cn", graphAppID},
		exchange: []string{"https://partner.outlook.cn", "https://outlook.office365.cn", exchangeAppID},
		instance: "partner.microsoftonline.cn", region: "CN",
		exchangeAudience: "api://AzureADTokenExchangeChina",
	},
}

// TokenExchangeAudience is what a foreign token for this cloud is addressed to.
func (s *Service) TokenExchangeAudience() string { return clouds[s.config.Cloud].exchangeAudience }

// resources says which APIs an audience stands for. The listener's own address
// stands for all of them, so that any client can be pointed at it.
func (s *Service) resources(audience string) []Resource {
	if s.own(audience) {
		return []Resource{Graph, Exchange}
	}
	f, same := clouds[s.config.Cloud], func(a string) bool { return sameAudience(a, audience) }
	switch {
	case slices.ContainsFunc(f.graph, same):
		return []Resource{Graph}
	case slices.ContainsFunc(f.exchange, same):
		return []Resource{Exchange}
	default:
		return nil
	}
}

func (s *Service) own(audience string) bool {
	return slices.ContainsFunc(s.config.BaseURLs, func(base string) bool { return sameAudience(base, audience) })
}

// sameAudience ignores case and a slash at the end, as Entra does.
func sameAudience(a, b string) bool {
	return strings.EqualFold(strings.TrimRight(a, "/"), strings.TrimRight(b, "/"))
}

// grantedFor picks the permissions that belong to the resources of a token. Those
// of Exchange Online carry its name.
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
