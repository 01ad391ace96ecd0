package guest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
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

func newInvitation() resource.Resource { return &invitation{tfkit.Resource{Timeout: defaultTimeout}} }

func (r *invitation) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_b2b_invitation"
}

func (r *invitation) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m model
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	onExisting := m.readConfig(ctx, req.Config, &resp.Diagnostics)
	t := op.FindTenant()
	r.reportUnplanned(t, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
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
	ctx, done := share.Grace(ctx, interruptGrace)
	defer done()
	arrived.redeemURL = mail(ctx, t, m, arrived, &resp.Diagnostics)
	u, err := settle(ctx, t, m, arrived)
	if err != nil {
		cannotArrive(t, m, &unfinishedError{userID: arrived.userID, err: err}, &resp.Diagnostics)
		return
	}
	if u == nil {
		warnOfUnreadable(t, m, &resp.Diagnostics)
	}
	m.arrived(arrived, u, a.person)
	op.Save(ctx, arrived.userID)
	notes := invitationNotes{Invited: arrived.invited}.managing(ctx, req.Config, &resp.Diagnostics)
	resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, notes)...)
}

// reportUnplanned reports findings that the plan could not determine, or left to
// other resources. The tenant is nil after an error about it.
func (r *invitation) reportUnplanned(t *tenant.Tenant, m model, diags *diag.Diagnostics) {
	if m.HomeTenant.ValueString() != "" {
		r.KnownTenant(path.Root("home_tenant"), m.HomeTenant, diags)
	}
	if t != nil {
		r.ReportUnsaid(invitationKey(t, m), attributeOf, diags)
	}
}

// warnOfUnreadable warns about the limits of an application that cannot read users.
func warnOfUnreadable(t *tenant.Tenant, m model, diags *diag.Diagnostics) {
	diags.AddWarning(
		fmt.Sprintf("Cannot read %s in tenant %q", m.Email.ValueString(), t.Key),
		"The user was invited, but the application cannot read users, so external changes are not detected,"+
			" computed attributes stay empty, and on_destroy is keep unless it is set. User.Read.All is sufficient to read.")
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
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	before := m
	notes := notesRecord.Load(ctx, req.Private, &resp.Diagnostics)
	r.findMoved(ctx, &m, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	id := m.UserID.ValueString()
	op.Identify(ctx, id)
	u, there := m.readUser(ctx, t, notes, resp)
	if !there {
		return
	}
	if notes.Import {
		m.imported(t, u)
		resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, invitationNotes{})...)
	}
	m.refresh(u)
	if m.Locate(t, id); !reflect.DeepEqual(m, before) {
		op.Save(ctx, id)
	}
}

// readUser reads the user and the links to others. It is false if there is none, or if
// the state stays as it is.
func (m *model) readUser(ctx context.Context, t *tenant.Tenant, notes invitationNotes, resp *resource.ReadResponse) (u graph.User, there bool) {
	id, what := m.UserID.ValueString(), name(*m)
	u, err := t.Graph.ListedUser(ctx, id, func(u graph.User) bool { return notes.Import || m.shows(u) })
	if errors.Is(err, service.ErrForbidden) {
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot read %s in tenant %q", m.Email.ValueString(), t.Key),
			tfkit.Explain(t, err)+" External changes are not detected.")
		return u, false
	}
	gone := errors.Is(err, service.ErrNotFound)
	if err == nil {
		what = "manager and sponsors of " + what
		err = m.readLinks(ctx, t, notes)
		// A manager or sponsor can be missing, too.
		gone = errors.Is(err, service.ErrNotFound) && t.Graph.Gone(ctx, id)
	}
	switch {
	case gone:
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot read %s in tenant %q", what, t.Key), tfkit.Explain(t, err))
	}
	return u, err == nil
}

func (r *invitation) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, before model
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &before)
	defer op.End()
	notes := notesRecord.Load(ctx, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	if !notesRecord.Kept(ctx, req.Private) {
		notes = before.withoutNotes()
	}
	id := m.UserID.ValueString()
	m.readConfig(ctx, req.Config, &resp.Diagnostics)
	if m.resets(before) && !r.reset(ctx, t, &m, before, resp) {
		return
	}
	if err := apply(ctx, t, id, m.changeSince(before), m.linksSince(before)); err != nil {
		op.Fail(fmt.Sprintf("Cannot update %s in tenant %q", m.Email.ValueString(), t.Key), err)
		return
	}
	m.settleUnknown()
	op.Save(ctx, id)
	notes = notes.managing(ctx, req.Config, &resp.Diagnostics)
	resp.Diagnostics.Append(notesRecord.Save(ctx, resp.Private, notes)...)
}

func (r *invitation) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m model
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	id := m.UserID.ValueString()
	if m.OnDestroy.ValueString() == destroyDisable {
		off := false
		err := t.Graph.UpdateUser(ctx, id, graph.UserChange{AccountEnabled: &off})
		if err != nil && !errors.Is(err, service.ErrNotFound) {
			op.Fail(fmt.Sprintf("Cannot disable %s in tenant %q", m.Email.ValueString(), t.Key), err)
		}
		return
	}
	if err := t.Graph.DeleteUser(ctx, id); err != nil {
		op.Fail(fmt.Sprintf("Cannot delete %s in tenant %q", m.Email.ValueString(), t.Key), err)
	}
}

// name is the name of the user in messages.
func name(m model) string {
	if m.Email.ValueString() != "" {
		return m.Email.ValueString()
	}
	return "user " + m.UserID.ValueString()
}
