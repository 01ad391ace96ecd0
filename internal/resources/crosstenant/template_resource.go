package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*template)(nil)
	_ resource.ResourceWithImportState    = (*template)(nil)
	_ resource.ResourceWithModifyPlan     = (*template)(nil)
	_ resource.ResourceWithIdentity       = (*template)(nil)
	_ resource.ResourceWithValidateConfig = (*template)(nil)
)

// template is multitenant_organization_template: what a join writes into the entries of
// a tenant about the tenants of its multitenant organization. Every tenant has its
// templates, so they are never created or deleted.
type template struct{ tfkit.Resource }

func newTemplate() resource.Resource { return &template{} }

func (r *template) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_template"
}

func (r *template) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m templateModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	found, err := t.Graph.OrganizationTemplate(ctx)
	if change := m.wanted(ctx); err == nil && !change.Nothing() {
		// It is written even if it looks the same: of consent, Graph distinguishes
		// false from null, which leaves that of an entry as it is.
		found, err = t.Graph.UpdateOrganizationTemplate(ctx, change)
	}
	if err != nil {
		op.Fail(cannotTemplate("set", t), err)
		return
	}
	m.refresh(ctx, found)
	op.Save(ctx, tfkit.OrganizationTemplate)
}

func (r *template) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m templateModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.OrganizationTemplate)
	now, err := t.Graph.OrganizationTemplate(ctx)
	if err != nil {
		op.Fail(cannotTemplate("read", t), err)
		return
	}
	m.refresh(ctx, now)
	op.Save(ctx, tfkit.OrganizationTemplate)
}

func (r *template) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state templateModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	check(ctx, m.blocks(), &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	if change := m.changed(ctx, state); !change.Nothing() {
		found, err := t.Graph.UpdateOrganizationTemplate(ctx, change)
		if err != nil {
			op.Fail(cannotTemplate("update", t), err)
			return
		}
		m.refresh(ctx, found)
	}
	op.Save(ctx, tfkit.OrganizationTemplate)
}

func (r *template) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m templateModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Graph.ResetOrganizationTemplate(ctx); err != nil {
		op.Fail(cannotTemplate("reset", t), err)
	}
}

// ValidateConfig refuses settings that the service would refuse, as far as they are
// known.
func (r *template) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m templateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		check(ctx, m.blocks(), &resp.Diagnostics)
	}
}

// ModifyPlan sets values that the schema cannot compute, and refuses tenants of clouds
// without multitenant organizations.
func (r *template) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, state templateModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if t == nil || resp.Diagnostics.HasError() {
		return
	}
	if !t.Cloud.HasMultitenantOrganizations {
		resp.Diagnostics.AddAttributeError(path.Root("tenant"), "No multitenant organizations in this cloud", fmt.Sprintf(
			"Tenant %q is in the cloud %q. Multitenant organizations and their templates exist in the public cloud only. Configure its partners with"+
				" multitenant_cross_tenant_access_partner.", t.Key, t.Cloud.Name))
		return
	}
	if req.State.Raw.IsNull() && r.RefuseTenantType(ctx, t, rules.UseOrganization, path.Root("tenant"), &resp.Diagnostics) {
		return
	}
	if !req.State.Raw.IsNull() {
		settle(ctx, plan.blocks(), state.blocks())
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), tfkit.ID(t.ID, tfkit.OrganizationTemplate))...)
	if len(resp.RequiresReplace) == 0 {
		checkLicense(ctx, &r.Data, t, licensedBlocks(ctx, plan.blocks(), state.blocks()), &resp.Diagnostics)
	}
}

var templateImport = tfkit.ImportID{
	Noun: "templates of a multitenant organization", Object: tfkit.OrganizationTemplate, Example: tfkit.OrganizationTemplate,
}

// ImportState finds the tenant; the read that follows sets the other attributes.
func (r *template) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if imported := r.BeginImport(ctx, templateImport, req, resp); imported != nil {
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": destroyReset})
	}
}

func cannotTemplate(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the multitenant organization templates of tenant %q", verb, t.Key)
}
