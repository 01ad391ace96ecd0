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
	_ resource.ResourceWithConfigure   = (*membership)(nil)
	_ resource.ResourceWithImportState = (*membership)(nil)
	_ resource.ResourceWithModifyPlan  = (*membership)(nil)
	_ resource.ResourceWithIdentity    = (*membership)(nil)
)

// membership is multitenant_organization_membership: a tenant that joins the
// organization of an owner.
type membership struct{ tfkit.Resource }

func newMembership() resource.Resource { return &membership{tfkit.Resource{Timeout: joinTimeout}} }

func (r *membership) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_membership"
}

// Create joins. A join that fails leaves no state: the next apply continues the
// request, and a tainted membership would leave the organization.
func (r *membership) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m membershipModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	err := r.join(ctx, t, m.ownerID())
	var now standing
	if err == nil {
		now, err = stands(ctx, t)
	}
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot join the multitenant organization of tenant %s with tenant %q", m.ownerID(), t.Key), err)
		return
	}
	m.refresh(now)
	op.Save(ctx, tfkit.MembershipName)
	r.awaitOwner(ctx, t, m.ownerID())
}

// awaitOwner waits until the owner lists the tenant as active, if the provider has the
// owner and may read it: data sources that depend on the membership list the tenants.
// The join is complete, so that a failure is none.
func (r *membership) awaitOwner(ctx context.Context, t *tenant.Tenant, ownerID string) {
	if owner, err := r.Tenants.ByID(ownerID); err == nil {
		_ = owner.Graph.AwaitOrganizationTenants(ctx, t.ID)
	}
}

// join joins the organization of an owner, unless the tenant is in it.
func (r *membership) join(ctx context.Context, t *tenant.Tenant, ownerID string) error {
	now, err := stands(ctx, t)
	switch {
	case err != nil:
		return err
	case now.Active && now.own.AddedBy != ownerID:
		return fmt.Errorf("tenant %q is in the multitenant organization %q, to which tenant %s has added it. A tenant can be in one organization only: it has to"+
			" leave that one first, or is imported with its owner_tenant_id", t.Key, now.DisplayName, now.own.AddedBy)
	case now.Active:
		return nil
	}
	return t.Graph.JoinMultitenantOrganization(ctx, ownerID, func(ctx context.Context) bool {
		owner, err := r.Tenants.ByID(ownerID)
		if err != nil {
			return false
		}
		listed, err := owner.Graph.OrganizationTenant(ctx, t.ID)
		return err == nil && listed.State == graph.OrganizationPending
	})
}

// standing is a tenant in its organization.
type standing struct {
	graph.MultitenantOrganization
	own graph.OrganizationTenant
}

// hasJoined reports whether the tenant has joined the organization, and not created it.
func (s standing) hasJoined(t *tenant.Tenant) bool {
	return s.own.AddedBy != "" && s.own.AddedBy != t.ID
}

// stands reads the organization of a tenant, and the tenant in it. It is inactive
// without one.
func stands(ctx context.Context, t *tenant.Tenant) (standing, error) {
	o, err := t.Graph.RefreshMultitenantOrganization(ctx)
	if err != nil || !o.Active {
		return standing{}, err
	}
	own, err := t.Graph.OwnOrganizationTenant(ctx)
	if errors.Is(err, service.ErrNotFound) {
		return standing{}, nil
	}
	return standing{o, own}, err
}

func (r *membership) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m membershipModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, tfkit.MembershipName)
	now, err := stands(ctx, t)
	if err != nil {
		op.Fail(cannotMembership("read", t), err)
		return
	}
	if !now.Active {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Tenant %q is in no multitenant organization any more", t.Key), fmt.Sprintf(
			"It has left the organization to which tenant %s had added it, or was removed. The plan joins again, which needs the tenant to be added again. %s",
			m.ownerID(), leftBehind))
		resp.State.RemoveResource(ctx)
		return
	}
	if before := m.Role.ValueString(); before != "" && before != now.own.Role {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Role of tenant %q in its multitenant organization has changed", t.Key), fmt.Sprintf(
			"It was %q, and is %q now, by a change outside of this resource. An owner sets it with multitenant_organization_tenant.", before, now.own.Role))
	}
	m.refresh(now)
	op.Save(ctx, tfkit.MembershipName)
}

// Update saves the new on_destroy: everything else replaces the membership or is the
// owner's.
func (r *membership) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state membershipModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	now, err := stands(ctx, t)
	if err != nil {
		op.Fail(cannotMembership("read", t), err)
		return
	}
	m.refresh(now)
	op.Save(ctx, tfkit.MembershipName)
}

func (r *membership) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m membershipModel
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
		resp.Diagnostics.AddError(cannotMembership("end", t), explainLeaving(t, err))
	}
}

var membershipImport = tfkit.ImportID{
	Noun: "membership in a multitenant organization", Object: tfkit.MembershipName, Example: tfkit.MembershipName,
}

// ImportState finds the organization of the tenant; the read that follows sets the
// other attributes.
func (r *membership) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	imported := r.BeginImport(ctx, membershipImport, req, resp)
	if imported == nil {
		return
	}
	now, err := stands(ctx, imported.Tenant)
	switch {
	case err == nil && !now.Active:
		err = errors.New("the tenant is in no multitenant organization")
	case err == nil && !now.hasJoined(imported.Tenant):
		err = errors.New("the tenant has created its multitenant organization, which is imported as multitenant_organization")
	}
	if err != nil {
		imported.Fail(err)
		return
	}
	imported.Save(ctx, imported.Object, map[string]string{"owner_tenant_id": now.own.AddedBy, "on_destroy": destroyLeave})
}

func cannotMembership(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s the membership of tenant %q in its multitenant organization", verb, t.Key)
}
