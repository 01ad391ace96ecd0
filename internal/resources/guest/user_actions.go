package guest

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ action.ActionWithConfigure = (*userAction)(nil)

// userAction is an event for one user of a resource tenant.
type userAction struct {
	tfkit.Action
	// refuses is why a user does not take the action; empty if it does.
	refuses func(graph.User) string
	// act does it, and says what it did.
	act func(context.Context, *tenant.Tenant, graph.User) (done string, err error)
}

type userActionModel struct {
	Tenant types.String `tfsdk:"tenant"`
	UserID types.String `tfsdk:"user_id"`
}

func newUserAction(
	name, text string, refuses func(graph.User) string, act func(context.Context, *tenant.Tenant, graph.User) (string, error),
) action.Action {
	return &userAction{tfkit.Action{
		Name: name, Text: text,
		Arguments: map[string]schema.Attribute{
			"user_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{tfkit.GUID()}, MarkdownDescription: "Object id of the user in the tenant.",
			},
		},
	}, refuses, act}
}

func newResendInvitation() action.Action {
	return newUserAction("resend_invitation",
		"Sends the invitation mail of a pending external user again, with a new redeem link; former links become invalid.",
		func(u graph.User) string {
			switch {
			case !u.External():
				return "it is an internal user, who has no invitation"
			case !u.Pending():
				return "the invitation is redeemed already. multitenant_reset_redemption makes the user redeem again"
			}
			return ""
		},
		func(ctx context.Context, t *tenant.Tenant, u graph.User) (string, error) {
			_, err := t.Graph.Mail(ctx, invitationOf(t, u), graph.Message{})
			return "sent the invitation mail to " + invitedAddress(u), err
		})
}

func newResetRedemption() action.Action {
	return newUserAction("reset_redemption",
		"Resets the redemption of an external user, who has to redeem an invitation again before the next sign-in. The user keeps object id, groups and access. No mail is sent.",
		func(u graph.User) string {
			if !u.External() {
				return "it is an internal user, who has no invitation"
			}
			return ""
		},
		func(ctx context.Context, t *tenant.Tenant, u graph.User) (string, error) {
			_, err := t.Graph.ResetRedemption(ctx, invitationOf(t, u))
			return "reset the redemption of " + u.UserPrincipalName, err
		})
}

func newRevokeSessions() action.Action {
	return newUserAction("revoke_sessions",
		"Revokes the sessions of a user in a tenant: refresh tokens and session cookies become invalid, and applications ask for a sign-in within minutes.",
		func(graph.User) string { return "" },
		func(ctx context.Context, t *tenant.Tenant, u graph.User) (string, error) {
			return "revoked the sessions of " + u.UserPrincipalName, t.Graph.RevokeSessions(ctx, u.ID)
		})
}

// invitationOf is the invitation of an existing user.
func invitationOf(t *tenant.Tenant, u graph.User) graph.Invitation {
	return graph.Invitation{Email: invitedAddress(u), UserType: u.UserType, RedirectURL: t.Cloud.RedirectURL(t.ID), UserID: u.ID}
}

func (a *userAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var m userActionModel
	t := a.Begin(ctx, req, &m, &resp.Diagnostics)
	if t == nil {
		return
	}
	u, err := t.Graph.User(ctx, strings.ToLower(m.UserID.ValueString()))
	if err != nil {
		a.fail(t, m, tfkit.Explain(t, err), &resp.Diagnostics)
		return
	}
	if why := a.refuses(u); why != "" {
		a.fail(t, m, fmt.Sprintf("%s (%s): %s.", u.UserPrincipalName, u.ID, why), &resp.Diagnostics)
		return
	}
	done, err := a.act(ctx, t, u)
	if err != nil {
		a.fail(t, m, tfkit.Explain(t, err), &resp.Diagnostics)
		return
	}
	tfkit.Done(resp, fmt.Sprintf("Tenant %q: %s.", t.Key, done))
}

func (a *userAction) fail(t *tenant.Tenant, m userActionModel, detail string, diags *diag.Diagnostics) {
	diags.AddError(fmt.Sprintf("Cannot invoke %s for user %s of tenant %q", a.Name, m.UserID.ValueString(), t.Key), detail)
}
