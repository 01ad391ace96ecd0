package guest

import (
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

var _ action.ActionWithConfigure = (*tfkit.Action[userActionModel])(nil)

type userActionModel struct {
	Tenant types.String `tfsdk:"tenant"`
	UserID types.String `tfsdk:"user_id"`
}

// newUserAction is an event for one user of a resource tenant. Refuses is why a user
// does not take it, empty if the user does; act does it, and says what it has done.
func newUserAction(
	name, text string, refuses func(graph.User) string, act func(context.Context, *tenant.Tenant, graph.User) (string, error),
) action.Action {
	return &tfkit.Action[userActionModel]{
		Name: name, Text: text,
		Arguments: map[string]schema.Attribute{"user_id": tfkit.RequiredID("Object id of the user in the tenant.")},
		Subject:   func(m userActionModel) string { return "user " + m.UserID.ValueString() },
		Act: func(ctx context.Context, t *tenant.Tenant, m userActionModel, say func(string)) error {
			u, err := t.Graph.User(ctx, strings.ToLower(m.UserID.ValueString()))
			if err != nil {
				return err
			}
			if why := refuses(u); why != "" {
				return refuse(u, why)
			}
			done, err := act(ctx, t, u)
			if err == nil {
				say(done + ".")
			}
			return err
		},
	}
}

// refuse is why nothing is done for a user.
func refuse(u graph.User, why string) error {
	return tfkit.Refusal(fmt.Sprintf("%s (%s): %s.", u.UserPrincipalName, u.ID, why))
}

// notInvited is why an internal user is refused.
const notInvited = "it is an internal user, who has no invitation"

// pendingOnly refuses users without a pending invitation.
func pendingOnly(u graph.User) string {
	switch {
	case !u.External():
		return notInvited
	case !u.Pending():
		return "the invitation is redeemed already. multitenant_reset_redemption makes the user redeem again"
	}
	return ""
}

// externalOnly refuses internal users.
func externalOnly(u graph.User) string {
	if !u.External() {
		return notInvited
	}
	return ""
}

func newResendInvitation() action.Action {
	return newUserAction("resend_invitation",
		"Sends the invitation mail of a pending external user again, with a new redeem link; former links become invalid.",
		pendingOnly,
		func(ctx context.Context, t *tenant.Tenant, u graph.User) (string, error) {
			_, err := t.Graph.Mail(ctx, invitationOf(t, u), graph.Message{})
			return "sent the invitation mail to " + invitedAddress(u), err
		})
}

func newResetRedemption() action.Action {
	return newUserAction("reset_redemption",
		"Resets the redemption of an external user, who has to redeem an invitation again before the next sign-in. The user keeps object id, groups and access. No mail is sent.",
		externalOnly,
		func(ctx context.Context, t *tenant.Tenant, u graph.User) (string, error) {
			_, err := t.Graph.ResetRedemption(ctx, invitationOf(t, u))
			return "reset the redemption of " + u.UserPrincipalName, err
		})
}

// internalOnly refuses external users: Graph answers as for an internal user, and revokes
// nothing (user-revokesigninsessions).
func internalOnly(u graph.User) string {
	if u.External() {
		return "it is an external user, who signs in through the home tenant: Microsoft Graph revokes no sessions of external users." +
			" Revoke those of the user in the home tenant, and disable this user to refuse new sign-ins here"
	}
	return ""
}

func newRevokeSessions() action.Action {
	return newUserAction("revoke_sessions",
		"Revokes the sessions of a user in the home tenant: refresh tokens and session cookies become invalid, and applications of every tenant ask for a sign-in within minutes.",
		internalOnly,
		func(ctx context.Context, t *tenant.Tenant, u graph.User) (string, error) {
			return "revoked the sessions of " + u.UserPrincipalName, t.Graph.RevokeSessions(ctx, u.ID)
		})
}

// invitationOf is the invitation of an existing user.
func invitationOf(t *tenant.Tenant, u graph.User) graph.Invitation {
	return graph.Invitation{Email: invitedAddress(u), UserType: u.UserType, RedirectURL: t.Cloud.RedirectURL(t.ID), UserID: u.ID}
}
