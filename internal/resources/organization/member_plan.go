package organization

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func (r *member) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Adds a tenant to the multitenant organization of an owner. The tenant is pending until it joins, with" +
			" `multitenant_organization_membership` or in its Microsoft 365 admin center. Public cloud only.",
		Attributes: tfkit.ResourceAttributes(ctx, memberAttributes(), map[string]schema.Attribute{
			"state": schema.StringAttribute{
				Computed: true, MarkdownDescription: "State of the tenant: `pending` until it has joined, `active`, or `removed` while it is being removed.",
			},
			"added_date_time":    schema.StringAttribute{Computed: true, PlanModifiers: kept(), MarkdownDescription: "Time at which the tenant was added, in RFC 3339."},
			"joined_date_time":   schema.StringAttribute{Computed: true, MarkdownDescription: "Time at which the tenant joined, in RFC 3339."},
			"added_by_tenant_id": schema.StringAttribute{Computed: true, PlanModifiers: kept(), MarkdownDescription: "Tenant id of the owner that added the tenant."},
		}),
	}
}

func memberAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"member_tenant_id": schema.StringAttribute{
			Required: true, CustomType: tfkit.FoldedType{},
			Validators:          []validator.String{tfkit.GUID()},
			PlanModifiers:       []planmodifier.String{tfkit.SameInAnyCase{}, stringplanmodifier.RequiresReplace()},
			MarkdownDescription: "Tenant id of the tenant to add. Another id removes this tenant and adds the other one.",
		},
		"display_name": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			MarkdownDescription: "Name of the tenant in the organization. It cannot be changed after the tenant was added.",
		},
		"role": schema.StringAttribute{
			Optional: true, Computed: true, PlanModifiers: kept(),
			Validators: []validator.String{stringvalidator.OneOf(graph.OrganizationOwner, graph.OrganizationMember)},
			MarkdownDescription: "Role of the tenant: `owner`, which may change the organization and its tenants, or `member`. A new tenant is a member;" +
				" afterwards the role is unchanged if it is not configured.",
		},
		"on_destroy": onDestroyAttribute(destroyRemove, "Effect on the tenant when this resource is destroyed: `remove` (default) removes it from the organization,"+
			" or `keep`."),
	}
}

// ModifyPlan sets values that the schema cannot compute, and refuses what the service
// would refuse.
func (r *member) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state memberModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if !resp.Diagnostics.HasError() && state.OnDestroy.ValueString() == destroyRemove {
			resp.Diagnostics.AddWarning(fmt.Sprintf("Tenant %s will be removed from the multitenant organization", state.named(r.Tenants)), leftBehind)
		}
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if t == nil || resp.Diagnostics.HasError() || refuseCloud(path.Root("tenant"), t, &resp.Diagnostics) || plan.MemberTenantID.IsUnknown() {
		return
	}
	if refuseType(ctx, &r.Data, path.Root("tenant"), t, req, &resp.Diagnostics) {
		return
	}
	if other, err := r.Tenants.ByID(plan.memberID()); err == nil && refuseType(ctx, &r.Data, path.Root("member_tenant_id"), other, req, &resp.Diagnostics) {
		return
	}
	r.checkMember(t, &plan, &resp.Diagnostics)
	replaced := !state.ID.IsNull() && (state.memberID() != plan.memberID() || state.TenantID.ValueString() != t.ID)
	if replaced {
		return
	}
	if !state.ID.IsNull() && !plan.DisplayName.IsUnknown() && !plan.DisplayName.Equal(state.DisplayName) {
		resp.Diagnostics.AddAttributeError(path.Root("display_name"), "Cannot change display_name", fmt.Sprintf(
			"The service does not change the name of a tenant in a multitenant organization. Tenant %s is %q there: keep that name. To give it another one, remove the"+
				" tenant with one apply and add it with the next; it then has to join again.", state.memberID(), state.DisplayName.ValueString()))
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, plan.memberID()))...)
}

// checkMember checks the tenant to add against the owner, its cloud and the number of
// tenants.
func (r *member) checkMember(owner *tenant.Tenant, plan *memberModel, diags *diag.Diagnostics) {
	at := path.Root("member_tenant_id")
	if plan.memberID() == owner.ID {
		diags.AddAttributeError(at, "Tenant cannot be added to its own organization", fmt.Sprintf(
			"Tenant %q owns the organization, and is in it without being added. Remove this resource.", owner.Key))
		return
	}
	if refuseOther(at, r.Tenants, plan.memberID(), diags) {
		return
	}
	r.Report(r.OrganizationTenants.Check(inspect.TenantFacts(owner), plan.memberID()), func(rules.Code) path.Path { return at }, diags)
}

var memberImport = tfkit.ImportID{
	Noun: "tenant of a multitenant organization", Object: "<tenant>", Names: "the tenant id, the key or the display name of the tenant that was added",
	Example: "Contoso Europe",
}

// ImportState finds the tenant; the read that follows sets the other attributes.
func (r *member) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, memberImport, req, resp)
	if imported == nil {
		return
	}
	id, err := r.find(ctx, imported.Tenant, imported.Object)
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, id, map[string]string{"member_tenant_id": id, "on_destroy": destroyRemove})
}

// find returns the id of a tenant of the organization, by its id, its key or its name.
func (r *member) find(ctx context.Context, owner *tenant.Tenant, name string) (string, error) {
	known, err := r.Tenants.Find(name)
	if err == nil {
		name = known.ID
	}
	all, err := owner.Graph.OrganizationTenants(ctx)
	if err != nil {
		return "", err
	}
	var found []string
	for _, t := range all {
		if strings.EqualFold(t.TenantID, name) || t.DisplayName == name {
			found = append(found, t.TenantID)
		}
	}
	switch {
	case len(found) == 0:
		return "", fmt.Errorf("the multitenant organization of tenant %q has no tenant %q", owner.Key, name)
	case len(found) > 1:
		return "", fmt.Errorf("%d tenants of the multitenant organization have the display name %q: %s", len(found), name, strings.Join(found, ", "))
	case found[0] == owner.ID:
		return "", errors.New("the owner itself is imported as multitenant_organization")
	}
	return found[0], nil
}
