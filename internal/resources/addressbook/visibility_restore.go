package addressbook

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// restore sets the former visibility. It waits for no mail user, and does nothing
// about a user that is deleted.
func (c *change) restore(ctx context.Context) error {
	u, err := c.tenant.Graph.User(ctx, c.userID)
	if err == nil {
		c.user = u
		err = c.findMailUser(ctx)
	}
	if err == nil {
		err = c.write(ctx)
	}
	if err == nil {
		err = c.settle(ctx)
	}
	return unlessGone(err)
}

// findMailUser reads the mail user, if there is one and the application may.
func (c *change) findMailUser(ctx context.Context) error {
	if c.exchange == exchangeOff {
		return nil
	}
	found, err := c.tenant.Exchange.MailUser(ctx, c.userID)
	switch {
	case err == nil:
		c.mailUser = &found
	case errors.Is(err, service.ErrNotFound):
	case c.exchange != exchangeRequired && exchange.Unavailable(err):
		c.warnUnavailable(c.tenant, err, c.diags)
	default:
		return err
	}
	return nil
}

// clearVisibility removes Graph's value, for a user that had none in either service.
func clearVisibility(ctx context.Context, t *tenant.Tenant, userID string) error {
	none := graph.UserChange{ClearShowInAddressList: true}
	u, err := t.Graph.User(ctx, userID)
	if err == nil && !none.SeenIn(u) {
		if err = t.Graph.UpdateUser(ctx, userID, none); err == nil {
			_, err = t.Graph.AwaitUser(ctx, userID, none)
		}
	}
	return unlessGone(err)
}

// unlessGone drops the error of a user that does not exist.
func unlessGone(err error) error {
	if errors.Is(err, service.ErrNotFound) {
		return nil
	}
	return err
}
