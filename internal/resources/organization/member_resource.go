package organization

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure   = (*member)(nil)
	_ resource.ResourceWithImportState = (*member)(nil)
	_ resource.ResourceWithModifyPlan  = (*member)(nil)
	_ resource.ResourceWithIdentity    = (*member)(nil)
)

// member is multitenant_organization_tenant: a tenant that an owner adds to its
// organization.
type member struct{ tfkit.Resource }

func newMember() resource.Resource { return &member{tfkit.Resource{Timeout: changeTimeout}} }

func (r *member) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_tenant"
}

func (r *member) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m memberModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	found, added, err := t.Graph.AddOrganizationTenant(ctx, m.memberID(), m.DisplayName.ValueString(), m.Role.ValueString())
	if err == nil && !added && !m.continues(t, found) {
		err = existing(t, found)
	}
	if err != nil {
		op.Fail(m.cannot("add", "to", t), err)
		return
	}
	m.refresh(found)
	op.Save(ctx, m.memberID())
}

// existing is the error for a tenant that was added before.
func existing(t *tenant.Tenant, found graph.OrganizationTenant) error {
	return fmt.Errorf("the organization lists the tenant already, as %q: %s, %s. Import it:\n\nimport {\n  to = multitenant_organization_tenant.<name>\n  id = %q\n}",
		found.DisplayName, found.Role, found.State, t.Key+"/"+found.TenantID)
}

func (r *member) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m memberModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.memberID())
	found, err := t.Graph.RefreshOrganizationTenant(ctx, m.memberID())
	if errors.Is(err, service.ErrNotFound) {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Tenant %s is not in the multitenant organization any more", m.named(r.Tenants)), fmt.Sprintf(
			"The organization of tenant %q does not list it: it has left, or was removed. The plan adds it again; then it has to join again. %s", t.Key, leftBehind))
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		op.Fail(m.cannot("read", "of", t), err)
		return
	}
	m.sayChanged(t, r.Tenants, found, &resp.Diagnostics)
	m.refresh(found)
	op.Save(ctx, m.memberID())
}

// sayChanged reports what a refresh has found: another role than in the state, a tenant
// that has not joined, and one that is being removed. A plan shows the role alone.
func (m *memberModel) sayChanged(t *tenant.Tenant, tenants *tenant.Registry, now graph.OrganizationTenant, diags *diag.Diagnostics) {
	name := m.named(tenants)
	before := m.Role.ValueString()
	switch {
	case now.Leaving():
		diags.AddWarning(fmt.Sprintf("Tenant %s is being removed from the multitenant organization", name), fmt.Sprintf(
			"The removal was requested outside of this configuration, in tenant %q or in the tenant itself. When it is complete, a plan adds the tenant again.", t.Key))
	case now.State == graph.OrganizationPending:
		diags.AddWarning(fmt.Sprintf("Tenant %s has not joined the multitenant organization yet", name), fmt.Sprintf(
			"Tenant %q added it on %s, and it is pending: it has to join with multitenant_organization_membership, or in its Microsoft 365 admin center.",
			t.Key, now.Added))
	}
	if before != "" && before != now.Role {
		diags.AddWarning(fmt.Sprintf("Role of tenant %s in the multitenant organization has changed", name), fmt.Sprintf(
			"It was %q, and is %q now, by a change outside of this configuration. The plan restores the role if it is configured.", before, now.Role))
	}
}

func (r *member) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state memberModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	found, err := t.Graph.OrganizationTenant(ctx, m.memberID())
	if err == nil && found.Role != m.Role.ValueString() {
		found, err = t.Graph.SetOrganizationRole(ctx, m.memberID(), m.Role.ValueString())
	}
	if err != nil {
		op.Fail(m.cannot("change the role of", "in", t), err)
		return
	}
	m.refresh(found)
	op.Save(ctx, m.memberID())
}

func (r *member) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m memberModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Graph.RemoveOrganizationTenant(ctx, m.memberID(), m.Role.ValueString()); err != nil {
		op.Fail(m.cannot("remove", "from", t), err)
	}
}

func (m *memberModel) cannot(verb, preposition string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s tenant %s %s the multitenant organization of tenant %q", verb, m.memberID(), preposition, t.Key)
}
