package synchronization

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type provisionModel struct {
	Tenant      types.String `tfsdk:"tenant"`
	Application types.String `tfsdk:"service_principal_id"`
	UserID      types.String `tfsdk:"user_id"`
}

// newProvisionAction provisions a user by the jobs of a synchronization.
func newProvisionAction() action.Action {
	return &tfkit.Action[provisionModel]{
		Name: "provision_on_demand",
		Text: "Provisions one user by a cross-tenant synchronization at once, instead of in its next cycle. A user that is out of the scope of the synchronization is an error.",
		Arguments: map[string]schema.Attribute{
			"service_principal_id": principalArgument,
			"user_id":              tfkit.RequiredID("Object id of the user in the source tenant."),
		},
		Subject: func(m provisionModel) string { return "user " + m.UserID.ValueString() },
		Act: func(ctx context.Context, t *tenant.Tenant, m provisionModel, say func(string)) error {
			userID := strings.ToLower(m.UserID.ValueString())
			return eachJob(ctx, t, m.Application, func(principalID string, j graph.SyncJob) error {
				p, err := t.Graph.ProvisionUser(ctx, principalID, j.ID, userID)
				switch {
				case err != nil:
					return err
				case !p.Done():
					return notProvisioned(j, p)
				}
				say(provisioned(j, p, userID))
				return nil
			})
		},
	}
}

// provisioned says what a job has done.
func provisioned(j graph.SyncJob, p graph.Provisioned, userID string) string {
	target := ""
	if p.TargetID != "" {
		target = ", as " + p.TargetID
	}
	if p.Current() {
		return fmt.Sprintf("job %s has nothing to do for user %s: the target tenant has it as mapped%s.", j.ID, userID, target)
	}
	return fmt.Sprintf("job %s has provisioned user %s in the target tenant%s (%s).", j.ID, userID, target, cmp.Or(p.Action, "no action named"))
}

// notProvisioned is why a job has not provisioned a user.
func notProvisioned(j graph.SyncJob, p graph.Provisioned) error {
	what := "could not provision the user"
	if p.Skipped() {
		what = "skips the user"
	}
	text := fmt.Sprintf("Job %s %s: %s.", j.ID, what, strings.TrimSuffix(cmp.Or(strings.TrimSpace(p.Code+" "+p.Reason), "the service gives no reason"), "."))
	if p.Code == outOfScope {
		text += " It is not in the scope of the synchronization: assign it, or a group of it, to the service principal, as multitenant_sync_scope_group does."
	}
	return tfkit.Refusal(text)
}

// outOfScope is the reason of the service to skip a user that is not assigned
// (graph-cross-tenant §4.7).
const outOfScope = "NotEffectivelyEntitled"
