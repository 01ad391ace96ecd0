package guest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// resets reports whether the plan resets the redemption. A new trigger, as after an
// import, has no effect.
func (m *model) resets(before model) bool {
	return tfkit.Known(before.RedemptionResetTrigger) && tfkit.Known(m.RedemptionResetTrigger) &&
		!m.RedemptionResetTrigger.Equal(before.RedemptionResetTrigger)
}

// reset resets the redemption by the planned address, and requests a mail if it is
// configured. It is false after an error, which it reports. The reset is saved in
// the state before anything else can fail, so that the next apply does not repeat
// it.
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
		resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err)+"\n\nThe reset itself is complete and is not repeated. Apply again to continue.")
		return false
	}
	m.RedeemURL = before.RedeemURL
	m.redeemed(u)
	before.redeemed(u)
	resp.Diagnostics.Append(resp.State.Set(ctx, before)...)
	return true
}
