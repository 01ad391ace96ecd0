package guest

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// Planned is an invitation of a plan, for tests without the CLI.
type Planned struct {
	Email, UserType, HomeTenant, OnExisting, OnSoftDeleted, InvitedUserID string
}

// GatherFacts are the facts of a plan about an invitation. It fails if a fact could
// not be read.
func GatherFacts(ctx context.Context, data *tfkit.Data, t *tenant.Tenant, p Planned) (rules.InvitationFacts, error) {
	r := &invitation{tfkit.Resource{Data: *data}}
	var diags diag.Diagnostics
	g := r.gatherFacts(ctx, t, creation{model: model{
		Email: tfkit.FoldedValue(p.Email), InvitedUserType: types.StringValue(p.UserType),
		HomeTenant: tfkit.StringOrNull(p.HomeTenant), OnExisting: types.StringValue(p.OnExisting),
		OnSoftDeleted: types.StringValue(p.OnSoftDeleted), InvitedUserID: tfkit.FoldedOrNull(p.InvitedUserID),
	}}, &diags)
	if g == nil {
		return rules.InvitationFacts{}, errors.New("the home tenant is wrong")
	}
	if len(diags) > 0 {
		return g.facts, errors.New(diags[0].Summary() + ": " + diags[0].Detail())
	}
	return g.facts, nil
}

// Arrived is the result of applying an invitation.
type Arrived struct {
	UserID, RedeemURL string
	// Deletes reports whether a destroy deletes the user by default.
	Deletes bool
}

// Arrive applies an invitation with a mail, for tests without the CLI.
func Arrive(ctx context.Context, tenants *tenant.Registry, t *tenant.Tenant, p Planned) (Arrived, error) {
	m := model{
		Email: tfkit.FoldedValue(p.Email), InvitedUserType: types.StringValue(p.UserType), HomeTenant: tfkit.StringOrNull(p.HomeTenant),
		OnExisting: types.StringValue(p.OnExisting), OnSoftDeleted: types.StringValue(p.OnSoftDeleted),
		InvitedUserID: tfkit.FoldedOrNull(p.InvitedUserID), RedirectURL: types.StringValue("https://myapps.microsoft.com"),
		SendMessage: types.BoolValue(true),
	}
	a, err := arrive(ctx, t, arriving{model: m, home: lookAtHome(ctx, tenants, t, p.HomeTenant, p.Email)})
	if err == nil && a.mails {
		a.redeemURL = deliver(ctx, t, m, m.invitation(), a.redeemURL, &diag.Diagnostics{})
	}
	return Arrived{a.userID, a.redeemURL, invitationNotes{Invited: a.invited}.onDestroy() == destroyDelete}, err
}
