package entra

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// tenantTemplate replaces the tenant id in the issuer of a configuration for any
// tenant.
const tenantTemplate = "{tenantid}"

// realm is the scope of a configuration: one tenant, or any tenant.
type realm struct {
	// name is the path segment of the addresses, issuer the end of the issuer.
	name, issuer string
	cloud        string
}

// realm returns the realm of a request. As in Entra, addresses use the tenant's
// id even when the request names a domain.
func (s *Service) realm(r *http.Request) (realm, *refusal) {
	name, is, refused := shared(r)
	if refused != nil {
		return realm{}, refused
	}
	if is {
		return realm{name, tenantTemplate, s.config.Cloud}, nil
	}
	t, refused := s.tenantByName(r.PathValue("tenant"))
	if refused != nil {
		refused.name = invalidTenant
		return realm{}, refused
	}
	return realm{t.ID, t.ID, t.Cloud}, nil
}

// discovery serves the OpenID configuration.
func (s *Service) discovery(w http.ResponseWriter, r *http.Request) {
	about, refused := s.realm(r)
	if refused != nil {
		s.write(w, r, refused)
		return
	}
	host := base(r)
	tenant := host + "/" + about.name
	document := s.document(r, about)
	document["issuer"] = issuer(host, about.issuer)
	document["token_endpoint"] = tokenEndpoint(host, about.name)
	document["authorization_endpoint"] = tenant + "/oauth2/v2.0/authorize"
	document["device_authorization_endpoint"] = tenant + "/oauth2/v2.0/devicecode"
	document["end_session_endpoint"] = tenant + "/oauth2/v2.0/logout"
	document["jwks_uri"] = tenant + "/discovery/v2.0/keys"
	document["userinfo_endpoint"] = host + "/oidc/userinfo"
	writeJSON(w, http.StatusOK, document)
}

// discoveryV1 serves the version 1.0 configuration.
func (s *Service) discoveryV1(w http.ResponseWriter, r *http.Request) {
	about, refused := s.realm(r)
	if refused != nil {
		s.write(w, r, refused)
		return
	}
	tenant := base(r) + "/" + about.name
	document := s.document(r, about)
	document["issuer"] = clouds[about.cloud].issuer + about.issuer + "/"
	document["token_endpoint"] = tenant + "/oauth2/token"
	document["authorization_endpoint"] = tenant + "/oauth2/authorize"
	document["device_authorization_endpoint"] = tenant + "/oauth2/devicecode"
	document["end_session_endpoint"] = tenant + "/oauth2/logout"
	document["jwks_uri"] = tenant + "/discovery/keys"
	document["userinfo_endpoint"] = tenant + "/openid/userinfo"
	writeJSON(w, http.StatusOK, document)
}

// document holds the fields common to both versions of a configuration.
func (s *Service) document(r *http.Request, about realm) map[string]any {
	f := clouds[about.cloud]
	document := map[string]any{
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		"id_token_signing_alg_values_supported": []string{algRS256},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"subject_types_supported":               []string{"pairwise"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"claims_supported":                      []string{"sub", "iss", "aud", "exp", "iat", "nbf", "tid", "ver"},
		"request_uri_parameter_supported":       false,
		"http_logout_supported":                 true,
		"frontchannel_logout_supported":         true,
		"tenant_region_scope":                   f.region,
		"cloud_instance_name":                   f.instance,
		"cloud_graph_host_name":                 s.graphHost(r, about.cloud),
		"msgraph_host":                          s.graphHost(r, about.cloud),
	}
	if about.issuer == tenantTemplate {
		document["tenant_region_scope"] = nil
	}
	if f.subRegion != "" && about.issuer != tenantTemplate {
		document["tenant_region_sub_scope"] = f.subRegion
	}
	return document
}

// graphHost is the official host when the client used an official address, and
// the listener's own otherwise, so that no client is sent to the real service.
func (s *Service) graphHost(r *http.Request, cloud string) string {
	if official(r.Host) == "" {
		return r.Host
	}
	return strings.TrimPrefix(clouds[cloud].graph[0], "https://")
}

// official returns the cloud of an official login host, or an empty string.
func official(host string) string {
	for _, cloud := range schema.Clouds() {
		if slices.ContainsFunc(clouds[cloud].logins, func(h string) bool { return strings.EqualFold(h, host) }) {
			return cloud
		}
	}
	return ""
}

func (s *Service) keys(w http.ResponseWriter, r *http.Request) {
	if _, refused := s.realm(r); refused != nil {
		s.write(w, r, refused)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"keys": []any{s.config.Key.jsonWebKey()}})
}

// instanceDiscovery tells a client whether its authority is trusted, and which
// host names are aliases of it. An official address lists all clouds; the
// listener's own address lists itself only.
func (s *Service) instanceDiscovery(w http.ResponseWriter, r *http.Request) {
	host, tenant := r.Host, common
	if u, err := url.Parse(r.URL.Query().Get("authorization_endpoint")); err == nil {
		if first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/"); first != "" {
			tenant = first
		}
		if u.Host != "" && official(r.Host) != "" {
			host = u.Host
		}
	}
	metadata := []any{instance(r.Host, r.Host, []string{r.Host})}
	if official(r.Host) != "" {
		if official(host) == "" {
			s.write(w, r, &refusal{http.StatusBadRequest, "invalid_instance", 50049, "Unknown or invalid instance."})
			return
		}
		metadata = instances()
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": "https://" + host + "/" + tenant + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata":                  metadata,
	})
}

func instance(network, cache string, aliases []string) map[string]any {
	return map[string]any{"preferred_network": network, "preferred_cache": cache, "aliases": aliases}
}

// instances lists each official login service once: two clouds share one.
func instances() []any {
	var all []any
	var seen []string
	for _, cloud := range schema.Clouds() {
		f := clouds[cloud]
		if !slices.Contains(seen, f.logins[0]) {
			seen = append(seen, f.logins[0])
			all = append(all, instance(f.logins[0], f.cache, f.logins))
		}
	}
	return all
}

// userRealm tells a client how a user signs in, before the client sends a
// password.
func (s *Service) userRealm(w http.ResponseWriter, r *http.Request) {
	domain := domainOf(r.PathValue("user"))
	body := map[string]any{"ver": "1.0", "account_type": "Unknown", "cloud_instance_name": clouds[s.config.Cloud].instance}
	if t, ok := s.find(domain); ok {
		i := slices.IndexFunc(t.Domains, func(d kernel.Domain) bool { return strings.EqualFold(d.Name, domain) })
		if i >= 0 && t.Domains[i].AuthenticationType == "Federated" {
			s.write(w, r, errNotModeled("sign-in in the federated domain "+domain))
			return
		}
		body["account_type"], body["domain_name"] = "Managed", domain
		body["cloud_instance_name"], body["cloud_audience_urn"] = clouds[t.Cloud].instance, "urn:federation:MicrosoftOnline"
	}
	writeJSON(w, http.StatusOK, body)
}
