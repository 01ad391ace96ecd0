package crosstenant

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// inOrganization is the reason why Graph may refuse to delete an entry, and the fix
// (graph-cross-tenant §3.4).
const inOrganization = "The partner is in the same multitenant organization, in which each tenant must have an entry for every other." +
	" Remove one of the two tenants from the multitenant organization first, or keep the entry: apply with on_destroy = \"keep\" before the" +
	" destroy, or use a removed block with destroy = false."

// planDestroy records a deletion, and warns of one that Graph may refuse.
func (r *partner) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state partnerModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() != destroyDelete {
		return
	}
	if r.PlannedAccess != nil {
		r.PlannedAccess.ExpectRemoval(state.TenantID.ValueString(), state.partnerID())
	}
	if !state.InOrganization.ValueBool() {
		return
	}
	resp.Diagnostics.AddWarning("Deletion may be refused", fmt.Sprintf(
		"Graph may refuse to delete cross-tenant access partner %s in tenant %q. %s", state.partnerID(), state.Tenant.ValueString(), inOrganization))
}

// explainDeletion adds the fix to a refused deletion.
func explainDeletion(t *tenant.Tenant, m partnerModel, err error) string {
	text := tfkit.Explain(t, err)
	if call := (*service.Error)(nil); m.InOrganization.ValueBool() && errors.As(err, &call) && call.Code != "" {
		text += "\n\n" + inOrganization
	}
	if lost := (*graph.LostSyncError)(nil); errors.As(err, &lost) {
		text += "\n\nThe synchronization policy of the entry had to be deleted first, and could not be written again. To restore it, apply" +
			" with the resource in the configuration. " + tfkit.Explain(t, lost.Lost)
	}
	return text
}
