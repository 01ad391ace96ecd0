package schema

// The clouds of an estate. Each has a listener of its own; tokens and tenant
// lookups do not cross (graph-identity §13).
const (
	CloudPublic = "public"
	CloudUSGov  = "usgovernment"
	CloudDoD    = "usgovernment_dod"
	CloudChina  = "china"
)

// Clouds lists the clouds in the order of their ports.
func Clouds() []string { return []string{CloudPublic, CloudUSGov, CloudDoD, CloudChina} }

// Cloud is what differs from cloud to cloud inside the directory.
type Cloud struct {
	// Endpoint is the name that other clouds put on their allowedCloudEndpoints.
	// Both US Government clouds share one Entra cloud, hence one name.
	Endpoint string
	// Collaborates are the endpoints of the other clouds that it can work together
	// with: only pairs with the commercial cloud are supported (graph-cross-tenant §1.3).
	Collaborates []string
	// Suffix ends the initial domain of a tenant.
	Suffix string
	// Graph is the official root of Graph.
	Graph string
	// Login and Invitations are the hosts in a redeem URL.
	Login, Invitations string
	// ExchangeAudience is the audience of a federated assertion.
	ExchangeAudience string
	// AllowInvitesFrom is the default of the authorization policy; US
	// Government invites nobody until told otherwise (graph-identity §8).
	AllowInvitesFrom string
	// SecretsLimit is how many bytes the secrets of a synchronization may take,
	// 0 for no limit (graph-cross-tenant §4.4).
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

// CloudOf gives the facts about a cloud.
func CloudOf(name string) (Cloud, bool) {
	c, ok := clouds[name]
	return c, ok
}

// EditionOf is one version of Graph in a cloud.
func EditionOf(cloud string, beta bool) Editions {
	if beta {
		return clouds[cloud].Beta
	}
	return clouds[cloud].V1
}

// KnownTo are the editions of the official schema that tell what a version of Graph
// in a cloud knows. What beta has in other clouds than the worldwide one is not
// published: what it has there may be in them.
func KnownTo(cloud string, beta bool) Editions {
	if beta {
		return clouds[cloud].V1 | BetaWorldwide
	}
	return clouds[cloud].V1
}
