package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// resets reports whether the plan makes the person redeem again. A trigger that
// appears, as after an import, is only noted: nobody asked for it to fire.
func (m *model) resets(before model) bool {
	return known(before.RedemptionResetTrigger) && known(m.RedemptionResetTrigger) &&
		!m.RedemptionResetTrigger.Equal(before.RedemptionResetTrigger)
}

// reset makes the person redeem again, by the address of the plan, and waits
// until Graph shows it.
func reset(ctx context.Context, t *tenant.Tenant, m *model) error {
	request, err := m.invitation(ctx)
	if err != nil {
		return err
	}
	request.UserID = m.UserID.ValueString()
	invited, err := t.Graph.ResetRedemption(ctx, request)
	if err != nil {
		return err
	}
	u, err := t.Graph.AwaitUser(ctx, request.UserID, graph.UserChange{})
	if err != nil {
		return err
	}
	m.RedeemURL = stringOrNull(invited.RedeemURL)
	m.ExternalUserState = stringOrNull(u.ExternalUserState)
	m.IdentityIssuer = stringOrNull(u.IdentityIssuer())
	m.Mail = tfkit.FoldedOrNull(u.Mail)
	m.ProxyAddresses = list(u.ProxyAddresses)
	m.MailEnabled = types.BoolValue(u.MailEnabled())
	return nil
}
