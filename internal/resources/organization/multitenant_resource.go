package organization

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*multitenant)(nil)
	_ resource.ResourceWithImportState = (*multitenant)(nil)
	_ resource.ResourceWithModifyPlan  = (*multitenant)(nil)
	_ resource.ResourceWithIdentity    = (*multitenant)(nil)
)

// multitenant is multitenant_organization: the multitenant organization of its owner.
type multitenant struct{ tfkit.Resource }

func newMultitenant() resource.Resource {
	return &multitenant{tfkit.Resource{Timeout: changeTimeout}}
}

func (r *multitenant) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization"
}

func (r *multitenant) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m multitenantModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	found, err := create(ctx, t, m)
	if err != nil {
		op.Fail(cannotOrganization("create", t), err)
		return
	}
	m.refresh(found)
	op.Save(ctx, tfkit.OrganizationName)
}

// create creates the organization, or continues one that an interrupted apply has
// created: it has the names of the configuration, and no other tenant.
func create(ctx context.Context, t *tenant.Tenant, m multitenantModel) (graph.MultitenantOrganization, error) {
	now, err := t.Graph.MultitenantOrganization(ctx)
	if err != nil {
		return now, err
	}
	if !now.Active {
		return t.Graph.CreateMultitenantOrganization(ctx, m.DisplayName.ValueString(), m.Description.ValueString())
	}
	tenants, err := t.Graph.ActiveOrganizationTenants(ctx)
	if err != nil {
		return now, err
	}
	if len(tenants) == 1 && now.DisplayName == m.DisplayName.ValueString() && now.Description == m.Description.ValueString() {
		return now, nil
	}
	return now, fmt.Errorf("tenant %q is in the multitenant organization %q, with %d tenants, and a tenant can be in one only. If it is the organization of"+
		" this configuration, import it:\n\nimport {\n  to = multitenant_organization.<name>\n  id = %q\n}",
		t.Key, now.DisplayName, len(tenants), t.Key+"/"+tfkit.OrganizationName)
}

func (r *multitenant) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m multitenantModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.OrganizationName)
	now, err := t.Graph.RefreshMultitenantOrganization(ctx)
	if err != nil {
		op.Fail(cannotOrganization("read", t), err)
		return
	}
	if !now.Active {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Multitenant organization of tenant %q is gone", t.Key), fmt.Sprintf(
			"Tenant %q is in no multitenant organization any more: it has left it, or was removed. The plan creates the organization again.", t.Key))
		resp.State.RemoveResource(ctx)
		return
	}
	m.refresh(now)
	op.Save(ctx, tfkit.OrganizationName)
}

func (r *multitenant) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state multitenantModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if change := m.change(state); len(change) > 0 {
		found, err := t.Graph.UpdateMultitenantOrganization(ctx, change)
		if err != nil {
			op.Fail(cannotOrganization("update", t), err)
			return
		}
		m.refresh(found)
	}
	op.Save(ctx, tfkit.OrganizationName)
}

func (r *multitenant) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m multitenantModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Graph.LeaveMultitenantOrganization(ctx); err != nil {
		resp.Diagnostics.AddError(cannotOrganization("delete", t), explainLeaving(t, err))
	}
}

// explainLeaving adds the reason for which the service refuses to let a tenant leave.
func explainLeaving(t *tenant.Tenant, err error) string {
	text := tfkit.Explain(t, err)
	if refused := (*service.Error)(nil); errors.As(err, &refused) && refused.Final() {
		text += "\n\nAn organization keeps an active owner: the last owner leaves when no other tenant is active, or when another tenant has become an owner" +
			" (role = \"owner\" in multitenant_organization_tenant)."
	}
	return text
}

var organizationImport = tfkit.ImportID{Noun: "multitenant organization", Object: tfkit.OrganizationName, Example: tfkit.OrganizationName}

// ImportState finds the tenant; the read that follows sets the other attributes.
func (r *multitenant) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if imported := r.BeginImport(ctx, organizationImport, req, resp); imported != nil {
		imported.Save(ctx, imported.Object, map[string]string{"on_destroy": destroyDelete})
	}
}

func cannotOrganization(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the multitenant organization of tenant %q", verb, t.Key)
}
