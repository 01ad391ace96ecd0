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

// destroyRestore gives a user the former type back; the other choice is
// destroyKeep.
const destroyRestore = "restore"

func (r *userType) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Whether a user of a resource tenant, external or internal, is a guest or a member there, as a step of its" +
			" own after the invitation.",
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
				" replaces this setting: the one user is treated as `on_destroy` says, then the other one gets the type. No person is replaced.",
		},
		"user_type": schema.StringAttribute{
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf("Guest", "Member")},
			MarkdownDescription: "`Guest` or `Member`. Changed in place, with one write, and with none when the user is that already.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyKeep)},
			MarkdownDescription: "What happens to the user's type when this resource is destroyed: `restore` (default) puts" +
				" `former_user_type` back, `keep` leaves the type as it is. The user stays in either case.",
		},
		"former_user_type": schema.StringAttribute{
			Computed: true, PlanModifiers: keep,
			MarkdownDescription: "What the user was before. Unknown after an import, until this resource changes the type for the first time;" +
				" until then a destroy leaves the type as it is.",
		},
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the resource tenant.",
		},
		"external": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "Whether the user signs in with an account of another organization. The type says nothing about it.",
		},
	}
}
