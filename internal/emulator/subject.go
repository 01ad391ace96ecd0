package emulator

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/cmdlet"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/graphapi"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// The functions below determine the subject of a request before authentication,
// so that refused requests are also in the journal under their tenant.

func (s *Server) graphSubject(cloud string, login *entra.Service) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		tenant, app := login.Peek(entra.Bearer(r.Header.Get("Authorization")))
		return s.subject(cloud, wire.Graph, tenant, app)
	}
}

// managerSubject knows the tenant from the token of one of the logins; the endpoints
// need none.
func (s *Server) managerSubject(cloud string, logins ...*entra.Service) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		tenant, app := logins[0].Peek(entra.Bearer(r.Header.Get("Authorization")))
		for _, login := range logins {
			if found := s.subject(login.Cloud(), wire.Login, tenant, app); found.TenantID != "" {
				return found
			}
		}
		return s.subject(cloud, wire.Login, "", app)
	}
}

// itemSubject knows the caller, because the token of the batch has been verified.
func (s *Server) itemSubject(cloud string) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		caller, _ := graphapi.CallerFrom(r.Context())
		subject := s.subject(cloud, wire.Graph, caller.TenantID, caller.AppID)
		subject.Batch = true
		return subject
	}
}

// loginSubject resolves the tenant of a path in the clouds that sign in there.
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

// exchangeSubject also reads the name of the cmdlet, which is in the body; the body
// can be read again.
func (s *Server) exchangeSubject(cloud string, login *entra.Service) func(*http.Request) wire.Subject {
	return func(r *http.Request) wire.Subject {
		_, app := login.Peek(entra.Bearer(r.Header.Get("Authorization")))
		subject := s.subject(cloud, wire.Exchange, segment(r, 2), app)
		if data, err := io.ReadAll(r.Body); err == nil {
			subject.Cmdlet = cmdlet.Name(data)
			r.Body = io.NopCloser(bytes.NewReader(data))
		}
		return subject
	}
}

func (s *Server) subject(cloud string, service wire.Service, tenant, app string) wire.Subject {
	subject := wire.Subject{Cloud: cloud, Service: service, AppID: app}
	if t, ok := s.config.World.TenantIn(cloud, tenant); ok {
		subject.Tenant, subject.TenantID = t.Key, t.ID
	}
	return subject
}

// segment returns the i-th segment of the path, from 0.
func segment(r *http.Request, i int) string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if i >= len(parts) {
		return ""
	}
	return parts[i]
}
