package guest

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*departure)(nil)
	_ resource.ResourceWithImportState    = (*departure)(nil)
	_ resource.ResourceWithModifyPlan     = (*departure)(nil)
	_ resource.ResourceWithIdentity       = (*departure)(nil)
	_ resource.ResourceWithValidateConfig = (*departure)(nil)
)

// departure is multitenant_guest_departure: the steps by which an existing user
// leaves, and not the user.
type departure struct{ tfkit.Resource }

func newDeparture() resource.Resource { return &departure{tfkit.Resource{Timeout: defaultTimeout}} }

func (r *departure) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guest_departure"
}

func (r *departure) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m departureModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if !m.arrange(ctx, t, &resp.Diagnostics) {
		return
	}
	// The former values are lost with the state, so that it is saved before the write.
	op.Save(ctx, m.userID())
	resp.Diagnostics.Append(refreshedRecord.Save(ctx, resp.Private, refreshed{t.Now()})...)
	if m.stage() == rules.DepartureDeleted {
		return
	}
	change := m.change(rules.DepartureEnabled)
	if err := t.Graph.UpdateUser(ctx, m.userID(), change); err != nil {
		op.Fail(m.cannot(t, "disable"), err)
		// Any other error may follow a try that was carried out.
		if errors.Is(err, service.ErrForbidden) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if _, err := t.Graph.AwaitUser(ctx, m.userID(), change); err != nil {
		// An error would taint the resource, and the next apply would enable the user
		// and disable it again.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that user %s of tenant %q is disabled", m.userID(), t.Key),
			tfkit.Explain(t, err)+"\n\nGraph has accepted the change; the next plan shows whether it took effect.")
	}
}

// arrange reads the user before its departure. An internal user is refused.
func (m *departureModel) arrange(ctx context.Context, t *tenant.Tenant, diags *diag.Diagnostics) bool {
	planned := m.Stage
	u, err := m.find(ctx, t)
	switch {
	case err != nil:
		diags.AddError(m.cannot(t, "find"), tfkit.Explain(t, err))
	case !u.External():
		diags.AddError(m.cannot(t, "disable"), internalUser(u))
	case !planned.IsUnknown() && !m.Stage.Equal(planned):
		diags.AddError(m.cannot(t, "disable"), "The user has been deleted since the plan. Plan again.")
	case m.Stage.IsUnknown():
		m.Stage = types.StringValue(string(m.schedule().Due(0)))
	}
	m.begin(u, t.Now())
	return !diags.HasError()
}

// find reads the user, also in the recycle bin: a deleted user has left already.
func (m *departureModel) find(ctx context.Context, t *tenant.Tenant) (graph.User, error) {
	u, err := t.Graph.ListedUser(ctx, m.userID(), func(graph.User) bool { return true })
	if !errors.Is(err, service.ErrNotFound) {
		return u, err
	}
	deleted, unread := t.Graph.UserInBin(ctx, m.userID())
	if unread != nil || deleted.ID == "" {
		return u, cmp.Or(unread, err)
	}
	m.Stage = types.StringValue(string(rules.DepartureDeleted))
	return deleted, nil
}

func internalUser(u graph.User) string {
	return fmt.Sprintf("User %s is an internal user. A departure is for external users only.", u.UserPrincipalName)
}

// write brings an existing user to the planned stage, and returns when it can be read.
func (m *departureModel) write(ctx context.Context, t *tenant.Tenant, from rules.DepartureStage) error {
	change := m.change(from)
	if err := t.Graph.UpdateUser(ctx, m.userID(), change); err != nil {
		return err
	}
	_, err := t.Graph.AwaitUser(ctx, m.userID(), change)
	return err
}

func (r *departure) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m departureModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.userID())
	u, err := t.Graph.ListedUser(ctx, m.userID(), m.shows)
	gone := errors.Is(err, service.ErrNotFound)
	if gone {
		u, err = t.Graph.UserInBin(ctx, m.userID())
	}
	switch {
	case err != nil:
		op.Fail(m.cannot(t, "read"), err)
		return
	case gone && u.ID == "":
		resp.State.RemoveResource(ctx)
		return
	case gone:
		// The directory changes the name of a deleted user.
		u.UserPrincipalName = m.UserPrincipalName.ValueString()
	}
	if m.Since.IsNull() {
		m.begin(u, t.Now())
	}
	if m.refresh(u); gone {
		m.Stage = types.StringValue(string(rules.DepartureDeleted))
	}
	resp.Diagnostics.Append(refreshedRecord.Save(ctx, resp.Private, refreshed{t.Now()})...)
	op.Save(ctx, m.userID())
}

func (r *departure) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state departureModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	var err error
	what := "change"
	switch {
	case m.Stage.Equal(state.Stage):
	case m.stage() == rules.DepartureDeleted:
		what = "delete"
		err = m.delete(ctx, t)
	default:
		err = m.write(ctx, t, state.stage())
	}
	if err != nil {
		op.Fail(m.cannot(t, what), err)
		return
	}
	op.Save(ctx, m.userID())
}

// errEnabled stops a deletion.
var errEnabled = errors.New("the user has been enabled since the plan. Plan again: the departure goes on from there")

// delete deletes the user, unless it may sign in: then its departure was ended outside
// Terraform, and the plan did not know that.
func (m *departureModel) delete(ctx context.Context, t *tenant.Tenant) error {
	u, err := t.Graph.RefreshUser(ctx, m.userID())
	switch {
	case errors.Is(err, service.ErrNotFound):
		return nil
	case err != nil:
		return err
	case u.AccountEnabled:
		return errEnabled
	}
	return t.Graph.DeleteUser(ctx, m.userID())
}

// Delete ends the departure.
func (r *departure) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m departureModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if m.OnDestroy.ValueString() != destroyRestore {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := m.restore(ctx, t); err != nil {
		op.Fail(m.cannot(t, "restore"), err)
	}
}

// restore restores a deleted user, and its former values. A user that is deleted for
// good stays so.
func (m *departureModel) restore(ctx context.Context, t *tenant.Tenant) error {
	u, err := m.bringBack(ctx, t)
	if former := m.former(); err == nil && !former.SeenIn(u) {
		if err = t.Graph.UpdateUser(ctx, m.userID(), former); err == nil {
			_, err = t.Graph.AwaitUser(ctx, m.userID(), former)
		}
	}
	if errors.Is(err, service.ErrNotFound) {
		return nil
	}
	return err
}

// bringBack returns the user, from the recycle bin if it is there. Terraform destroys
// what has left the configuration without the refreshed state, so that the stage may be
// that before a killed apply.
func (m *departureModel) bringBack(ctx context.Context, t *tenant.Tenant) (graph.User, error) {
	first, second := t.Graph.RefreshUser, t.Graph.RestoreUser
	if m.stage() == rules.DepartureDeleted {
		first, second = second, first
	}
	u, err := first(ctx, m.userID())
	if errors.Is(err, service.ErrNotFound) {
		return second(ctx, m.userID())
	}
	return u, err
}

func (m *departureModel) cannot(t *tenant.Tenant, what string) string {
	return fmt.Sprintf("Cannot %s user %s of tenant %q for its departure", what, m.userID(), t.Key)
}

var departureID = tfkit.ImportID{Noun: "guest departure", Object: "<user>", Names: tfkit.UserNames, Example: "ana@contoso.example"}

// ImportState finds the user; the read that follows begins the departure.
func (r *departure) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportUser(ctx, departureID, req, resp, map[string]string{"on_destroy": destroyRestore})
}
