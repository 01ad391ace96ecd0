package guest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ resource.ResourceWithMoveState = (*invitation)(nil)

// instead is the alternative for users that a moved block cannot move.
const instead = "Or move the user with two blocks: a removed block with destroy = false for the azuread_invitation, and an" +
	" import block for this resource. The user is not changed."

// azureadInvitation is the state of azuread_invitation, schema version 0.
type azureadInvitation struct {
	Email       string `json:"user_email_address"`
	DisplayName string `json:"user_display_name"`
	UserID      string `json:"user_id"`
	UserType    string `json:"user_type"`
	RedirectURL string `json:"redirect_url"`
	RedeemURL   string `json:"redeem_url"`
	Message     []struct {
		Body       string   `json:"body"`
		Language   string   `json:"language"`
		Recipients []string `json:"additional_recipients"`
	} `json:"message"`
}

// MoveState moves users from azuread_invitation. Terraform calls it before the
// provider is configured, so the following read determines the tenant of a user.
func (r *invitation) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveFromAzuread}}
}

func moveFromAzuread(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	// The host differs between Terraform, OpenTofu and mirrors.
	azuread := strings.HasSuffix(req.SourceProviderAddress, "/hashicorp/azuread")
	if !azuread || req.SourceTypeName != "azuread_invitation" || req.SourceSchemaVersion != 0 {
		return
	}
	var from azureadInvitation
	if err := json.Unmarshal(req.SourceRawState.JSON, &from); err != nil {
		resp.Diagnostics.AddError("Cannot move azuread_invitation", "Its state cannot be read: "+err.Error()+". "+instead)
		return
	}
	if !tfkit.IsGUID(from.UserID) || from.Email == "" {
		resp.Diagnostics.AddError("Cannot move azuread_invitation", "Its state does not contain the user and the address. "+instead)
		return
	}
	resp.Diagnostics.Append(from.fill(ctx, &resp.TargetState)...)
	resp.Diagnostics.Append(notesRecord.Save(ctx, resp.TargetPrivate, invitationNotes{Import: true})...)
}

// fill sets the values of azuread. It omits the tenant: the next read recognizes a
// moved user by the missing tenant.
func (a azureadInvitation) fill(ctx context.Context, state *tfsdk.State) diag.Diagnostics {
	var diags diag.Diagnostics
	set := func(name string, value any) { diags.Append(state.SetAttribute(ctx, path.Root(name), value)...) }
	set("user_id", strings.ToLower(a.UserID))
	set("email", a.Email)
	set("display_name", tfkit.StringOrNull(a.DisplayName))
	set("invited_user_type", tfkit.StringOrNull(a.UserType))
	set("redirect_url", tfkit.StringOrNull(a.RedirectURL))
	set("redeem_url", tfkit.StringOrNull(a.RedeemURL))
	if len(a.Message) == 0 {
		return diags
	}
	letter := messageModel{Body: tfkit.StringOrNull(a.Message[0].Body), Language: tfkit.StringOrNull(a.Message[0].Language)}
	if copies := a.Message[0].Recipients; len(copies) > 0 {
		letter.CcRecipient = tfkit.StringOrNull(copies[0])
	}
	set("send_message", true)
	set("message", letter)
	return diags
}

// findMoved finds the tenant of a moved user: the one that has a user with this id.
// If there is none it is an error, because forgetting the user would cause another
// invitation.
func (r *invitation) findMoved(ctx context.Context, m *model, diags *diag.Diagnostics) {
	if diags.HasError() || !m.TenantID.IsNull() {
		return
	}
	var answers []string
	for _, t := range r.Tenants.All() {
		_, err := t.Graph.User(ctx, m.UserID.ValueString())
		switch {
		case err == nil:
			m.TenantID = types.StringValue(t.ID)
			return
		case errors.Is(err, service.ErrNotFound):
			answers = append(answers, fmt.Sprintf("  %s: has no such user", t.Key))
		default:
			answers = append(answers, fmt.Sprintf("  %s: %s", t.Key, tfkit.Explain(t, err)))
		}
	}
	diags.AddError("Cannot find "+name(*m), fmt.Sprintf(
		"The moved azuread_invitation has user %s and no tenant. None of the provider's tenants"+
			" has this user:\n\n%s\n\nAdd the tenant to the provider's tenants. %s",
		m.UserID.ValueString(), strings.Join(answers, "\n"), instead))
}
