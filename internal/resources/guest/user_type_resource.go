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

// userType is multitenant_guest_user_type: a setting of an existing user, not the
// user.
type userType struct{ tfkit.Resource }

func newUserType() resource.Resource { return &userType{tfkit.Resource{Timeout: defaultTimeout}} }

func (r *userType) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guest_user_type"
}

func (r *userType) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m userTypeModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	before := r.become(ctx, t, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	m.created(before)
	op.Save(ctx, m.userID())
	if _, err := t.Graph.AwaitUser(ctx, m.userID(), m.change()); err != nil {
		// An error would taint the resource, and the next apply would change the
		// type back and forth.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that user %s of tenant %q is a %s", m.userID(), t.Key, m.UserType.ValueString()),
			tfkit.Explain(t, err)+"\n\nGraph has accepted the change; the next plan shows whether it took effect.")
	}
}

func (r *userType) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m userTypeModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.userID())
	u, err := t.Graph.ListedUser(ctx, m.userID(), m.shows)
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot read user %s in tenant %q", m.userID(), t.Key), err)
		return
	}
	m.refresh(u)
	op.Save(ctx, m.userID())
}

func (r *userType) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state userTypeModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if m.UserType.Equal(state.UserType) {
		op.Save(ctx, m.userID())
		return
	}
	r.become(ctx, t, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	op.Save(ctx, m.userID())
	if _, err := t.Graph.AwaitUser(ctx, m.userID(), m.change()); err != nil {
		op.Fail(cannotBecome(t, m.UserType.ValueString(), m), err)
	}
}

func (r *userType) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m userTypeModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	former, restores := m.restores()
	if !restores {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := restore(ctx, t, m.userID(), former); err != nil {
		op.Fail(cannotBecome(t, former+" again", m), err)
	}
}

// become sets the planned type of a user unless it has that type, and returns the
// user before the change. The order is checked here again: a user that is created
// in the same apply is not known in the plan.
func (r *userType) become(ctx context.Context, t *tenant.Tenant, m userTypeModel, diags *diag.Diagnostics) graph.User {
	u, err := t.Graph.AwaitUser(ctx, m.userID(), graph.UserChange{})
	if err != nil {
		diags.AddError(cannotBecome(t, m.UserType.ValueString(), m), tfkit.Explain(t, err))
		return u
	}
	r.check(ctx, t, u, m, diags)
	if diags.HasError() || m.change().SeenIn(u) {
		return u
	}
	if err := t.Graph.UpdateUser(ctx, u.ID, m.change()); err != nil {
		diags.AddError(cannotBecome(t, m.UserType.ValueString(), m), tfkit.Explain(t, err))
	}
	return u
}

// restore restores the former type of a user. It does nothing if the user has that
// type, or is deleted.
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
