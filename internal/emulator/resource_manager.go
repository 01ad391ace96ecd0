package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

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

// resourceManager is Azure Resource Manager, as far as clients need it to discover the
// other services, at /metadata/endpoints, and to sign in without a subscription. The
// logins issue its tokens: clouds that share a resource manager have several.
func (s *Server) resourceManager(cloud string, logins ...*entra.Service) http.Handler {
	m := manager{now: s.config.World.Now, cloud: cloud, logins: logins}
	return s.pipeline(s.managerSubject(cloud, logins...), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch what := r.Method + " " + strings.ToLower(strings.Trim(r.URL.Path, "/")); what {
		case "GET metadata/endpoints":
			m.metadata(w, r)
		case "GET subscriptions":
			m.subscriptions(w, r)
		default:
			m.notModeled(w, r, "Azure Resource Manager: "+r.Method+" "+r.URL.Path)
		}
	}))
}

// manager is the resource manager of a cloud.
type manager struct {
	now    func() time.Time
	cloud  string
	logins []*entra.Service
}

func (m manager) refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	graphapi.WriteError(w, r, m.now(), status, code, message)
}

func (m manager) notModeled(w http.ResponseWriter, r *http.Request, what string) {
	m.refuse(w, r, http.StatusNotImplemented, "NotImplemented", "The emulator does not model "+what+".")
}

func (m manager) metadata(w http.ResponseWriter, r *http.Request) {
	switch version := r.URL.Query().Get("api-version"); version {
	case metadataOne:
		writeManaged(w, endpoints(r, m.cloud))
	case metadataList:
		writeManaged(w, []any{endpoints(r, m.cloud)})
	default:
		m.notModeled(w, r, fmt.Sprintf("api-version %q of /metadata/endpoints; %s and %s are modeled", version, metadataList, metadataOne))
	}
}

// subscriptions lists the subscriptions of the caller: no tenant of the emulator has
// one. Codes and texts of the refusals are those of reports about the service
// (terraform-provider-azurerm#3612, go-azure-helpers#51, cloudquery#6626).
func (m manager) subscriptions(w http.ResponseWriter, r *http.Request) {
	token := entra.Bearer(r.Header.Get("Authorization"))
	switch err := m.verify(token); {
	case token == "":
		m.refuse(w, r, http.StatusUnauthorized, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
	case errors.Is(err, entra.ErrTokenAudience):
		m.refuse(w, r, http.StatusUnauthorized, "InvalidAuthenticationTokenAudience", "The access token has been obtained for wrong audience or resource.")
	case err != nil:
		m.refuse(w, r, http.StatusUnauthorized, "InvalidAuthenticationToken", "The access token is invalid.")
	case r.URL.Query().Get("api-version") == "":
		m.refuse(w, r, http.StatusBadRequest, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.")
	default:
		writeManaged(w, map[string]any{"value": []any{}, "count": map[string]any{"type": "Total", "value": 0}})
	}
}

// verify accepts a token of any of the logins. The error is that of the login that
// knows the tenant.
func (m manager) verify(token string) error {
	failed := error(entra.ErrTokenIssuer)
	for _, login := range m.logins {
		_, err := login.Verify(token, entra.ResourceManager)
		if err == nil {
			return nil
		}
		if !errors.Is(err, entra.ErrTokenIssuer) {
			failed = err
		}
	}
	return failed
}

func writeManaged(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	// An error means that the client has disconnected.
	_ = json.NewEncoder(w).Encode(body)
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
