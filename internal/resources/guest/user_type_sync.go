package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// askSync adds the synchronization configurations of the home tenant that keep writing
// another type to the user.
func (r *userType) askSync(ctx context.Context, t *tenant.Tenant, u graph.User, facts *rules.UserTypeFacts, diags *diag.Diagnostics) {
	if !r.MayBeSynced(rules.SyncedUserType) || !u.External() {
		return
	}
	facts.Home, facts.SyncJobs = r.SyncsWriting(ctx, tfkit.SyncedValue{
		Tenant: t, UserPrincipalName: u.UserPrincipalName, Mail: u.Mail, At: path.Root("user_type"),
		Contradicts: func(m rules.SyncMapping) bool { return m.WritesUserType(facts.To) },
	}, diags)
}
