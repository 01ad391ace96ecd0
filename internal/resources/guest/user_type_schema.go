package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// destroyRestore restores the former type of a user; the alternative is
// destroyKeep.
const destroyRestore = "restore"

func (r *userType) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages whether a user of a resource tenant, external or internal, is a guest or a member, as a separate" +
			" step after the invitation.",
		Attributes: tfkit.ResourceAttributes(ctx, userTypeAttributes()),
	}
}

func userTypeAttributes() map[string]schema.Attribute {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return map[string]schema.Attribute{
		"user_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.GUID()},
			PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Object id of the user in the resource tenant, such as `multitenant_b2b_invitation.ana.user_id`. Another id" +
				" replaces this resource: `on_destroy` applies to the previous user, then the new one gets the type. No user is replaced.",
		},
		"user_type": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf("Guest", "Member")},
			MarkdownDescription: "`Guest` or `Member`. Changed in place, with one write, or without a write if the user already has the type.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyKeep)},
			MarkdownDescription: "Effect on the user's type when this resource is destroyed: `restore` (default) restores" +
				" `former_user_type`, `keep` leaves the type unchanged. The user remains in either case.",
		},
		"former_user_type": schema.StringAttribute{
			Computed: true, PlanModifiers: keep,
			MarkdownDescription: "The type before the first change. Unknown after an import, until this resource changes the type for the first time;" +
				" until then a destroy leaves the type unchanged.",
		},
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the resource tenant.",
		},
		"external": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether the user signs in with an account of another organization, which is independent of the type.",
		},
	}
}
