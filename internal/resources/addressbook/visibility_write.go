package addressbook

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// change is one change of a visibility in both services.
type change struct {
	*visibility
	tenant *tenant.Tenant
	userID string
	// visible is what is set; exchange is a value of that attribute.
	visible  bool
	exchange string

	user graph.User
	// mailUser is nil if Exchange has none, or is not to be used.
	mailUser *exchange.MailUser
	diags    *diag.Diagnostics
}

// fail reports the change as failed.
func (c *change) fail(err error) { c.diags.AddError(c.summary(), tfkit.Explain(c.tenant, err)) }

func (c *change) summary() string {
	verb := "hide"
	if c.visible {
		verb = "show"
	}
	return fmt.Sprintf("Cannot %s user %s in the address book of tenant %q", verb, c.userID, c.tenant.Key)
}

// find reads the user from both services. It waits for a mail user that Exchange is
// about to create.
func (c *change) find(ctx context.Context) (ok bool) {
	u, err := c.tenant.Graph.AwaitUser(ctx, c.userID, graph.UserChange{})
	if err != nil {
		c.fail(err)
		return false
	}
	c.user = u
	if c.exchange == exchangeOff {
		return true
	}
	found, err := c.tenant.Exchange.MailUser(ctx, c.userID)
	if errors.Is(err, service.ErrNotFound) {
		why, fix := rules.WithoutMailUser(c.facts(ctx))
		if why != "" {
			return c.withoutMailUser(why, fix)
		}
		found, err = c.tenant.Exchange.AwaitMailUser(ctx, c.userID)
	}
	if err != nil {
		return c.withoutExchange(err)
	}
	c.mailUser = &found
	return true
}

// facts are those about a user without a mail user.
func (c *change) facts(ctx context.Context) rules.MailUserFacts {
	f := rules.MailUserFacts{
		Tenant: inspect.TenantFacts(c.tenant), UserID: c.userID, UserPrincipalName: c.user.UserPrincipalName,
		External: c.user.External(), UserType: rules.UserType(c.user.UserType), MailEnabled: c.user.MailEnabled(), Mail: c.user.Mail,
	}
	if len(c.user.OtherMails) > 0 {
		f.Other = c.user.OtherMails[0]
	}
	address := f.Mail
	if address == "" {
		address = f.Other
	}
	if !f.External || f.MailEnabled || address == "" {
		return f
	}
	// The explanation does without a contact that cannot be read.
	if holder, err := c.tenant.Exchange.RecipientByAddress(ctx, address); err == nil && holder.Type == "MailContact" {
		f.Contact = rules.Known(fmt.Sprintf("%q (%s)", holder.DisplayName, holder.GUID))
	}
	return f
}

// withoutMailUser reports a user that Exchange does not mail-enable, and whether
// Graph alone is to be set.
func (c *change) withoutMailUser(why, fix string) bool {
	detail := fmt.Sprintf("Exchange Online has no mail user for %s (%s) in tenant %q and will not create one: %s.\n\n%s",
		c.user.UserPrincipalName, c.userID, c.tenant.Key, why, fix)
	if c.exchange == exchangeRequired {
		c.diags.AddError(c.summary(), detail)
		return false
	}
	c.diags.AddWarning(fmt.Sprintf("User %s of tenant %q is no mail user", c.userID, c.tenant.Key),
		detail+"\n\nOnly Graph's showInAddressList is set, which Exchange Online may not follow.")
	return true
}

// withoutExchange reports that Exchange did not answer, and whether Graph alone is to
// be set.
func (c *change) withoutExchange(err error) bool {
	if c.exchange == exchangeRequired || !exchange.Unavailable(err) {
		c.fail(err)
		return false
	}
	c.warnUnavailable(c.tenant, err, c.diags)
	c.mailUser = nil
	return true
}

// warnUnavailable reports once per run that a tenant's Exchange cannot be used.
func (r *visibility) warnUnavailable(t *tenant.Tenant, err error, diags *diag.Diagnostics) {
	if r.Notices.First("exchange " + t.ID) {
		diags.AddWarning(fmt.Sprintf("Exchange Online of tenant %q is not used", t.Key), tfkit.Explain(t, err)+
			"\n\nOnly Graph's showInAddressList is read and set. For exchange = \"required\" this is an error; exchange = \"off\" removes the"+
			" warning. This is reported once per run.")
	}
}

// writeExchange sets Exchange, unless it has the value.
func (c *change) writeExchange(ctx context.Context) (ok bool) {
	if c.mailUser == nil || c.mailUser.Hidden != c.visible {
		return true
	}
	if err := c.tenant.Exchange.SetMailUser(ctx, c.userID, c.hidden()); err != nil {
		return c.withoutExchange(err)
	}
	c.mailUser.Hidden = !c.visible
	return true
}

func (c *change) hidden() exchange.RecipientChange {
	hidden := !c.visible
	return exchange.RecipientChange{Hidden: &hidden}
}

// settle waits until Exchange shows the value, and then until Graph follows, which
// is written where it does not.
func (c *change) settle(ctx context.Context) error {
	if c.mailUser != nil {
		u, err := c.tenant.Exchange.AwaitMailUserChange(ctx, c.userID, c.hidden())
		if err != nil {
			return err
		}
		c.mailUser = &u
		if c.user, err = c.tenant.Graph.AwaitVisibility(ctx, c.userID, c.visible); err != nil {
			return err
		}
		if c.user.ShowInAddressList == nil {
			return nil
		}
	}
	want := graph.UserChange{ShowInAddressList: &c.visible}
	if want.SeenIn(c.user) {
		return nil
	}
	return c.writeGraph(ctx, want)
}

// writeGraph sets Graph. Where Exchange has the value, which counts, a refusal is a
// difference that remains.
func (c *change) writeGraph(ctx context.Context, want graph.UserChange) error {
	err := c.tenant.Graph.UpdateUser(ctx, c.userID, want)
	if errors.Is(err, service.ErrForbidden) && c.mailUser != nil {
		return nil
	}
	if err == nil {
		c.user, err = c.tenant.Graph.AwaitUser(ctx, c.userID, want)
	}
	return err
}

// restore sets the former visibility. It waits for no mail user, and does nothing
// about a user that is deleted.
func (c *change) restore(ctx context.Context) error {
	u, err := c.tenant.Graph.User(ctx, c.userID)
	if err == nil {
		c.user = u
		err = c.restoreExchange(ctx)
	}
	if err == nil {
		err = c.settle(ctx)
	}
	if errors.Is(err, service.ErrNotFound) {
		return nil
	}
	return err
}

// restoreExchange sets Exchange, if there is a mail user and the application may.
func (c *change) restoreExchange(ctx context.Context) error {
	if c.exchange == exchangeOff {
		return nil
	}
	found, err := c.tenant.Exchange.MailUser(ctx, c.userID)
	if err == nil {
		c.mailUser = &found
		if found.Hidden == c.visible {
			err = c.tenant.Exchange.SetMailUser(ctx, c.userID, c.hidden())
		}
	}
	switch {
	case errors.Is(err, service.ErrNotFound):
	case err != nil && c.exchange != exchangeRequired && exchange.Unavailable(err):
		c.warnUnavailable(c.tenant, err, c.diags)
	default:
		return err
	}
	c.mailUser = nil
	return nil
}
