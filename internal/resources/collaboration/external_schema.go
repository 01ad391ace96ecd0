package collaboration

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *external) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the external collaboration settings of a tenant in its authorization policy: which users may invite guests, what guests may see," +
			" and how users sign up by email. A tenant has exactly one policy; attributes that are not configured are not changed.",
		Attributes: tfkit.ResourceAttributes(ctx, externalAttributes(), singleton.SchemaAttributes(
			"Effect on the settings when this resource is destroyed: `restore` (default) restores the former values of the attributes"+
				" that were configured, `keep` keeps all values.")),
	}
}

func externalAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"allow_invites_from": policyText("Which users and applications may invite: `none`, `adminsAndGuestInviters` (an application needs `User.Invite.All`),"+
			" `adminsGuestInvitersAndAllMembers` or `everyone`, which includes guests. `none` also stops cross-tenant synchronization into the tenant.",
			"none", "adminsAndGuestInviters", "adminsGuestInvitersAndAllMembers", "everyone"),
		"guest_user_role": policyText("What guests may see of the directory: `user` (the same as members), `guestUser` (limited access, the default of a new tenant) or"+
			" `restrictedGuestUser` (their own objects only). Another role of the policy is shown as its id.",
			roleUser, roleGuest, roleRestricted),
		"allowed_to_sign_up_email_based_subscriptions":    policyFlag("Whether users may sign up for email-based subscriptions."),
		"allow_email_verified_users_to_join_organization": policyFlag("Whether a user may join the tenant by verifying an email address."),
	}
}

// policyText is an optional property. Computed keeps the value of the directory if it
// is not configured.
func policyText(text string, values ...string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, MarkdownDescription: text + " Unchanged if it is not configured.",
		Validators:    []validator.String{stringvalidator.OneOf(values...)},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func policyFlag(text string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true, Computed: true, MarkdownDescription: text + " Unchanged if it is not configured.",
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}
