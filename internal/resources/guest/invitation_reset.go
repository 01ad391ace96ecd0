package guest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// resets reports whether the plan makes the user redeem again. A trigger that
// appears, as after an import, is only noted: nobody asked for it to fire.
func (m *model) resets(before model) bool {
	return tfkit.Known(before.RedemptionResetTrigger) && tfkit.Known(m.RedemptionResetTrigger) &&
		!m.RedemptionResetTrigger.Equal(before.RedemptionResetTrigger)
}

// reset makes the user redeem again, by the address of the plan, and mails them
// if that is configured. It is false when it failed, which it reports. What has
// happened is in the state before anything else can fail, so that the next apply
// does not do it again.
func (r *invitation) reset(ctx context.Context, t *tenant.Tenant, m *model, before model, resp *resource.UpdateResponse) bool {
	request := m.invitation()
	request.UserID = m.UserID.ValueString()
	cannot := fmt.Sprintf("Cannot reset the redemption of %s in tenant %q", m.Email.ValueString(), t.Key)
	invited, err := t.Graph.ResetRedemption(ctx, request)
	if err != nil {
		resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err))
		return false
	}
	redeemURL := invited.RedeemURL
	if m.SendMessage.ValueBool() {
		request.Reset = true
		redeemURL = deliver(ctx, t, *m, request, redeemURL, &resp.Diagnostics)
	}
	before.Email, before.RedemptionResetTrigger = m.Email, m.RedemptionResetTrigger
	before.RedeemURL = tfkit.StringOrNull(redeemURL)
	resp.Diagnostics.Append(resp.State.Set(ctx, before)...)
	u, err := t.Graph.AwaitUser(ctx, request.UserID, graph.UserChange{})
	if err != nil {
		resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err)+"\n\nThe reset itself is done and not repeated. Apply again to continue.")
		return false
	}
	m.RedeemURL = before.RedeemURL
	m.redeemed(u)
	before.redeemed(u)
	resp.Diagnostics.Append(resp.State.Set(ctx, before)...)
	return true
}
