package guest

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
	_ resource.ResourceWithConfigure   = (*userType)(nil)
	_ resource.ResourceWithImportState = (*userType)(nil)
	_ resource.ResourceWithModifyPlan  = (*userType)(nil)
	_ resource.ResourceWithIdentity    = (*userType)(nil)
)

// userType is multitenant_guest_user_type: a setting of a user who exists, not
// the user.
type userType struct{ tfkit.Resource }

func newUserType() resource.Resource { return &userType{} }

func (r *userType) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guest_user_type"
}

func (r *userType) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m userTypeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Create(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	before := r.become(ctx, t, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.created(t, before)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.userID()))...)
	if _, err := t.Graph.AwaitUser(ctx, m.userID(), m.change()); err != nil {
		// An error would taint the resource, and the next apply would turn the
		// person back and forth once more.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that user %s of tenant %q is a %s", m.userID(), t.Key, m.UserType.ValueString()),
			tfkit.Explain(t, err)+"\n\nGraph has accepted the change; the next plan shows whether it is there.")
	}
}

func (r *userType) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m userTypeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Read(ctx, tfkit.ReadTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// Set on every way out, as the framework wants it.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.userID()))...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	u, err := t.Graph.RefreshUser(ctx, m.userID())
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot read user %s in tenant %q", m.userID(), t.Key), tfkit.Explain(t, err))
		return
	}
	m.refresh(t, u)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (r *userType) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state userTypeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := m.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if !m.UserType.Equal(state.UserType) {
		r.become(ctx, t, m, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.userID()))...)
	if m.UserType.Equal(state.UserType) {
		return
	}
	if _, err := t.Graph.AwaitUser(ctx, m.userID(), m.change()); err != nil {
		resp.Diagnostics.AddError(cannotBecome(t, m.UserType.ValueString(), m), tfkit.Explain(t, err))
	}
}

func (r *userType) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m userTypeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	former, restores := m.restores()
	if resp.Diagnostics.HasError() || !restores {
		return
	}
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := restore(ctx, t, m.userID(), former); err != nil {
		resp.Diagnostics.AddError(cannotBecome(t, former+" again", m), tfkit.Explain(t, err))
	}
}

// become gives a user the planned type, unless they have it, and returns them
// as they were before. The order of things is checked here again: nobody could
// know about a user who was created in this very apply.
func (r *userType) become(ctx context.Context, t *tenant.Tenant, m userTypeModel, diags *diag.Diagnostics) graph.User {
	u, err := t.Graph.AwaitUser(ctx, m.userID(), graph.UserChange{})
	if err != nil {
		diags.AddError(cannotBecome(t, m.UserType.ValueString(), m), tfkit.Explain(t, err))
		return u
	}
	r.check(t, u, m, diags)
	if diags.HasError() || m.change().SeenIn(u) {
		return u
	}
	if err := t.Graph.UpdateUser(ctx, u.ID, m.change()); err != nil {
		diags.AddError(cannotBecome(t, m.UserType.ValueString(), m), tfkit.Explain(t, err))
	}
	return u
}

// restore gives a user the former type back. There is nothing to do for somebody
// who has it, or who is gone.
func restore(ctx context.Context, t *tenant.Tenant, userID, former string) error {
	change := graph.UserChange{UserType: former}
	u, err := t.Graph.User(ctx, userID)
	if err == nil && !change.SeenIn(u) {
		if err = t.Graph.UpdateUser(ctx, userID, change); err == nil {
			_, err = t.Graph.AwaitUser(ctx, userID, change)
		}
	}
	if errors.Is(err, service.ErrNotFound) {
		return nil
	}
	return err
}

func cannotBecome(t *tenant.Tenant, what string, m userTypeModel) string {
	return fmt.Sprintf("Cannot make user %s of tenant %q a %s", m.userID(), t.Key, what)
}
