package guest

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// again tells how to send an invitation mail that did not go out, or might not
// have gone out.
const again = "To send it again, use Resend invitation on the user's page in the Microsoft Entra admin center, or give the user a" +
	" redemption_reset_trigger and change it: changing it sends the mail as long as send_message is true."

// mail sends the invitation mail that an arrival is due, or says why none goes out, and
// returns the redeem URL that works then.
func mail(ctx context.Context, t *tenant.Tenant, m model, arrived arrival, diags *diag.Diagnostics) (redeemURL string) {
	if arrived.withheld {
		warnOfWithheldMail(t, m, diags)
	}
	if arrived.continued && m.SendMessage.ValueBool() {
		warnOfMail(t, m, "An apply that was interrupted has invited the user, and may have sent the mail.", diags)
	}
	if !arrived.mails {
		return arrived.redeemURL
	}
	return deliver(ctx, t, m, m.invitation(), arrived.redeemURL, diags)
}

// deliver has Microsoft send the invitation mail that is due, at most once, and
// returns the redeem URL that works then. What goes wrong is a warning: the user
// is invited, and belongs into the state.
func deliver(ctx context.Context, t *tenant.Tenant, m model, request graph.Invitation, redeemURL string, diags *diag.Diagnostics) string {
	message, err := m.message(ctx)
	if err != nil {
		diags.AddError("Unreadable message", err.Error())
		return redeemURL
	}
	invited, err := t.Graph.Mail(ctx, request, message)
	switch {
	case err == nil:
		return invited.RedeemURL
	case errors.Is(err, service.ErrAmbiguous):
		warnOfMail(t, m, "The answer to sending it was lost: "+tfkit.Explain(t, err), diags)
		// The link in the mail has replaced the one before, if there is a mail.
		return ""
	}
	diags.AddWarning(fmt.Sprintf("Invitation mail to %s was not sent", m.Email.ValueString()), fmt.Sprintf(
		"The user is invited to tenant %q. %s\n\n%s", t.Key, tfkit.Explain(t, err), again))
	return redeemURL
}

// warnOfMail says that a mail may have gone out, and that it is not sent twice.
func warnOfMail(t *tenant.Tenant, m model, why string, diags *diag.Diagnostics) {
	diags.AddWarning(fmt.Sprintf("Invitation mail to %s may not have been sent", m.Email.ValueString()), fmt.Sprintf(
		"The user is invited to tenant %q. %s It is not sent a second time.\n\n%s", t.Key, why, again))
}

// warnOfWithheldMail says that no mail goes to a converted user whom the directory
// still shows as internal: after an interruption nothing would tell a later apply
// that the mail went out.
func warnOfWithheldMail(t *tenant.Tenant, m model, diags *diag.Diagnostics) {
	diags.AddWarning(fmt.Sprintf("Invitation mail to %s was not sent", m.Email.ValueString()), fmt.Sprintf(
		"The user is converted in tenant %q, but the directory does not show it yet, so that a mail could be sent twice. The user can redeem"+
			" by redeem_url.\n\n%s", t.Key, again))
}
