package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// environment is the description of a cloud by its resource manager; DoD shares
// that of US Government. The names are those in the documentation.
type environment struct {
	name, portal, audience, keyVault, storage, sql string
}

var environments = map[string]environment{
	schema.CloudPublic: {"AzureCloud", "https://portal.azure.com", "https://management.core.windows.net", "vault.azure.net", "core.windows.net", ".database.windows.net"},
	schema.CloudUSGov:  {"AzureUSGovernment", "https://portal.azure.us", "https://management.core.usgovcloudapi.net", "vault.usgovcloudapi.net", "core.usgovcloudapi.net", ".database.usgovcloudapi.net"},
	schema.CloudDoD:    {"AzureUSGovernment", "https://portal.azure.us", "https://management.core.usgovcloudapi.net", "vault.usgovcloudapi.net", "core.usgovcloudapi.net", ".database.usgovcloudapi.net"},
	schema.CloudChina:  {"AzureChinaCloud", "https://portal.azure.cn", "https://management.core.chinacloudapi.cn", "vault.azure.cn", "core.chinacloudapi.cn", ".database.chinacloudapi.cn"},
}

// The versions of the endpoint: a list of clouds for the Azure CLI, one cloud for
// azuread and its library.
const (
	metadataList = "2019-05-01"
	metadataOne  = "2022-09-01"
)

// metadata serves /metadata/endpoints, with which clients that know the address
// of a resource manager discover the other services. Nothing else of the resource
// manager is modeled.
func (s *Server) metadata(cloud string) http.Handler {
	refuse := func(w http.ResponseWriter, r *http.Request, what string) {
		graphapi.WriteError(w, r, s.config.World.Now(), http.StatusNotImplemented, "NotImplemented", "The emulator does not model "+what+".")
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !strings.EqualFold(strings.Trim(r.URL.Path, "/"), "metadata/endpoints") {
			refuse(w, r, "Azure Resource Manager: "+r.Method+" "+r.URL.Path)
			return
		}
		var body any
		switch version := r.URL.Query().Get("api-version"); version {
		case metadataOne:
			body = endpoints(r, cloud)
		case metadataList:
			body = []any{endpoints(r, cloud)}
		default:
			refuse(w, r, fmt.Sprintf("api-version %q of /metadata/endpoints; %s and %s are modeled", version, metadataList, metadataOne))
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		// An error means that the client has disconnected.
		_ = json.NewEncoder(w).Encode(body)
	})
}

// endpoints describes a cloud under its official names in response to an official
// name, and under the listener's own address otherwise.
func endpoints(r *http.Request, cloud string) map[string]any {
	e := environments[cloud]
	own := "https://" + r.Host
	login, graph, audience := own, own, own
	if _, official := officialNames()[strings.ToLower(hostname(r.Host))]; official {
		login, graph, audience = "https://"+entra.LoginHosts(cloud)[0], "https://"+officialHosts[cloud][partGraph][0], e.audience
	}
	return map[string]any{
		"name":                     e.name,
		"portal":                   e.portal,
		"resourceManager":          own,
		"microsoftGraphResourceId": graph,
		"authentication": map[string]any{
			"loginEndpoint": login, "audiences": []string{audience, own}, "tenant": "common", "identityProvider": "AAD",
		},
		"suffixes": map[string]string{"keyVaultDns": e.keyVault, "storage": e.storage, "sqlServerHostname": e.sql},
	}
}
