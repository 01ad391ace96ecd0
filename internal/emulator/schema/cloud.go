package schema

// The clouds of an estate. Each has its own listener; tokens and tenant lookups
// are limited to one cloud (graph-identity §13).
const (
	CloudPublic = "public"
	CloudUSGov  = "usgovernment"
	CloudDoD    = "usgovernment_dod"
	CloudChina  = "china"
)

// Clouds lists the clouds in the order of their ports.
func Clouds() []string { return []string{CloudPublic, CloudUSGov, CloudDoD, CloudChina} }

// Cloud contains the facts that differ between clouds.
type Cloud struct {
	// Endpoint is the name of the cloud in allowedCloudEndpoints. Both US Government
	// clouds share one Entra cloud, hence one name.
	Endpoint string
	// Collaborates are the endpoints of the clouds that support B2B with this cloud:
	// only pairs with the commercial cloud are supported (graph-cross-tenant §1.3).
	Collaborates []string
	// Suffix is the suffix of a tenant's initial domain.
	Suffix string
	// Graph is the official root URL of Graph.
	Graph string
	// Login and Invitations are the hosts in a redeem URL.
	Login, Invitations string
	// ExchangeAudience is the audience of a federated assertion.
	ExchangeAudience string
	// AllowInvitesFrom is the default of the authorization policy; in US Government,
	// invitations are off by default (graph-identity §8).
	AllowInvitesFrom string
	// SecretsLimit is the maximum size of synchronization secrets in bytes, 0 for no
	// limit (graph-cross-tenant §4.4).
	SecretsLimit int
	// V1 and Beta are the cloud's editions of Graph.
	V1, Beta Editions
}

var usGovernment = Cloud{
	Graph: "https://graph.microsoft.us", Endpoint: "microsoftonline.us", Suffix: ".onmicrosoft.us",
	Login: "login.microsoftonline.us", Invitations: "invitations.microsoft.us",
	Collaborates:     []string{"microsoftonline.com"},
	ExchangeAudience: "api://AzureADTokenExchangeUSGov", AllowInvitesFrom: "none", SecretsLimit: 1 << 10, V1: V1Government, Beta: BetaGovernment,
}

var dod = func() Cloud {
	c := usGovernment
	c.Graph = "https://dod-graph.microsoft.us"
	return c
}()

var clouds = map[string]Cloud{
	CloudPublic: {
		Graph: "https://graph.microsoft.com", Endpoint: "microsoftonline.com", Suffix: ".onmicrosoft.com",
		Login: "login.microsoftonline.com", Invitations: "invitations.microsoft.com",
		Collaborates:     []string{"microsoftonline.us", "partner.microsoftonline.cn"},
		ExchangeAudience: "api://AzureADTokenExchange", AllowInvitesFrom: "everyone", V1: V1Worldwide, Beta: BetaWorldwide,
	},
	CloudUSGov: usGovernment,
	CloudDoD:   dod,
	CloudChina: {
		Graph: "https://microsoftgraph.chinacloudapi.cn", Endpoint: "partner.microsoftonline.cn", Suffix: ".partner.onmschina.cn",
		Login: "login.partner.microsoftonline.cn", Invitations: "invitations.microsoftonline.cn",
		Collaborates:     []string{"microsoftonline.com"},
		ExchangeAudience: "api://AzureADTokenExchangeChina", AllowInvitesFrom: "everyone", V1: V1China, Beta: BetaChina,
	},
}

// CloudOf returns the facts about a cloud.
func CloudOf(name string) (Cloud, bool) {
	c, ok := clouds[name]
	return c, ok
}

// EditionOf returns the edition of a Graph version in a cloud.
func EditionOf(cloud string, beta bool) Editions {
	if beta {
		return clouds[cloud].Beta
	}
	return clouds[cloud].V1
}

// KnownTo are the editions of the official schema that apply to a Graph version in
// a cloud. Beta is published for the worldwide cloud only, so members of its beta
// are treated as possible in the other clouds.
func KnownTo(cloud string, beta bool) Editions {
	if beta {
		return clouds[cloud].V1 | BetaWorldwide
	}
	return clouds[cloud].V1
}
