package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// DeletedPartnerError means that a deleted partner configuration blocks a new one
// and could not be restored.
type DeletedPartnerError struct {
	TenantID string
	// Err is the error of the restore.
	Err error
}

func (e *DeletedPartnerError) Error() string {
	return fmt.Sprintf("the deleted partner %s cannot be restored: %v", e.TenantID, e.Err)
}

// Unwrap returns the error of the restore.
func (e *DeletedPartnerError) Unwrap() error { return e.Err }

// restoreDeleted restores the deleted partner configuration, gives it the values
// of a new one with the change, and returns it. Whether the service refuses a new
// configuration while a deleted one exists is not documented (graph-cross-tenant
// §1.9). The deleted one is restored, not purged, so that only its settings are
// lost. The result is false when the recycle bin does not have it, and, until the
// conflict has settled, when a restore is forbidden: its removal may still be in
// progress.
func (c *Client) restoreDeleted(ctx context.Context, tenantID string, change AccessChange, settled bool) (Partner, bool, error) {
	err := c.restorePartner(ctx, tenantID)
	switch {
	case err == nil, errors.Is(err, service.ErrAmbiguous):
		p, err := c.rewritePartner(ctx, tenantID, change.whole())
		return p, err == nil, err
	case errors.Is(err, service.ErrNotFound), errors.Is(err, service.ErrConflict), !settled:
		return Partner{}, false, nil
	}
	return Partner{}, false, &DeletedPartnerError{tenantID, err}
}

// rewritePartner writes every block of a restored configuration, and returns it
// as soon as it shows them. A replica may not have it yet, and the answer to the
// restore may have been lost.
func (c *Client) rewritePartner(ctx context.Context, tenantID string, whole AccessChange) (Partner, error) {
	c.markFresh(partnerKey(tenantID))
	err := transport.Poll(ctx, c.clock, "the restored partner "+tenantID, func(ctx context.Context) (bool, string, error) {
		err := c.UpdatePartner(ctx, tenantID, whole)
		if !errors.Is(err, service.ErrNotFound) {
			return true, "", err
		}
		again := c.restorePartner(ctx, tenantID)
		return false, err.Error(), unless(unless(unless(again, service.ErrNotFound), service.ErrConflict), service.ErrAmbiguous)
	})
	if err != nil {
		return Partner{}, c.named(opUpdatePartner, err)
	}
	return c.AwaitPartner(ctx, tenantID, whole)
}

// whole is the change extended by every other block of a partner, which inherits
// as in a new configuration.
func (c AccessChange) whole() AccessChange {
	var all AccessChange
	for _, w := range partnerWires {
		all.Set(w.block(), c.Settings)
	}
	return all
}
