package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/control"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	controlRoot = control.Root
	// maxBody is far above Graph's limit, and limits the memory that a client can
	// take up.
	maxBody = 8 << 20
)

// cloudParts are the handlers of one cloud; each request has its own pipeline,
// except for those to the control API.
type cloudParts struct {
	config                          entra.Config
	service                         *entra.Service
	controls                        http.Handler
	login, graph, exchange, manager http.Handler
}

func (s *Server) parts(config entra.Config) *cloudParts {
	login, cloud := entra.New(config), config.Cloud
	return &cloudParts{
		config:  config,
		service: login,
		controls: control.New(control.Config{
			World: s.config.World, Journal: s.journal, Faults: s.faults, Login: login, Legacy: exchange.Legacy{},
			Clouds: s.addresses,
		}),
		login:    s.pipeline(s.loginSubject(cloud), login),
		graph:    s.graph(cloud, login),
		exchange: s.exchange(cloud, login),
		manager:  s.resourceManager(cloud, login),
	}
}

// addresses are the base URLs by cloud.
func (s *Server) addresses() map[string]string {
	all := make(map[string]string, len(s.clouds))
	for name, e := range s.clouds {
		all[name] = e.Graph
	}
	return all
}

// ServeHTTP selects the handler by the path, because the listener's address
// stands for all services.
func (c *cloudParts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if "/"+first == controlRoot {
		c.controls.ServeHTTP(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	switch strings.ToLower(first) {
	case "v1.0", "beta":
		c.graph.ServeHTTP(w, r)
	case "adminapi":
		c.exchange.ServeHTTP(w, r)
	case "metadata", "subscriptions":
		c.manager.ServeHTTP(w, r)
	default:
		c.login.ServeHTTP(w, r)
	}
}

// pipeline returns the layers of every request; the extra layers are the
// innermost.
func (s *Server) pipeline(subject func(*http.Request) wire.Subject, h http.Handler, extra ...wire.Layer) http.Handler {
	layers := []wire.Layer{
		wire.Connection(), wire.Identify(subject), wire.Headers(), wire.Compression(), wire.RequestIDs(kernel.NewGUID),
		s.journal.Layer(), s.faults.Layer(), wire.Latency(s.config.Latency),
	}
	return wire.Chain(h, append(layers, extra...)...)
}

// graph is Microsoft Graph. Batch items pass through the same layers as requests,
// except for authentication, which the batch has passed, and latency.
func (s *Server) graph(cloud string, login *entra.Service) http.Handler {
	api := graphapi.New(graphapi.Config{World: s.config.World, Cloud: cloud, Offers: area.All(), Delegated: directory.Delegated})
	throttle := s.throttle()
	api.SetItemHandler(wire.Chain(api,
		wire.Identify(s.itemSubject(cloud)), wire.RequestIDs(kernel.NewGUID), s.journal.Layer(), s.faults.Layer(), throttle, wire.Locations()))
	return s.layered(s.pipeline(s.graphSubject(cloud, login), api, authenticated(login, s.config.World.Now), throttle, wire.Locations()))
}

func (s *Server) layered(h http.Handler) http.Handler {
	if s.config.Layer == nil {
		return h
	}
	return s.config.Layer(h)
}

func (s *Server) throttle() wire.Layer {
	if !s.config.Throttle {
		return func(next http.Handler) http.Handler { return next }
	}
	return wire.NewThrottle(wire.ThrottleConfig{
		Now:   s.config.World.Now,
		Users: func(tenantID string) int { return directory.UserCount(s.config.World, tenantID) },
		Cost:  graphapi.Cost,
	}).Layer()
}

// authenticated rejects requests without a valid token and sets their caller.
func authenticated(login *entra.Service, now func() time.Time) wire.Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			claims, err := login.Verify(entra.Bearer(r.Header.Get("Authorization")), entra.Graph)
			if err != nil {
				unauthorized(w, r, now(), err)
				return
			}
			next.ServeHTTP(w, r.WithContext(graphapi.WithCaller(r.Context(), callerOf(claims))))
		})
	}
}

func callerOf(claims entra.Claims) graphapi.Caller {
	c := graphapi.Caller{TenantID: claims.TenantID, AppID: claims.AppID, Roles: claims.Roles, WIDs: claims.DirectoryRoles}
	if claims.ForUser() {
		c.UserID, c.Scopes = claims.ObjectID, strings.Fields(claims.Scopes)
	} else {
		c.ServicePrincipalID = claims.ObjectID
	}
	return c
}

func unauthorized(w http.ResponseWriter, r *http.Request, now time.Time, err error) {
	message := err.Error()
	var token *entra.TokenError
	if errors.As(err, &token) {
		message = token.Message
	}
	w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer realm="", authorization_uri="https://%s/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`, r.Host))
	graphapi.WriteError(w, r, now, http.StatusUnauthorized, "InvalidAuthenticationToken", message)
}
