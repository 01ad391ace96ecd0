package addressbook

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// mailContactType is the RecipientTypeDetails of mail contacts.
const mailContactType = "MailContact"

var (
	_ resource.ResourceWithConfigure   = (*mailContact)(nil)
	_ resource.ResourceWithImportState = (*mailContact)(nil)
	_ resource.ResourceWithModifyPlan  = (*mailContact)(nil)
	_ resource.ResourceWithIdentity    = (*mailContact)(nil)
)

// mailContact is multitenant_mail_contact.
type mailContact struct{ tfkit.Resource }

func newMailContact() resource.Resource { return &mailContact{} }

func (r *mailContact) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mail_contact"
}

func (r *mailContact) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m, config mailContactModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	t := op.FindTenant()
	if t == nil {
		return
	}
	planned := m
	created, err := t.Exchange.CreateMailContact(ctx, m.creation())
	switch {
	case err == nil:
		m.observe(created, exchange.ContactNames{FirstName: m.FirstName.ValueString(), LastName: m.LastName.ValueString()})
	case m.resume(ctx, t, err):
		resp.Diagnostics.AddWarning("Mail contact of an interrupted apply is continued", fmt.Sprintf(
			"Tenant %q has mail contact %s (%s), created less than an hour ago and with nothing beyond this configuration, as an interrupted apply"+
				" leaves it. A destroy deletes it.", t.Key, m.Email.ValueString(), m.ContactID.ValueString()))
	default:
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot create mail contact %s in tenant %q", m.Email.ValueString(), t.Key),
			tfkit.Explain(t, err)+m.afterRefusal(t, err))
		return
	}
	op.Save(ctx, m.ContactID.ValueString())
	resp.Diagnostics.Append(contactRecord.Save(ctx, resp.Private, config.notes())...)
	before := m
	m = planned
	if err := m.write(ctx, op, before); err != nil {
		op.Fail(fmt.Sprintf("Mail contact %s of tenant %q is created, but not complete", m.Email.ValueString(), t.Key), err)
	}
}

// afterRefusal is advice about a contact that cannot be created.
func (m *mailContactModel) afterRefusal(t *tenant.Tenant, err error) string {
	var taken *exchange.AddressTakenError
	switch {
	case errors.As(err, &taken) && taken.Holder.TypeDetails == mailContactType:
		return fmt.Sprintf("\n\nImport the mail contact, with the resource's own address in place of NAME:\n\nimport {\n"+
			"  to = multitenant_mail_contact.NAME\n  id = %q\n}", t.Key+"/"+taken.Holder.GUID)
	case errors.As(err, &taken) && taken.Holder.Type == "MailUser":
		return "\n\n" + rules.InsteadOfContact
	case errors.As(err, &taken):
		return "\n\nRemove the address from that recipient first, or use another one."
	case errors.Is(err, service.ErrConflict):
		return fmt.Sprintf("\n\nSet another name: a user or a mail contact with the name %q exists.", m.Name.ValueString())
	}
	return ""
}

// write changes what differs from what is there, waits until it can be read, and
// saves it.
func (m *mailContactModel) write(ctx context.Context, op *tfkit.Operation, before mailContactModel) error {
	online, guid := op.Tenant.Exchange, before.ContactID.ValueString()
	change, names := m.changeSince(before)
	if err := online.SetMailContact(ctx, guid, change); err != nil {
		return err
	}
	if err := online.SetContactNames(ctx, guid, names); err != nil {
		return err
	}
	contact, err := online.AwaitMailContactChange(ctx, guid, change)
	if err != nil {
		return err
	}
	person, err := online.AwaitContactNames(ctx, guid, names)
	if err != nil {
		return err
	}
	m.observe(contact, person)
	op.Save(ctx, guid)
	return nil
}

func (r *mailContact) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m mailContactModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	guid := m.ContactID.ValueString()
	op.Identify(ctx, guid)
	contact, err := t.Exchange.RefreshMailContact(ctx, guid)
	var person exchange.ContactNames
	if err == nil {
		person, err = t.Exchange.RefreshContactNames(ctx, guid)
	}
	// After a deletion, a back end may still show one of the two.
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot read mail contact %s of tenant %q", guid, t.Key), err)
		return
	}
	m.observe(contact, person)
	op.Save(ctx, guid)
}

func (r *mailContact) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state, config mailContactModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	t := op.FindTenant()
	if t == nil {
		return
	}
	if !m.sameAs(state) {
		if err := m.write(ctx, op, state); err != nil {
			resp.Diagnostics.AddError(fmt.Sprintf("Cannot change mail contact %s (%s) of tenant %q", state.Email.ValueString(), state.ContactID.ValueString(), t.Key),
				tfkit.Explain(t, err)+m.afterRefusal(t, err))
			return
		}
	}
	op.Save(ctx, state.ContactID.ValueString())
	resp.Diagnostics.Append(contactRecord.Save(ctx, resp.Private, config.notes())...)
}

func (r *mailContact) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m mailContactModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Exchange.RemoveMailContact(ctx, m.ContactID.ValueString()); err != nil {
		op.Fail(fmt.Sprintf("Cannot delete mail contact %s (%s) of tenant %q", m.Email.ValueString(), m.ContactID.ValueString(), t.Key), err)
	}
}
