package addressbook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// defaultTimeout covers the time until Exchange Online has the mail user of a new
// guest, which takes minutes and at times longer (exchange §12).
const defaultTimeout = 30 * time.Minute

var (
	_ resource.ResourceWithConfigure   = (*visibility)(nil)
	_ resource.ResourceWithImportState = (*visibility)(nil)
	_ resource.ResourceWithModifyPlan  = (*visibility)(nil)
	_ resource.ResourceWithIdentity    = (*visibility)(nil)
)

// visibility is multitenant_gal_visibility: a setting of an existing user, not the
// user.
type visibility struct{ tfkit.Resource }

func newVisibility() resource.Resource { return &visibility{tfkit.Resource{Timeout: defaultTimeout}} }

func (r *visibility) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_gal_visibility"
}

func (r *visibility) changeTo(t *tenant.Tenant, m *visibilityModel, visible bool, diags *diag.Diagnostics) *change {
	return &change{visibility: r, tenant: t, userID: m.userID(), visible: visible, exchange: m.Exchange.ValueString(), diags: diags}
}

func (r *visibility) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m visibilityModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	c := r.changeTo(t, &m, m.Visible.ValueBool(), &resp.Diagnostics)
	if !c.find(ctx) {
		return
	}
	m.observe(c.user, c.mailUser)
	m.FormerVisible = m.current()
	// The state is saved before the write: after one whose outcome is not known, the
	// resource is tainted, and the next apply restores the former visibility and
	// creates it again. Without a state, the next apply would take the new value for
	// the former one.
	op.Save(ctx, m.userID())
	resp.Diagnostics.Append(formerRecord.Save(ctx, resp.Private, former{NoValue: m.FormerVisible.IsNull()})...)
	err := r.apply(ctx, c, op, &m, resp.Private)
	switch {
	case err == nil:
	case c.accepted:
		// An error would taint the resource, and the next apply would change the
		// visibility back and forth.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that user %s of tenant %q is changed", m.userID(), t.Key),
			tfkit.Explain(t, err)+"\n\nThe next plan shows whether the change took effect.")
	default:
		c.fail(err)
		if unchanged(err) {
			resp.State.RemoveResource(ctx)
		}
	}
}

// unchanged reports whether a failed write has certainly changed nothing.
func unchanged(err error) bool {
	return errors.Is(err, service.ErrForbidden) || errors.Is(err, service.ErrUnauthorized) || errors.Is(err, service.ErrNotFound)
}

// apply writes a change that has been found, and saves the state as soon as it is
// accepted.
func (r *visibility) apply(ctx context.Context, c *change, op *tfkit.Operation, m *visibilityModel, private tfkit.PrivateWriter) error {
	save := func() {
		m.observe(c.user, c.mailUser)
		op.Save(ctx, m.userID())
		c.diags.Append(appliedRecord.Save(ctx, private, m.applied())...)
	}
	// The record precedes the write as well, for the refresh after a write whose
	// outcome is not known.
	m.observe(c.user, c.mailUser)
	c.diags.Append(appliedRecord.Save(ctx, private, m.applied())...)
	if err := c.write(ctx); err != nil {
		return err
	}
	save()
	if err := c.settle(ctx); err != nil {
		return err
	}
	save()
	r.check(c.tenant, m, c.diags)
	return nil
}

func (r *visibility) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m visibilityModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	last := appliedRecord.Load(ctx, req.Private, &resp.Diagnostics)
	op.Identify(ctx, m.userID())
	u, err := readUser(ctx, t, &m)
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	var found *exchange.MailUser
	answered := false
	if err == nil && m.Exchange.ValueString() != exchangeOff {
		found, answered, err = r.readExchange(ctx, t, &m, &resp.Diagnostics)
	}
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot read the visibility of user %s in tenant %q", m.userID(), t.Key), err)
		return
	}
	m.observe(u, found)
	m.refresh(last, answered)
	op.Save(ctx, m.userID())
}

// readUser reads the user.
func readUser(ctx context.Context, t *tenant.Tenant, m *visibilityModel) (graph.User, error) {
	return t.Graph.ListedUser(ctx, m.userID(), func(u graph.User) bool {
		return types.BoolPointerValue(u.ShowInAddressList).Equal(m.VisibleInGraph) && m.UserPrincipalName.ValueString() == u.UserPrincipalName
	})
}

// readExchange reads the mail user, nil if there is none, and reports whether
// Exchange answered.
func (r *visibility) readExchange(ctx context.Context, t *tenant.Tenant, m *visibilityModel, diags *diag.Diagnostics) (*exchange.MailUser, bool, error) {
	found, err := t.Exchange.MailUser(ctx, m.userID())
	switch {
	case err == nil:
		return &found, true, nil
	case errors.Is(err, service.ErrNotFound):
		return nil, true, nil
	case m.Exchange.ValueString() != exchangeRequired && exchange.Unavailable(err):
		r.warnUnavailable(t, err, diags)
		return nil, false, nil
	}
	return nil, false, err
}

func (r *visibility) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state visibilityModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if m.FormerVisible.IsUnknown() {
		m.FormerVisible = m.formerAfter(state, formerRecord.Load(ctx, req.Private, &resp.Diagnostics))
	}
	if m.same(state) {
		op.Save(ctx, m.userID())
		return
	}
	c := r.changeTo(t, &m, m.Visible.ValueBool(), &resp.Diagnostics)
	if !c.find(ctx) {
		return
	}
	if err := r.apply(ctx, c, op, &m, resp.Private); err != nil {
		c.fail(err)
	}
}

func (r *visibility) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m visibilityModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	visible, restores := m.restores(formerRecord.Load(ctx, req.Private, &resp.Diagnostics))
	if !restores {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if visible == nil {
		if err := clearVisibility(ctx, t, m.userID()); err != nil {
			op.Fail(fmt.Sprintf("Cannot clear showInAddressList of user %s of tenant %q", m.userID(), t.Key), err)
		}
		return
	}
	c := r.changeTo(t, &m, *visible, &resp.Diagnostics)
	if err := c.restore(ctx); err != nil {
		c.fail(err)
	}
}
