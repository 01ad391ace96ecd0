package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *departure) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Ends the access of an existing external user in steps: disabled at once, hidden from the address book and deleted after some days." +
			" The end of this resource ends the departure, and restores the user.",
		Attributes: tfkit.ResourceAttributes(ctx, departureAttributes(), departureState()),
	}
}

func departureAttributes() map[string]schema.Attribute {
	days := func(least int64, text string) schema.Attribute {
		return schema.Int64Attribute{Optional: true, Validators: []validator.Int64{int64validator.Between(least, 3650)}, MarkdownDescription: text}
	}
	return map[string]schema.Attribute{
		"user_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:    []validator.String{tfkit.GUID()},
			PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Object id of the external user in the resource tenant. Another id replaces this resource: `on_destroy` applies to the" +
				" previous user.",
		},
		"hide_after_days": days(0, "Whole days after the beginning of the departure after which address lists no longer show the user, in Graph; 0 hides at once."+
			" Without it the user is not hidden."),
		"delete_after_days": days(1, "Whole days after the beginning of the departure after which the user is deleted: it stays in the recycle bin for 30 days."+
			" The first plan from then on shows the deletion. Without it the user is not deleted."),
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyKeep)},
			MarkdownDescription: "Effect on the user when this resource is destroyed: `restore` (default) restores a deleted user from the recycle bin, and" +
				" the former values of the account; `keep` leaves the user as it is.",
		},
	}
}

func departureState() map[string]schema.Attribute {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	former := func(text string) schema.Attribute {
		return schema.BoolAttribute{Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}, MarkdownDescription: text}
	}
	return map[string]schema.Attribute{
		"stage": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "`disabled`, `hidden` or `deleted`. After a change outside Terraform it is `enabled` until the next apply.",
		},
		"since": schema.StringAttribute{
			Computed: true, PlanModifiers: keep,
			MarkdownDescription: "Beginning of the departure, from which the days count: the time of the creation or of the import (RFC 3339, UTC).",
		},
		"user_principal_name": schema.StringAttribute{
			Computed: true, CustomType: tfkit.FoldedType{}, PlanModifiers: keep,
			MarkdownDescription: "User principal name in the resource tenant, the last one before a deletion.",
		},
		"former_account_enabled":      former("Whether the user could sign in before, at the creation or the import of this resource."),
		"former_show_in_address_list": former("Whether address lists showed the user before, in Graph. Null if Graph had no value."),
	}
}

// ValidateConfig refuses a schedule whose stages are not in order.
func (r *departure) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m departureModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.HideAfterDays.IsUnknown() || m.DeleteAfterDays.IsUnknown() {
		return
	}
	if problem := m.schedule().Problem(); problem != "" {
		resp.Diagnostics.AddAttributeError(path.Root("delete_after_days"), "Conflicting configuration", problem)
	}
}
