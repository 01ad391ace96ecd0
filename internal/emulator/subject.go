package emulator

import (
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// The functions below find out whom a request is about before anybody has checked
// it, so that refused requests are journaled under their tenant, too.

func (s *Server) graphSubject(cloud string, login *entra.Service) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		tenant, app := login.Peek(entra.Bearer(r.Header.Get("Authorization")))
		return s.subject(cloud, wire.Graph, tenant, app)
	}
}

// itemSubject knows the caller, because the token of the batch has been checked.
func (s *Server) itemSubject(cloud string) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		caller, _ := graphapi.CallerFrom(r.Context())
		subject := s.subject(cloud, wire.Graph, caller.TenantID, caller.AppID)
		subject.Batch = true
		return subject
	}
}

// loginSubject looks for the tenant of a path in the clouds that sign in there.
func (s *Server) loginSubject(clouds ...string) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		for _, cloud := range clouds {
			if found := s.subject(cloud, wire.Login, segment(r, 0), ""); found.TenantID != "" {
				return found
			}
		}
		return s.subject(clouds[0], wire.Login, "", "")
	}
}

func (s *Server) exchangeSubject(cloud string, login *entra.Service) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		_, app := login.Peek(entra.Bearer(r.Header.Get("Authorization")))
		return s.subject(cloud, wire.Exchange, segment(r, 2), app)
	}
}

func (s *Server) subject(cloud string, service wire.Service, tenant, app string) wire.Subject {
	subject := wire.Subject{Cloud: cloud, Service: service, AppID: app}
	if t, ok := s.config.World.TenantIn(cloud, tenant); ok {
		subject.Tenant, subject.TenantID = t.Key, t.ID
	}
	return subject
}

// segment is the i-th part of the path, from 0.
func segment(r *http.Request, i int) string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if i >= len(parts) {
		return ""
	}
	return parts[i]
}
