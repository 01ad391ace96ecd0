package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// mayBeSynced reports whether another tenant of the provider may synchronize users,
// and the check of that is on.
func (r *userType) mayBeSynced() bool {
	return r.Checks.On(rules.SyncedUserType) && len(r.Tenants.All()) > 1
}

// askSync adds the synchronization configurations of the home tenant that keep writing
// another type to the user. The scope of each is asked for only if there is one.
func (r *userType) askSync(ctx context.Context, t *tenant.Tenant, u graph.User, facts *rules.UserTypeFacts, diags *diag.Diagnostics) {
	addresses := homeAddresses(u)
	if !r.mayBeSynced() || !u.External() || len(addresses) == 0 {
		return
	}
	at := path.Root("user_type")
	domains := make([]string, 0, len(addresses))
	for _, a := range addresses {
		domains = append(domains, rules.Domain(a))
	}
	home := lookForHome(ctx, &r.Resource, homeSearch{inspect.UserTypeHome, at}, t, diags, domains...)
	if home == nil {
		return
	}
	inquiry := r.Inspect.Plan()
	var writing rules.Fact[[]rules.Synchronization]
	inspect.UserTypeSyncs(inspect.PlannedType{TenantID: t.ID, UserType: facts.To}).Ask(ctx, inquiry, home, &writing)
	inquiry.Answered()
	if syncs, _ := writing.Get(); len(syncs) > 0 {
		inspect.SyncedFrom(inspect.Synced{Address: addresses[0], Syncs: syncs}).Ask(ctx, inquiry, home, &facts.SyncJobs)
	}
	facts.Home = home.Key
	r.ReportUnread(inquiry, at, diags)
}

// homeAddresses are the addresses by which the account of an external user is found in
// its home tenant: the user principal name from which synchronization makes the name of
// the external user comes first.
func homeAddresses(u graph.User) []string {
	var all []string
	if name, _, err := rules.ParseGuestUPN(u.UserPrincipalName); err == nil {
		all = append(all, name)
	}
	if u.Mail != "" {
		all = append(all, u.Mail)
	}
	return all
}
