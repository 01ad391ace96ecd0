package graphapi

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Caller is the application behind a request, and the user for whom it acts, if
// any, as its access token tells.
type Caller struct {
	TenantID           string
	AppID              string
	ServicePrincipalID string
	// Roles are application permissions, WIDs directory role template ids: those of
	// the user where there is one.
	Roles, WIDs []string
	// UserID is empty when the application acts for itself; Scopes are delegated
	// permissions.
	UserID string
	Scopes []string
}

type callerKey struct{}

// WithCaller puts the caller of a request into its context.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerFrom gets the caller out of a context.
func CallerFrom(ctx context.Context) (Caller, bool) {
	c, ok := ctx.Value(callerKey{}).(Caller)
	return c, ok
}

func (c Caller) actor(delegated func(appID, userID string, scopes, roles []string) kernel.Actor) kernel.Actor {
	if c.UserID != "" {
		return delegated(c.AppID, c.UserID, c.Scopes, c.WIDs)
	}
	return kernel.Actor{AppID: c.AppID, Permissions: c.Roles, DirectoryRoles: c.WIDs}
}
