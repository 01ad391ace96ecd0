package addressbook

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*mailUser)(nil)
	_ resource.ResourceWithImportState    = (*mailUser)(nil)
	_ resource.ResourceWithModifyPlan     = (*mailUser)(nil)
	_ resource.ResourceWithIdentity       = (*mailUser)(nil)
	_ resource.ResourceWithValidateConfig = (*mailUser)(nil)
)

// mailUser is multitenant_mail_user: settings of an existing user, not the user. The
// visibility in the address book is multitenant_gal_visibility's.
type mailUser struct{ tfkit.Resource }

func newMailUser() resource.Resource { return &mailUser{tfkit.Resource{Timeout: defaultTimeout}} }

func (r *mailUser) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mail_user"
}

func (r *mailUser) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m, config mailUserModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	t := op.FindTenant()
	if t == nil {
		return
	}
	found, ok := m.find(ctx, t, &resp.Diagnostics)
	if !ok {
		return
	}
	before := m
	before.observe(found)
	if m.PrimarySMTPAddress.IsUnknown() {
		m.PrimarySMTPAddress = before.PrimarySMTPAddress
	}
	if !m.checkPrimary(ctx, &resp.Diagnostics) {
		return
	}
	former := formerMail{}.after(m, config, before)
	change := m.changeSince(before, former.Added, nil)
	if err := send(ctx, t, m.userID(), change); err != nil {
		op.Fail(m.failure(t), err)
		return
	}
	// The former values are lost with the state, so that it is saved before the wait.
	planned := m
	m.complete(before, change)
	m.Former = formerMailRecord.Text(former, &resp.Diagnostics)
	op.Save(ctx, m.userID())
	if err := m.await(ctx, op, change, planned); err != nil {
		// An error would taint the resource, and the next apply would change the
		// addresses back and forth.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that mail user %s of tenant %q is changed", m.userID(), t.Key),
			tfkit.Explain(t, err)+"\n\nThe next plan shows whether the change took effect.")
	}
}

func (m *mailUserModel) failure(t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot change mail user %s of tenant %q", m.userID(), t.Key)
}

// find reads the mail user, and waits for one that Exchange is about to create.
func (m *mailUserModel) find(ctx context.Context, t *tenant.Tenant, diags *diag.Diagnostics) (exchange.MailUser, bool) {
	found, err := t.Exchange.MailUser(ctx, m.userID())
	if errors.Is(err, service.ErrNotFound) {
		if why, fix := withoutMailUser(ctx, t, m.userID()); why != "" {
			diags.AddError(m.failure(t), fmt.Sprintf("Exchange Online has no mail user for %s in tenant %q and will not create one: %s.\n\n%s",
				m.userID(), t.Key, why, fix))
			return found, false
		}
		found, err = t.Exchange.AwaitMailUser(ctx, m.userID())
	}
	if err != nil {
		diags.AddError(m.failure(t), tfkit.Explain(t, err))
	}
	return found, err == nil
}

// withoutMailUser explains why a user will have no mail user. It is empty where that
// may be late, and where Graph does not tell.
func withoutMailUser(ctx context.Context, t *tenant.Tenant, userID string) (why, fix string) {
	u, err := t.Graph.AwaitUser(ctx, userID, graph.UserChange{})
	switch {
	case errors.Is(err, service.ErrNotFound):
		return "the tenant has no such user", "Check user_id and tenant."
	case err != nil:
		return "", ""
	case !u.External():
		return "it is an internal user", "Change a mailbox in Exchange Online: this resource is for external users."
	}
	return rules.WithoutMailUser(mailUserFacts(ctx, t, u))
}

// send sends a change. A new external address goes first: Exchange may add it to the
// addresses, which are the given ones in the end (exchange §9.2).
func send(ctx context.Context, t *tenant.Tenant, id string, c exchange.RecipientChange) error {
	if c.ExternalAddress != nil && c.Addresses != nil {
		if err := t.Exchange.SetMailUser(ctx, id, exchange.RecipientChange{ExternalAddress: c.ExternalAddress}); err != nil {
			return err
		}
		c.ExternalAddress = nil
	}
	return t.Exchange.SetMailUser(ctx, id, c)
}

// await waits until a change can be read, and saves what is there.
func (m *mailUserModel) await(ctx context.Context, op *tfkit.Operation, c exchange.RecipientChange, planned mailUserModel) error {
	if c == (exchange.RecipientChange{}) {
		return nil
	}
	u, err := op.Tenant.Exchange.AwaitMailUserChange(ctx, m.userID(), c)
	if err == nil {
		m.observe(u)
		m.keep(planned)
		op.Save(ctx, m.userID())
	}
	return err
}

func (r *mailUser) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m mailUserModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.userID())
	u, err := t.Exchange.RefreshMailUser(ctx, m.userID())
	switch {
	case errors.Is(err, service.ErrNotFound):
		resp.State.RemoveResource(ctx)
	case err != nil:
		op.Fail(fmt.Sprintf("Cannot read mail user %s of tenant %q", m.userID(), t.Key), err)
	default:
		m.observe(u)
		if m.Former.IsNull() {
			m.Former = formerMailRecord.Text(formerMailRecord.Load(ctx, req.Private, &resp.Diagnostics).complete(m), &resp.Diagnostics)
		}
		op.Save(ctx, m.userID())
	}
}

func (r *mailUser) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state, config mailUserModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	former := formerMailRecord.Of(ctx, state.Former, req.Private, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	next := former.after(m, config, state)
	change := m.changeSince(state, next.Added, subtract(former.Added, next.Added))
	if err := send(ctx, t, m.userID(), change); err != nil {
		op.Fail(m.failure(t), err)
		return
	}
	planned := m
	m.complete(state, change)
	if m.Former.IsUnknown() {
		m.Former = formerMailRecord.Text(next, &resp.Diagnostics)
	}
	op.Save(ctx, m.userID())
	if err := m.await(ctx, op, change, planned); err != nil {
		op.Fail(m.failure(t), err)
	}
}

func (r *mailUser) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m mailUserModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	former := formerMailRecord.Of(ctx, m.Former, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !m.restores() {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := former.restore(ctx, t, m.userID()); err != nil && !errors.Is(err, service.ErrNotFound) {
		op.Fail(fmt.Sprintf("Cannot restore mail user %s of tenant %q", m.userID(), t.Key), err)
	}
}

// restore sets all former values. What Exchange shows is not compared with them: it
// may be older than the last change.
func (f formerMail) restore(ctx context.Context, t *tenant.Tenant, id string) error {
	change := f.change()
	if change == (exchange.RecipientChange{}) {
		return nil
	}
	if err := send(ctx, t, id, change); err != nil {
		return err
	}
	_, err := t.Exchange.AwaitMailUserChange(ctx, id, change)
	return err
}
