package organization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *multitenant) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages a multitenant organization of Microsoft 365 in the tenant that creates and owns it. Other tenants are added with" +
			" `multitenant_organization_tenant`, and join with `multitenant_organization_membership`. Public cloud only.",
		Attributes: tfkit.ResourceAttributes(ctx, map[string]schema.Attribute{
			"display_name": schema.StringAttribute{
				Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
				MarkdownDescription: "Display name of the organization, in all of its tenants.",
			},
			"description": schema.StringAttribute{
				Optional: true, Computed: true, PlanModifiers: kept(),
				MarkdownDescription: "Description of the organization. Unchanged if it is not configured; an empty string clears it.",
			},
			"on_destroy": onDestroyAttribute(destroyDelete, "Effect on the organization when this resource is destroyed: `delete` (default) removes the tenant from it,"+
				" which deletes the organization if no other tenant is active and fails if the tenant is the only owner among several, or `keep`."),
			"created_date_time": schema.StringAttribute{
				Computed: true, PlanModifiers: kept(), MarkdownDescription: "Time of the creation, in RFC 3339.",
			},
		}),
	}
}

func kept() []planmodifier.String {
	return []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
}

// onDestroyAttribute has the value of a default, or keep.
func onDestroyAttribute(standard, text string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Computed: true, Default: stringdefault.StaticString(standard),
		Validators:          []validator.String{stringvalidator.OneOf(standard, destroyKeep)},
		MarkdownDescription: text,
	}
}

// ModifyPlan sets values that the schema cannot compute, and refuses tenants of other
// clouds.
func (r *multitenant) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		var state multitenantModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if !resp.Diagnostics.HasError() && state.OnDestroy.ValueString() == destroyDelete {
			resp.Diagnostics.AddWarning(fmt.Sprintf("Tenant %q will leave its multitenant organization", state.Tenant.ValueString()), fmt.Sprintf(
				"The organization %q is deleted if no other tenant is active in it. %s", state.DisplayName.ValueString(), leftBehind))
		}
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	if t != nil && !refuseCloud(path.Root("tenant"), t, &resp.Diagnostics) && !refuseType(ctx, &r.Data, path.Root("tenant"), t, req, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, tfkit.OrganizationName))...)
	}
}
