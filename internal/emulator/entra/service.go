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
	// Siblings are other clouds whose tenants also sign in here: both US
	// Government clouds share one official address.
	Siblings []string
	// BaseURLs are the addresses of the listener, without a trailing slash.
	BaseURLs []string
	Key      *Key
	// DeviceCodes are shared by services that accept each other's codes; nil for
	// a list of the service's own.
	DeviceCodes *DeviceCodes
	// ClientNow is the clock of clients that sign certificate assertions;
	// time.Now when nil. It does not follow the virtual clock, because a real
	// client's clock does not either.
	ClientNow func() time.Time
}

// Service is the login service of one cloud. It serves the paths that begin with
// a tenant.
type Service struct {
	config   Config
	routes   *http.ServeMux
	verified verified
}

// Cloud is the cloud of the service, without those that also sign in here.
func (s *Service) Cloud() string { return s.config.Cloud }

// New returns the login service of a cloud.
func New(config Config) *Service {
	if config.ClientNow == nil {
		config.ClientNow = time.Now
	}
	if config.DeviceCodes == nil {
		config.DeviceCodes = NewDeviceCodes(config.World.Now)
	}
	s := &Service{config: config, routes: http.NewServeMux()}
	for pattern, handler := range map[string]http.HandlerFunc{
		"GET /{tenant}/discovery/instance":                    s.instanceDiscovery,
		"GET /{tenant}/v2.0/.well-known/openid-configuration": s.discovery,
		"GET /{tenant}/.well-known/openid-configuration":      s.discoveryV1,
		"GET /{tenant}/discovery/v2.0/keys":                   s.keys,
		"GET /{tenant}/discovery/keys":                        s.keys,
		"GET /{tenant}/userrealm/{user}":                      s.userRealm,
		"POST /{tenant}/oauth2/v2.0/token":                    s.token,
		"/{tenant}/oauth2/v2.0/token":                         s.tokenMethod,
		"POST /{tenant}/oauth2/token":                         s.tokenV1,
		"/{tenant}/oauth2/token":                              s.tokenMethod,
		"POST /{tenant}/oauth2/v2.0/devicecode":               s.deviceCode,
		"/{tenant}/oauth2/v2.0/devicecode":                    s.tokenMethod,
		"POST /{tenant}/oauth2/devicecode":                    s.deviceCodeV1,
		"/{tenant}/oauth2/devicecode":                         s.tokenMethod,
		"GET /{tenant}/oauth2/deviceauth":                     s.deviceForm,
		"POST /{tenant}/oauth2/deviceauth":                    s.deviceSignIn,
		"/":                                                   s.notModeled,
	} {
		s.routes.HandleFunc(pattern, handler)
	}
	return s
}

// ServeHTTP answers a login request. The path after the tenant is not
// case-sensitive, and clients rely on that.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if lower := strings.ToLower(rest); lower != rest {
		u := *r.URL
		u.Path, u.RawPath = "/"+tenant+"/"+lower, ""
		r = r.Clone(r.Context())
		r.URL = &u
	}
	s.routes.ServeHTTP(w, r)
}

func (s *Service) notModeled(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, errNotModeled(r.Method+" "+r.URL.Path))
}

func (s *Service) tokenMethod(w http.ResponseWriter, r *http.Request) {
	e := request(900561, "The endpoint only accepts POST requests. Received a %s request.", r.Method)
	e.status = http.StatusMethodNotAllowed
	s.write(w, r, e)
}
