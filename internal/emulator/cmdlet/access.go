package cmdlet

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Caller is the application behind a request, and its signed-in user, if any.
type Caller struct {
	TenantID string
	AppID    string
	// ObjectID is the id of the service principal or of the signed-in user.
	ObjectID string
	// Roles are application permissions, Scopes delegated ones, WIDs the template ids
	// of directory roles.
	Roles, Scopes, WIDs []string
}

// The permissions for InvokeCommand (exchange §3).
const (
	manageAsApp = "Exchange.ManageAsApp"
	manage      = "Exchange.Manage"
)

// manages reports whether the token has the permission, without which Exchange
// answers 401.
func (c Caller) manages() bool {
	return slices.Contains(c.Roles, manageAsApp) || slices.Contains(c.Scopes, manage)
}

type callerKey struct{}

// WithCaller stores the caller of a request in its context.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerFrom(ctx context.Context) (Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	return c, ok
}

// recipientAdministrator is the template id of Exchange Recipient Administrator.
const recipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e"

// directoryRoles are the directory roles that Exchange accepts for applications,
// by template id (exchange §3).
var directoryRoles = map[string][]command.Access{
	"62e90394-69f5-4237-9190-012177145e10": command.Everything, // Global Administrator
	"29232cdf-9323-42fd-ade2-1d097af3e4de": command.Everything, // Exchange Administrator
	recipientAdministrator:                 command.Recipients,
	"f2ef992c-3afb-46b9-b7cf-a126ee74c451": command.Views, // Global Reader
	"17315797-102d-40b4-93e0-432062caca18": command.Views, // Compliance Administrator
	"729827e3-9c14-49f7-bb1b-9608f156bbb8": command.Views, // Helpdesk Administrator
	"194ae4cb-b126-40b2-bd5b-6091b380977d": command.Views, // Security Administrator
	"5d6b6bb7-de71-4623-b4af-96380a352509": command.Views, // Security Reader
}

// may reports whether a role of the caller includes an access; roles combine.
func (c *call) may(access command.Access) bool {
	for _, id := range c.caller.WIDs {
		if slices.Contains(directoryRoles[id], access) {
			return true
		}
		if access == command.ReadSharing && id == recipientAdministrator && c.api.config.World.Settings().RecipientAdministratorsReadSharing {
			return true
		}
	}
	return slices.ContainsFunc(c.api.config.RoleGroups(c.caller.TenantID, c.caller.ObjectID, c.caller.AppID), func(group string) bool {
		return slices.Contains(command.RoleGroups[group], access)
	})
}

// sessionCookie is the cookie that leads a client to the same back end.
const sessionCookie = "exchangecookie"

// session returns the cookie and the anchor of a request, which together decide the
// back end. A client without the cookie gets one.
func session(w http.ResponseWriter, r *http.Request) string {
	value := ""
	if c, err := r.Cookie(sessionCookie); err == nil {
		value = c.Value
	}
	if value == "" {
		value = strings.ReplaceAll(kernel.NewGUID(), "-", "")
		http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: value, Path: "/", Secure: true, HttpOnly: true})
	}
	return value + "|" + strings.ToLower(r.Header.Get("X-AnchorMailbox"))
}
