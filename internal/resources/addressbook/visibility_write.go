package addressbook

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
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
	// mailUser is nil if Exchange has none, or is not asked.
	mailUser *exchange.MailUser
	// graphOnly is set if Exchange can be read and not written.
	graphOnly bool
	// accepted is set when the service that counts has accepted the value, or has it.
	accepted bool
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
		if problem := rules.CheckMailUser(mailUserFacts(ctx, c.tenant, c.user)); len(problem) > 0 {
			return c.withoutMailUser(problem)
		}
		found, err = c.tenant.Exchange.AwaitMailUser(ctx, c.userID)
	}
	if err != nil {
		return c.withoutExchange(err)
	}
	c.mailUser = &found
	return true
}

// withoutMailUser reports a user that Exchange does not mail-enable, and whether
// Graph alone is to be set.
func (c *change) withoutMailUser(problem []rules.Finding) (ok bool) {
	if c.exchange == exchangeRequired {
		c.diags.AddError(c.summary(), problem[0].Detail+"\n\n"+problem[0].Remedy)
		return false
	}
	c.Report(problem, atUser, c.diags)
	return !c.diags.HasError()
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

// write sets the service that counts: Exchange, or Graph where Exchange is not used.
// It sends nothing to one that has the value.
func (c *change) write(ctx context.Context) error {
	if err := c.writeExchange(ctx); err != nil {
		return err
	}
	if !c.inExchange() && !c.inGraph().SeenIn(c.user) {
		if err := c.tenant.Graph.UpdateUser(ctx, c.userID, c.inGraph()); err != nil {
			return err
		}
	}
	c.accepted = true
	return nil
}

// writeExchange sets Exchange, if there is a mail user and the application may.
func (c *change) writeExchange(ctx context.Context) error {
	if c.mailUser == nil || c.mailUser.Hidden != c.visible {
		return nil
	}
	err := c.tenant.Exchange.SetMailUser(ctx, c.userID, c.hidden())
	switch {
	case err == nil:
		c.mailUser.Hidden = !c.visible
	case c.exchange != exchangeRequired && exchange.Unavailable(err):
		c.warnUnavailable(c.tenant, err, c.diags)
		c.graphOnly = true
	default:
		return err
	}
	return nil
}

// inExchange reports whether Exchange is to show the value.
func (c *change) inExchange() bool { return c.mailUser != nil && !c.graphOnly }

func (c *change) hidden() exchange.RecipientChange {
	hidden := !c.visible
	return exchange.RecipientChange{Hidden: &hidden}
}

func (c *change) inGraph() graph.UserChange { return graph.UserChange{ShowInAddressList: &c.visible} }

// settle waits until the value can be read: in Exchange, and then in Graph, which is
// written where it does not follow.
func (c *change) settle(ctx context.Context) error {
	if !c.inExchange() {
		return c.awaitGraph(ctx)
	}
	u, err := c.tenant.Exchange.AwaitMailUserChange(ctx, c.userID, c.hidden())
	if err != nil {
		return err
	}
	c.mailUser = &u
	if c.user, err = c.tenant.Graph.AwaitVisibility(ctx, c.userID, c.visible); err != nil {
		return err
	}
	if c.user.ShowInAddressList == nil || c.inGraph().SeenIn(c.user) {
		return nil
	}
	err = c.tenant.Graph.UpdateUser(ctx, c.userID, c.inGraph())
	switch {
	case errors.Is(err, service.ErrForbidden):
		// Exchange has the value, which counts: the difference remains, and is reported.
		return nil
	case err != nil:
		return err
	}
	return c.awaitGraph(ctx)
}

func (c *change) awaitGraph(ctx context.Context) (err error) {
	if !c.inGraph().SeenIn(c.user) {
		c.user, err = c.tenant.Graph.AwaitUser(ctx, c.userID, c.inGraph())
	}
	return err
}
