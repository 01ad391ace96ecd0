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

// again describes how to send an invitation mail that was not, or may not have
// been, sent.
const again = "To send it again, use Resend invitation on the user's page in the Microsoft Entra admin center, or give the user a" +
	" redemption_reset_trigger and change it: changing it sends the mail as long as send_message is true."

// mail sends the invitation mail if it is due, or warns why it is not sent, and
// returns the valid redeem URL.
func mail(ctx context.Context, t *tenant.Tenant, m model, arrived arrival, diags *diag.Diagnostics) (redeemURL string) {
	if arrived.withheld {
		warnOfWithheldMail(t, m, diags)
	}
	if arrived.continued && m.SendMessage.ValueBool() {
		warnOfMail(t, m, "An interrupted apply invited the user, and may have sent the mail.", diags)
	}
	if !arrived.mails {
		return arrived.redeemURL
	}
	return deliver(ctx, t, m, m.invitation(), arrived.redeemURL, diags)
}

// deliver requests the invitation mail if it is due, at most once, and returns the
// new redeem URL. An error is a warning: the user is invited and belongs in the
// state.
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
		warnOfMail(t, m, "The response to the mail request was lost: "+tfkit.Explain(t, err), diags)
		// If the mail was sent, its link has replaced the previous one.
		return ""
	}
	diags.AddWarning(fmt.Sprintf("Invitation mail to %s was not sent", m.Email.ValueString()), fmt.Sprintf(
		"The user is invited to tenant %q. %s\n\n%s", t.Key, tfkit.Explain(t, err), again))
	return redeemURL
}

// warnOfMail warns that a mail may have been sent, and is not sent again.
func warnOfMail(t *tenant.Tenant, m model, why string, diags *diag.Diagnostics) {
	diags.AddWarning(fmt.Sprintf("Invitation mail to %s may not have been sent", m.Email.ValueString()), fmt.Sprintf(
		"The user is invited to tenant %q. %s It is not sent again.\n\n%s", t.Key, why, again))
}

// warnOfWithheldMail warns that no mail is sent to a converted user that the
// directory still shows as internal: after an interruption, the next apply could
// not tell that it was sent.
func warnOfWithheldMail(t *tenant.Tenant, m model, diags *diag.Diagnostics) {
	diags.AddWarning(fmt.Sprintf("Invitation mail to %s was not sent", m.Email.ValueString()), fmt.Sprintf(
		"The user is converted in tenant %q, but the directory does not show it yet, so a mail could be sent twice. The user can redeem"+
			" with redeem_url.\n\n%s", t.Key, again))
}
