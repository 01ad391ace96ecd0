package entra

import (
	"net/http"
	"net/url"
	"strings"
)

// discovery serves the OpenID configuration of a tenant. As in Entra, it speaks
// of the tenant by id, even when it was asked for by domain.
func (s *Service) discovery(w http.ResponseWriter, r *http.Request) {
	t, refused := s.tenant(r)
	if refused != nil {
		if refused.code == 90002 {
			refused.name = invalidTenant
		}
		s.write(w, r, refused)
		return
	}
	f, host := clouds[s.config.Cloud], base(r)
	tenant := host + "/" + t.ID
	document := map[string]any{
		"issuer":                                issuer(host, t.ID),
		"token_endpoint":                        tokenEndpoint(host, t.ID),
		"authorization_endpoint":                tenant + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint":         tenant + "/oauth2/v2.0/devicecode",
		"end_session_endpoint":                  tenant + "/oauth2/v2.0/logout",
		"jwks_uri":                              tenant + "/discovery/v2.0/keys",
		"userinfo_endpoint":                     host + "/oidc/userinfo",
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
		"cloud_graph_host_name":                 r.Host,
		// The listener's own host, so that no client is led to the real service.
		"msgraph_host": r.Host,
	}
	if f.subRegion != "" {
		document["tenant_region_sub_scope"] = f.subRegion
	}
	writeJSON(w, http.StatusOK, document)
}

func (s *Service) keys(w http.ResponseWriter, r *http.Request) {
	if _, refused := s.tenant(r); refused != nil {
		s.write(w, r, refused)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"keys": []any{s.config.Key.jsonWebKey()}})
}

// instanceDiscovery tells a client that this authority may be trusted. It is only
// asked by clients that were told to discover instances here.
func (s *Service) instanceDiscovery(w http.ResponseWriter, r *http.Request) {
	tenant := "common"
	if u, err := url.Parse(r.URL.Query().Get("authorization_endpoint")); err == nil {
		if first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/"); first != "" {
			tenant = first
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"tenant_discovery_endpoint": base(r) + "/" + tenant + "/v2.0/.well-known/openid-configuration",
		"api-version":               "1.1",
		"metadata": []any{map[string]any{
			"preferred_network": r.Host,
			"preferred_cache":   r.Host,
			"aliases":           []string{r.Host},
		}},
	})
}
