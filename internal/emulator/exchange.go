package emulator

import (
	"errors"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/cmdlet"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// exchange is Exchange Online's admin endpoint.
func (s *Server) exchange(cloud string, login *entra.Service) http.Handler {
	api := cmdlet.New(cmdlet.Config{
		World: s.config.World, Cloud: cloud, Rows: area.Cmdlets(),
		RoleGroups: func(tenantID string, ids ...string) []string {
			return exchange.RoleGroups(s.config.World, tenantID, ids...)
		},
	})
	return s.layered(s.pipeline(s.exchangeSubject(cloud, login), api, exchangeAuthenticated(login)))
}

// exchangeAuthenticated rejects requests without a valid token for Exchange and sets
// their caller.
func exchangeAuthenticated(login *entra.Service) wire.Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			claims, err := login.Verify(entra.Bearer(r.Header.Get("Authorization")), entra.Exchange)
			switch {
			case errors.Is(err, entra.ErrTokenAudience):
				cmdlet.Unauthorized(w, r, cmdlet.BadAudience)
				return
			case err != nil:
				cmdlet.Unauthorized(w, r, cmdlet.BadToken)
				return
			}
			caller := cmdlet.Caller{TenantID: claims.TenantID, AppID: claims.AppID, ObjectID: claims.ObjectID, WIDs: claims.DirectoryRoles}
			if claims.ForUser() {
				caller.Scopes = strings.Fields(claims.Scopes)
			} else {
				caller.Roles = claims.Roles
			}
			next.ServeHTTP(w, r.WithContext(cmdlet.WithCaller(r.Context(), caller)))
		})
	}
}
