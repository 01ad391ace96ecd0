package crosstenant

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*policy)(nil)
	_ resource.ResourceWithImportState = (*policy)(nil)
	_ resource.ResourceWithModifyPlan  = (*policy)(nil)
	_ resource.ResourceWithIdentity    = (*policy)(nil)
)

// policy is multitenant_cross_tenant_access_policy: the clouds that a tenant works
// with. Every tenant has exactly one list, so it is never created or deleted.
type policy struct{ tfkit.Resource }

func newPolicy() resource.Resource { return &policy{} }

// policyModel is the resource in Terraform's types.
type policyModel struct {
	tfkit.Model

	AllowedCloudEndpoints types.Set    `tfsdk:"allowed_cloud_endpoints"`
	OnDestroy             types.String `tfsdk:"on_destroy"`
	FormerCloudEndpoints  types.Set    `tfsdk:"former_allowed_cloud_endpoints"`
}

func (r *policy) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_cross_tenant_access_policy"
}

func (r *policy) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the list of other clouds that a tenant works with. Access between two clouds requires it on both sides.",
		Attributes:          tfkit.ResourceAttributes(ctx, policyAttributes()),
	}
}

func policyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"allowed_cloud_endpoints": schema.SetAttribute{
			Required: true, ElementType: types.StringType,
			Validators: []validator.Set{setvalidator.ValueStringsAre(stringvalidator.OneOf(endpoints()...))},
			MarkdownDescription: "The other clouds that the tenant works with: `microsoftonline.com` (public), `microsoftonline.us` (US" +
				" Government) and `partner.microsoftonline.cn` (China), never the tenant's own. The list is complete; an empty one allows no other cloud.",
		},
		"on_destroy": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(destroyRestore),
			Validators: []validator.String{stringvalidator.OneOf(destroyRestore, destroyKeep)},
			MarkdownDescription: "Effect on the list when this resource is destroyed: `restore` (default) restores" +
				" `former_allowed_cloud_endpoints`, `keep` leaves it unchanged.",
		},
		"former_allowed_cloud_endpoints": schema.SetAttribute{
			Computed: true, ElementType: types.StringType, PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			MarkdownDescription: "The list before this resource changed it. Unknown after an import, until this resource changes the list" +
				" for the first time; until then a destroy leaves it unchanged.",
		},
	}
}

func (r *policy) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m policyModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	before, err := t.Graph.ReadCloudEndpoints(ctx)
	if err == nil {
		err = allow(ctx, t, before, tfkit.Strings(m.AllowedCloudEndpoints))
	}
	if err != nil {
		op.Fail(cannotAllow("set", t), err)
		return
	}
	m.FormerCloudEndpoints = tfkit.Set(before)
	op.Save(ctx, tfkit.AccessPolicyName)
}

func (r *policy) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m policyModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.AccessPolicyName)
	now, err := t.Graph.ReadCloudEndpoints(ctx)
	if err != nil {
		op.Fail(cannotAllow("read", t), err)
		return
	}
	m.AllowedCloudEndpoints = tfkit.Set(now)
	op.Save(ctx, tfkit.AccessPolicyName)
}

func (r *policy) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state policyModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := allow(ctx, t, tfkit.Strings(state.AllowedCloudEndpoints), tfkit.Strings(m.AllowedCloudEndpoints)); err != nil {
		op.Fail(cannotAllow("set", t), err)
		return
	}
	op.Save(ctx, tfkit.AccessPolicyName)
}

func (r *policy) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m policyModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep || m.FormerCloudEndpoints.IsNull() {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := allow(ctx, t, tfkit.Strings(m.AllowedCloudEndpoints), tfkit.Strings(m.FormerCloudEndpoints)); err != nil {
		op.Fail(cannotAllow("restore", t), err)
	}
}

var policyImport = tfkit.ImportID{Noun: "cross-tenant access settings", Object: tfkit.AccessPolicyName, Example: tfkit.AccessPolicyName}

// ImportState finds the tenant; the read that follows sets the other attributes.
func (r *policy) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if imported := r.BeginImport(ctx, policyImport, req, resp); imported != nil {
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": destroyRestore})
	}
}

// allow writes the list, unless it is unchanged.
func allow(ctx context.Context, t *tenant.Tenant, before, wanted []string) error {
	if tfkit.SameStrings(before, wanted) {
		return nil
	}
	return t.Graph.SetCloudEndpoints(ctx, wanted)
}

func cannotAllow(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the allowed cloud endpoints of tenant %q", verb, t.Key)
}

// endpoints lists the names of all clouds.
func endpoints() []string {
	var names []string
	for _, name := range cloud.Names() {
		if e := rules.CloudEndpoint(name); !slices.Contains(names, e) {
			names = append(names, e)
		}
	}
	return names
}
