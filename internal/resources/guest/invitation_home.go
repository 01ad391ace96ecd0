package guest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// planHome finds the home tenant for the checks of a plan, nil if it is not among
// the provider's tenants. It is false if the configuration names a tenant that
// cannot be the home tenant.
func (r *invitation) planHome(ctx context.Context, resource *tenant.Tenant, plan model, diags *diag.Diagnostics) (*tenant.Tenant, bool) {
	if plan.HomeTenant.ValueString() == "" {
		return r.LookForHome(ctx, tfkit.HomeSearch{Question: inspect.HomeSearch, At: path.Root("email")}, resource, diags, rules.Domain(plan.Email.ValueString())), true
	}
	return r.configuredHome(resource, plan.HomeTenant.ValueString(), diags)
}

// configuredHome is the tenant of a configured key, unless it cannot be the home
// tenant.
func (r *invitation) configuredHome(resource *tenant.Tenant, key string, diags *diag.Diagnostics) (*tenant.Tenant, bool) {
	at := path.Root("home_tenant")
	home, err := r.Tenants.Get(key)
	switch {
	case err != nil:
		r.UnknownTenant(at, key, err, diags)
	case home.ID == resource.ID:
		diags.AddAttributeError(at, "Home tenant is the resource tenant",
			fmt.Sprintf("A user of tenant %q is an internal user there and cannot be invited to it.", key))
	default:
		return home, true
	}
	return nil, false
}

// findHome returns the home tenant of a user: the configured one, or the one that
// owns the domain of the address. It is nil if the provider has no such tenant.
// Tenants whose domains cannot be read are skipped.
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

// home is the home tenant and account of an address, as far as they are known.
type home struct {
	// tenant is nil if the provider does not have the home tenant.
	tenant *tenant.Tenant
	// person is the user with the address as user principal name, or the only user
	// with the address in another property; nil otherwise.
	person *graph.User
}

// lookAtHome finds the home of an address. Errors leave it unknown.
func lookAtHome(ctx context.Context, tenants *tenant.Registry, resource *tenant.Tenant, key, email string) home {
	t, err := findHome(ctx, tenants, resource, key, email)
	if err != nil || t == nil {
		return home{}
	}
	people, err := t.Graph.UsersByAddress(ctx, email)
	if err != nil {
		return home{tenant: t}
	}
	return home{t, owner(people, email)}
}

// redeemsAtOnce reports whether both tenants consent to automatic redemption, so
// that an invitation is redeemed immediately.
func (h home) redeemsAtOnce(ctx context.Context, resource *tenant.Tenant) bool {
	if h.tenant == nil {
		return false
	}
	inbound, err := resource.Graph.PartnerAccess(ctx, h.tenant.ID)
	if err != nil || inbound == nil || !inbound.AutomaticUserConsent.InboundAllowed {
		return false
	}
	outbound, err := h.tenant.Graph.PartnerAccess(ctx, resource.ID)
	return err == nil && outbound != nil && outbound.AutomaticUserConsent.OutboundAllowed
}

// otherAddresses are the mail addresses of a user except one, in lower case.
func otherAddresses(u graph.User, email string) []string {
	return slices.DeleteFunc(inspect.UserFacts(u).Addresses(), func(a string) bool { return rules.SameAddress(a, email) })
}

// owner selects the user that an address belongs to. External users of the home
// tenant are excluded.
func owner(people []graph.User, email string) *graph.User {
	people = slices.DeleteFunc(people, graph.User.External)
	for _, u := range people {
		if strings.EqualFold(u.UserPrincipalName, email) {
			return &u
		}
	}
	if len(people) == 1 {
		return &people[0]
	}
	return nil
}
