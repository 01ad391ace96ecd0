package world

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

// cloudFacts is what differs from cloud to cloud inside the directory.
type cloudFacts struct {
	// endpoint is the name that other clouds put on their allowedCloudEndpoints.
	// Both US Government clouds share one Entra cloud, hence one name.
	endpoint string
	// suffix ends the initial domain of a tenant.
	suffix string
	// login and invitations are the hosts in a redeem URL.
	login, invitations string
	// exchangeAudience is the audience of a federated assertion.
	exchangeAudience string
	// allowInvitesFrom is the default of the authorization policy; US
	// Government invites nobody until told otherwise (graph-identity §8).
	allowInvitesFrom string
	// secretsLimit is how many bytes the secrets of a synchronization may take,
	// 0 for no limit (graph-cross-tenant §4.4).
	secretsLimit int
	// worldwide marks the full schema (graph-identity §15).
	worldwide bool
}

var clouds = map[string]cloudFacts{
	CloudPublic: {
		endpoint: "microsoftonline.com", suffix: ".onmicrosoft.com",
		login: "login.microsoftonline.com", invitations: "invitations.microsoft.com",
		exchangeAudience: "api://AzureADTokenExchange", allowInvitesFrom: "everyone", worldwide: true,
	},
	CloudUSGov: {
		endpoint: "microsoftonline.us", suffix: ".onmicrosoft.us",
		login: "login.microsoftonline.us", invitations: "invitations.microsoft.us",
		exchangeAudience: "api://AzureADTokenExchangeUSGov", allowInvitesFrom: "none", secretsLimit: 1 << 10,
	},
	CloudDoD: {
		endpoint: "microsoftonline.us", suffix: ".onmicrosoft.us",
		login: "login.microsoftonline.us", invitations: "invitations.microsoft.us",
		exchangeAudience: "api://AzureADTokenExchangeUSGov", allowInvitesFrom: "none", secretsLimit: 1 << 10,
	},
	CloudChina: {
		endpoint: "partner.microsoftonline.cn", suffix: ".partner.onmschina.cn",
		login: "login.partner.microsoftonline.cn", invitations: "invitations.microsoftonline.cn",
		exchangeAudience: "api://AzureADTokenExchangeChina", allowInvitesFrom: "everyone",
	},
}

// Worldwide says whether a cloud has the full Graph schema; the others lack the
// members that graph-identity §15 lists.
func Worldwide(cloud string) bool { return clouds[cloud].worldwide }
