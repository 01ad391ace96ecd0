package graphapi

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Caller is the application behind a request, and its signed-in user, if any, as
// identified by the access token.
type Caller struct {
	TenantID           string
	AppID              string
	ServicePrincipalID string
	// Roles are application permissions, WIDs directory role template ids: those of
	// the signed-in user, if any.
	Roles, WIDs []string
	// UserID is empty for application-only calls; Scopes are delegated permissions.
	UserID string
	Scopes []string
}

type callerKey struct{}

// WithCaller stores the caller of a request in its context.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerFrom returns the caller stored in a context.
func CallerFrom(ctx context.Context) (Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	return c, ok
}

func (c Caller) actor(delegated func(appID, userID string, scopes, roles []string) kernel.Actor) kernel.Actor {
	if c.UserID != "" {
		return delegated(c.AppID, c.UserID, c.Scopes, c.WIDs)
	}
	return kernel.Actor{AppID: c.AppID, PrincipalID: c.ServicePrincipalID, Permissions: c.Roles, DirectoryRoles: c.WIDs}
}
