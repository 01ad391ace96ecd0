package addressbook

import (
	"context"
	"errors"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// freshContact is the age up to which a contact counts as that of an interrupted
// apply.
const freshContact = time.Hour

// resume changes a plan to the contact that an interrupted apply has left with its
// address, and reports whether there is one: created recently, with nothing beyond the
// configuration. Terraform keeps no state of such an apply.
func (m *mailContactModel) resume(ctx context.Context, t *tenant.Tenant, refused error) bool {
	var taken *exchange.AddressTakenError
	if !errors.As(refused, &taken) || taken.Holder.TypeDetails != mailContactType || t.Exchange.Age(taken.Holder) > freshContact {
		return false
	}
	contact, err := t.Exchange.MailContact(ctx, taken.Holder.GUID)
	if err != nil {
		return false
	}
	names, err := t.Exchange.ContactNames(ctx, taken.Holder.GUID)
	if err != nil {
		return false
	}
	present := *m
	present.observe(contact, names)
	if len(contact.Mail()) > 1 || !present.begins(*m) {
		return false
	}
	*m = present
	return true
}

// begins reports whether a contact can be what an interrupted apply of a plan has
// left. What New-MailContact sets is complete, and the rest may be missing.
func (m *mailContactModel) begins(planned mailContactModel) bool {
	if !m.Email.Same(planned.Email) || m.Hidden.ValueBool() && !planned.Hidden.ValueBool() {
		return false
	}
	wanted := planned.texts()
	for i, text := range m.texts() {
		has, wants, derived := text.value.ValueString(), wanted[i].value.ValueString(), wanted[i].value.IsUnknown()
		switch {
		case has == wants:
		case text.name == attrMailTip && has == "":
		case text.name == attrAlias && derived:
		case text.name == attrDisplayName && derived && has == m.Name.ValueString():
		default:
			return false
		}
	}
	return true
}
