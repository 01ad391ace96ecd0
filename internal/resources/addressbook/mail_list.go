package addressbook

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ list.ListResourceWithConfigure = (*mailContactList)(nil)
	_ list.ListResourceWithConfigure = (*mailUserList)(nil)
)

// mailContactList lists the mail contacts of a tenant.
type mailContactList struct{ tfkit.ListResource }

func newMailContactList() list.ListResource {
	return &mailContactList{tfkit.ListResource{Of: newMailContact(), Text: "Lists the mail contacts of a tenant in Exchange Online."}}
}

// List leaves out contacts of an on-premises directory, which Exchange Online cannot
// change.
func (l *mailContactList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the mail contacts", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		found := without(t.Exchange.MailContactPages(ctx), func(c exchange.MailContact) bool { return c.DirSynced })
		return tfkit.Pages(found, func(c exchange.MailContact) tfkit.Listed { return listedContact(t, c) })
	})
}

// listedContact reads the names of the person, which many contacts share a list of.
func listedContact(t *tenant.Tenant, c exchange.MailContact) tfkit.Listed {
	m := new(mailContactModel)
	return tfkit.Listed{
		ObjectID: c.GUID, Name: c.DisplayName, Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			names, err := t.Exchange.RefreshContactNames(ctx, c.GUID)
			m.observe(c, names)
			return err
		},
	}
}

// mailUserList lists the mail users of a tenant.
type mailUserList struct{ tfkit.ListResource }

func newMailUserList() list.ListResource {
	return &mailUserList{tfkit.ListResource{
		Of: newMailUser(), Text: "Lists the mail users of a tenant in Exchange Online: its users without a mailbox, such as guests.",
	}}
}

// List leaves out mail users without a user in Entra, and those of an on-premises
// directory, which Exchange Online cannot change.
func (l *mailUserList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the mail users", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		found := without(t.Exchange.MailUserPages(ctx), func(u exchange.MailUser) bool { return u.ObjectID == "" || u.DirSynced })
		return tfkit.Pages(found, listedMailUser)
	})
}

func listedMailUser(u exchange.MailUser) tfkit.Listed {
	m := new(mailUserModel)
	return tfkit.Listed{
		ObjectID: u.ObjectID, Name: u.DisplayName, Model: m,
		Fill: func(_ context.Context, diags *diag.Diagnostics) error {
			m.UserID, m.OnDestroy = tfkit.FoldedValue(u.ObjectID), types.StringValue(destroyRestore)
			m.observe(u)
			m.Former = formerMailRecord.Text(formerMail{}.complete(*m), diags)
			return nil
		},
	}
}
