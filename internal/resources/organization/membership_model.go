package organization

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// membershipModel is the resource in Terraform's types.
type membershipModel struct {
	tfkit.Model

	OwnerTenantID tfkit.Folded `tfsdk:"owner_tenant_id"`
	OnDestroy     types.String `tfsdk:"on_destroy"`
	Organization  types.String `tfsdk:"organization_display_name"`
	DisplayName   types.String `tfsdk:"display_name"`
	Role          types.String `tfsdk:"role"`
	Joined        types.String `tfsdk:"joined_date_time"`
}

// ownerID is the tenant id in the directory's case.
func (m *membershipModel) ownerID() string { return strings.ToLower(m.OwnerTenantID.ValueString()) }

// refresh reads the values of the directory. The owner stays as it is configured:
// another owner of the same organization may have added the tenant again.
func (m *membershipModel) refresh(now standing) {
	m.Organization, m.DisplayName = tfkit.StringOrNull(now.DisplayName), tfkit.StringOrNull(now.own.DisplayName)
	m.Role, m.Joined = tfkit.StringOrNull(now.own.Role), tfkit.StringOrNull(now.own.Joined)
}

func (r *membership) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	computed := func(text string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, PlanModifiers: kept(), MarkdownDescription: text}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets a tenant join the multitenant organization of an owner that has added it, and leave it. A join takes from minutes to hours," +
			" and completes the partner entries of all tenants by their templates, `multitenant_organization_template`. Public cloud only.",
		Attributes: tfkit.ResourceAttributes(ctx, map[string]schema.Attribute{
			"owner_tenant_id": schema.StringAttribute{
				Required: true, CustomType: tfkit.FoldedType{},
				Validators:    []validator.String{tfkit.GUID()},
				PlanModifiers: []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
				MarkdownDescription: "Tenant id of the owner that has added the tenant. A reference to `tenant_id` of its `multitenant_organization_tenant` makes" +
					" the tenant join after it was added. Another id leaves the organization and joins another one.",
			},
			"on_destroy":                onDestroyAttribute(destroyLeave, "Effect on the tenant when this resource is destroyed: `leave` (default) leaves the organization, or `keep`."),
			"organization_display_name": computed("Display name of the organization."),
			"display_name":              computed("Name of the tenant in the organization, which the owner has given."),
			"role":                      computed("Role of the tenant, which an owner sets: `owner` or `member`."),
			"joined_date_time":          computed("Time at which the tenant joined, in RFC 3339."),
		}),
	}
}

// ModifyPlan sets values that the schema cannot compute, and refuses what the service
// would refuse.
func (r *membership) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state membershipModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if !resp.Diagnostics.HasError() && state.OnDestroy.ValueString() == destroyLeave {
			resp.Diagnostics.AddWarning(fmt.Sprintf("Tenant %q will leave the multitenant organization", state.Tenant.ValueString()), leftBehind)
		}
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if t == nil || resp.Diagnostics.HasError() || refuseCloud(path.Root("tenant"), t, &resp.Diagnostics) {
		return
	}
	if refuseType(ctx, &r.Data, path.Root("tenant"), t, req, &resp.Diagnostics) {
		return
	}
	at := path.Root("owner_tenant_id")
	switch {
	case plan.OwnerTenantID.IsUnknown():
	case plan.ownerID() == t.ID:
		resp.Diagnostics.AddAttributeError(at, "Tenant cannot join its own organization", fmt.Sprintf(
			"%s is the tenant id of tenant %q itself, which is in its organization without joining. Remove this resource.", t.ID, t.Key))
		return
	case refuseOther(at, r.Tenants, plan.ownerID(), &resp.Diagnostics):
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, tfkit.MembershipName))...)
}
