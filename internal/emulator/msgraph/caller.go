package msgraph

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// Caller is the application behind a request, as its access token tells.
type Caller struct {
	TenantID           string
	AppID              string
	ServicePrincipalID string
	// Roles are application permissions, WIDs directory role template ids.
	Roles, WIDs []string
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

func (c Caller) actor() world.Actor {
	return world.Actor{AppID: c.AppID, Permissions: c.Roles, DirectoryRoles: c.WIDs}
}
