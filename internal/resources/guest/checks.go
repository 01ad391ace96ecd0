package guest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// checkCreation reports what would go wrong, or surprise, if the invitation of
// a plan were made.
func (r *invitation) checkCreation(ctx context.Context, t *tenant.Tenant, plan model, resp *resource.ModifyPlanResponse) {
	// The apply plans once more, with values that are known by then.
	for _, v := range []attr.Value{
		plan.Email, plan.HomeTenant, plan.InvitedUserType, plan.InvitedUserID, plan.OnExisting, plan.OnSoftDeleted,
	} {
		if v.IsUnknown() {
			return
		}
	}
	if err := topology.CheckInvitedAddress(plan.Email.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("email"), "Graph refuses this address", fmt.Sprintf(
			"%s cannot be invited to tenant %q: %v.", plan.Email.ValueString(), t.Key, err))
		return
	}
	r.claim(t, plan, fmt.Sprintf("the new guest number %d of this plan", r.Notices.Count()), resp)
	findings := topology.CheckInvitation(r.gatherFacts(ctx, t, plan, &resp.Diagnostics))
	r.Report(findings, attributeOf, &resp.Diagnostics)
}

// claim notes that the person of a plan holds the address.
func (r *invitation) claim(t *tenant.Tenant, plan model, claimant string, resp *resource.ModifyPlanResponse) {
	if plan.Email.IsUnknown() {
		return
	}
	found := topology.CheckClaim(r.Claims, tfkit.TenantFacts(t), plan.Email.ValueString(), claimant)
	r.Report(found, attributeOf, &resp.Diagnostics)
}

// attributeOf is where a finding is shown.
func attributeOf(code topology.Code) path.Path {
	switch code {
	case topology.ContactBlocks, topology.MemberWithoutMail:
		return path.Root("invited_user_type")
	case topology.NoInvitations:
		return path.Root("tenant")
	}
	return path.Root("email")
}
