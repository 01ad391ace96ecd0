package guest

import (
	"context"
	"errors"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// findHome returns the tenant of the provider that a person comes from: the one
// that the configuration names, or the one that owns the domain of the address.
// It is nil when none of the tenants does. Tenants that cannot be asked for
// their domains are passed over.
func findHome(ctx context.Context, tenants *tenant.Registry, resource *tenant.Tenant, key, email string) (*tenant.Tenant, error) {
	if key != "" {
		return tenants.Get(key)
	}
	_, domain, _ := strings.Cut(email, "@")
	for _, t := range tenants.All() {
		if t.ID == resource.ID {
			continue
		}
		if o, err := t.Graph.Organization(ctx); err == nil && o.Owns(domain) {
			return t, nil
		}
	}
	return nil, ctx.Err()
}

// findAtHome returns the person in the home tenant whom an address belongs to,
// nil when it knows no such person. External users of the home tenant are at
// home elsewhere.
func findAtHome(ctx context.Context, home *tenant.Tenant, email string) (*graph.User, error) {
	people, err := home.Graph.UsersByAddress(ctx, email)
	if err != nil {
		return nil, err
	}
	for _, u := range people {
		if !u.External() {
			return &u, nil
		}
	}
	return nil, nil
}

// homeName returns the person's user principal name at home, empty when it
// cannot be told. It is a convenience: failing to learn it fails nothing.
func homeName(ctx context.Context, tenants *tenant.Registry, resource *tenant.Tenant, key, email string) string {
	home, err := findHome(ctx, tenants, resource, key, email)
	if err != nil || home == nil {
		return ""
	}
	u, err := findAtHome(ctx, home, email)
	if err != nil || u == nil || errors.Is(ctx.Err(), context.Canceled) {
		return ""
	}
	return u.UserPrincipalName
}
