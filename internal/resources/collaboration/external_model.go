package collaboration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// externalModel is the resource in Terraform's types.
type externalModel struct {
	tfkit.Model
	singleton.Attributes

	AllowInvitesFrom types.String `tfsdk:"allow_invites_from"`
	GuestUserRole    types.String `tfsdk:"guest_user_role"`
	EmailSignUp      types.Bool   `tfsdk:"allowed_to_sign_up_email_based_subscriptions"`
	EmailJoin        types.Bool   `tfsdk:"allow_email_verified_users_to_join_organization"`
}

// guestUserRoles are the roles that guests can have, by their ids, which are the same
// in all tenants (graph-identity §8).
var guestUserRoles = map[string]string{
	"a0b1b346-4d3e-4e8b-98f8-753987be4970": roleUser,
	"10dae51f-b6af-4016-8d66-8c2a99b929b3": roleGuest,
	"2af84b1e-32c8-42b7-82bc-daa82404023b": roleRestricted,
}

const (
	roleUser       = "user"
	roleGuest      = "guestUser"
	roleRestricted = "restrictedGuestUser"
)

func (m *externalModel) settings() []setting {
	return []setting{
		{property: "allowInvitesFrom", name: "allow_invites_from", text: &m.AllowInvitesFrom},
		{property: "guestUserRoleId", name: "guest_user_role", text: &m.GuestUserRole, names: guestUserRoles},
		{property: "allowedToSignUpEmailBasedSubscriptions", name: "allowed_to_sign_up_email_based_subscriptions", flag: &m.EmailSignUp},
		{property: "allowEmailVerifiedUsersToJoinOrganization", name: "allow_email_verified_users_to_join_organization", flag: &m.EmailJoin},
	}
}

var authorization = policy{(*graph.Client).Collaboration, (*graph.Client).SetCollaboration, (*graph.Client).AwaitCollaboration}

func (m *externalModel) Parts() []singleton.Part { return parts(m.settings()) }

func (m *externalModel) Read(ctx context.Context, t *tenant.Tenant) (bool, error) {
	return authorization.show(ctx, t, m.settings())
}

func (m *externalModel) Write(ctx context.Context, t *tenant.Tenant, before singleton.Model) (func(context.Context) error, error) {
	return authorization.write(ctx, t, m.settings(), before.Parts())
}
