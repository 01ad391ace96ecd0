package entra

import (
	"net/http"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Config describes the login service of one cloud.
type Config struct {
	World *kernel.World
	Cloud string
	// BaseURLs are the addresses of the listener, without a slash at the end. The
	// first one is the issuer of access tokens.
	BaseURLs []string
	Key      *Key
	// ClientNow is the clock of the machines that sign certificate assertions;
	// time.Now when nil. It does not move with the virtual clock, because a real
	// client's clock does not either.
	ClientNow func() time.Time
}

// Service is the login service of one cloud. It answers for the paths that begin
// with a tenant.
type Service struct {
	config Config
	routes *http.ServeMux
}

// New makes the service.
func New(config Config) *Service {
	if config.ClientNow == nil {
		config.ClientNow = time.Now
	}
	s := &Service{config: config, routes: http.NewServeMux()}
	s.routes.HandleFunc("GET /common/discovery/instance", s.instanceDiscovery)
	s.routes.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.discovery)
	s.routes.HandleFunc("GET /{tenant}/.well-known/openid-configuration", s.discovery)
	s.routes.HandleFunc("GET /{tenant}/discovery/v2.0/keys", s.keys)
	s.routes.HandleFunc("GET /{tenant}/discovery/keys", s.keys)
	s.routes.HandleFunc("POST /{tenant}/oauth2/v2.0/token", s.token)
	s.routes.HandleFunc("/{tenant}/oauth2/v2.0/token", s.tokenMethod)
	s.routes.HandleFunc("/", s.notModelled)
	return s
}

// ServeHTTP answers a login request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

func (s *Service) notModelled(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, errNotModelled(r.Method+" "+r.URL.Path))
}

func (s *Service) tokenMethod(w http.ResponseWriter, r *http.Request) {
	e := request(900561, "The endpoint only accepts POST requests. Received a %s request.", r.Method)
	e.status = http.StatusMethodNotAllowed
	s.write(w, r, e)
}

// tenant finds the tenant of a path in this cloud; others do not exist here.
func (s *Service) tenant(r *http.Request) (kernel.Tenant, *refusal) {
	name := r.PathValue("tenant")
	switch strings.ToLower(name) {
	case "common", "organizations", "consumers":
		return kernel.Tenant{}, errNotModelled("sign-in at /" + name + "; name a tenant")
	}
	t, ok := s.config.World.TenantIn(s.config.Cloud, name)
	if !ok {
		return kernel.Tenant{}, errTenant(name)
	}
	return t, nil
}

// base is the address that the client used; MSAL insists that the issuer has the
// same host.
func base(r *http.Request) string { return "https://" + r.Host }

func issuer(base, tenantID string) string { return base + "/" + tenantID + "/v2.0" }

func tokenEndpoint(base, tenant string) string { return base + "/" + tenant + "/oauth2/v2.0/token" }
