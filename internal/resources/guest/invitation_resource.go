package guest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// defaultTimeout covers replication, which can take minutes, and the longest waits
// that Graph requests when it throttles.
const defaultTimeout = 15 * time.Minute

var (
	_ resource.ResourceWithConfigure   = (*invitation)(nil)
	_ resource.ResourceWithImportState = (*invitation)(nil)
	_ resource.ResourceWithModifyPlan  = (*invitation)(nil)
	_ resource.ResourceWithIdentity    = (*invitation)(nil)
)

// invitation is multitenant_b2b_invitation.
type invitation struct{ tfkit.Resource }

func newInvitation() resource.Resource { return &invitation{} }

func (r *invitation) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_b2b_invitation"
}

func (r *invitation) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	var onExisting types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("on_existing"), &onExisting)...)
	timeout, diags := m.Timeouts.Create(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if m.HomeTenant.ValueString() != "" {
		r.KnownTenant(path.Root("home_tenant"), m.HomeTenant, &resp.Diagnostics)
	}
	if t != nil {
		r.ReportUnsaid(invitationKey(t, m), attributeOf, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	a := arriving{
		model: m, restores: m.restores(onExisting),
		home: lookAtHome(ctx, r.Tenants, t, m.HomeTenant.ValueString(), m.Email.ValueString()),
	}
	arrived, err := arrive(ctx, t, a)
	if err != nil {
		cannotArrive(t, m, err, &resp.Diagnostics)
		return
	}
	// From here on the user exists, so an interrupt waits for the remaining
	// requests.
	ctx, done := tfkit.Grace(ctx, interruptGrace)
	defer done()
	if arrived.mails {
		arrived.redeemURL = deliver(ctx, t, m, m.invitation(), arrived.redeemURL, &resp.Diagnostics)
	}
	if arrived.withheld {
		warnOfWithheldMail(t, m, &resp.Diagnostics)
	}
	if arrived.continued && m.SendMessage.ValueBool() {
		warnOfMail(t, m, "An interrupted apply invited the user, and may have sent the mail.", &resp.Diagnostics)
	}
	u, err := settle(ctx, t, m, arrived)
	if err != nil {
		cannotArrive(t, m, &unfinishedError{userID: arrived.userID, err: err}, &resp.Diagnostics)
		return
	}
	if u == nil {
		resp.Diagnostics.AddWarning(
			fmt.Sprintf("Cannot read %s in tenant %q", m.Email.ValueString(), t.Key),
			"The user was invited, but the application cannot read users, so external changes are not detected,"+
				" computed attributes stay empty, and on_destroy is keep unless it is set. User.Read.All is sufficient to read.")
	}
	m.arrived(t, arrived, u, a.person)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, arrived.userID))...)
	notes := invitationNotes{Invited: arrived.invited}.managing(ctx, req.Config, &resp.Diagnostics)
	resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, notes)...)
}

// cannotArrive reports a failed creation. It leaves no state: Terraform would taint
// the resource, and delete and re-invite the user, while the next apply finds and
// continues the completed steps.
func cannotArrive(t *tenant.Tenant, m model, err error, diags *diag.Diagnostics) {
	summary := fmt.Sprintf("Cannot invite %s to tenant %q", m.Email.ValueString(), t.Key)
	var (
		existing   *existsError
		deleted    *inRecycleBinError
		unreadable *unreadableError
		unfinished *unfinishedError
	)
	switch {
	case errors.As(err, &existing), errors.As(err, &deleted):
		diags.AddAttributeError(path.Root("email"), summary, err.Error())
	case errors.As(err, &unreadable):
		diags.AddAttributeError(path.Root("send_message"), summary, err.Error())
	case errors.As(err, &unfinished):
		diags.AddError(fmt.Sprintf("Cannot finish the invitation of %s to tenant %q", m.Email.ValueString(), t.Key),
			tfkit.Explain(t, unfinished.err)+fmt.Sprintf("\n\nThe user exists there as user %s. Apply again to continue: no user is invited or"+
				" mailed a second time.", unfinished.userID))
	default:
		diags.AddError(summary, tfkit.Explain(t, err))
	}
}

func (r *invitation) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	notes := notesRecord.Load(ctx, req.Private, &resp.Diagnostics)
	timeout, diags := m.Timeouts.Read(ctx, tfkit.ReadTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r.findMoved(ctx, &m, &resp.Diagnostics)
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// The identity is set in every case: CLIs below 1.12 store no identity to fall
	// back on, and the framework requires one even for a deleted user.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, m.UserID.ValueString()))...)
	u, err := t.Graph.RefreshUser(ctx, m.UserID.ValueString())
	switch {
	case errors.Is(err, service.ErrNotFound):
		resp.State.RemoveResource(ctx)
		return
	case errors.Is(err, service.ErrForbidden):
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot read %s in tenant %q", m.Email.ValueString(), t.Key),
			tfkit.Explain(t, err)+" External changes are not detected.")
		return
	case err != nil:
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot read %s in tenant %q", name(m), t.Key), tfkit.Explain(t, err))
		return
	}
	if err := m.readLinks(ctx, t, notes); err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot read manager and sponsors of %s in tenant %q", name(m), t.Key), tfkit.Explain(t, err))
		return
	}
	if notes.Import {
		m.imported(t, u)
		resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, invitationNotes{})...)
	}
	m.refresh(t, u)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func (r *invitation) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, before model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	notes := notesRecord.Load(ctx, req.Private, &resp.Diagnostics)
	timeout, diags := m.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	t := r.PlannedTenant(m.Tenant, m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id := m.UserID.ValueString()
	if m.resets(before) && !r.reset(ctx, t, &m, before, resp) {
		return
	}
	if err := apply(ctx, t, id, m.changeSince(before), m.linksSince(before)); err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot update %s in tenant %q", m.Email.ValueString(), t.Key), tfkit.Explain(t, err))
		return
	}
	m.settleUnknown()
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, tfkit.NewIdentity(t.ID, id))...)
	notes = notes.managing(ctx, req.Config, &resp.Diagnostics)
	resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, notes)...)
}

func (r *invitation) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	timeout, diags := m.Timeouts.Delete(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	if m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := r.TenantOf(m.TenantID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	id := m.UserID.ValueString()
	if m.OnDestroy.ValueString() == destroyDisable {
		off := false
		err := t.Graph.UpdateUser(ctx, id, graph.UserChange{AccountEnabled: &off})
		if err != nil && !errors.Is(err, service.ErrNotFound) {
			resp.Diagnostics.AddError(fmt.Sprintf("Cannot disable %s in tenant %q", m.Email.ValueString(), t.Key), tfkit.Explain(t, err))
		}
		return
	}
	if err := t.Graph.DeleteUser(ctx, id); err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot delete %s in tenant %q", m.Email.ValueString(), t.Key), tfkit.Explain(t, err))
	}
}

// name is the name of the user in messages.
func name(m model) string {
	if m.Email.ValueString() != "" {
		return m.Email.ValueString()
	}
	return "user " + m.UserID.ValueString()
}

func stringOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
