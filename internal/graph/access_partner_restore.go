package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// DeletedPartnerError says that a deleted entry about a tenant holds the place of a
// new one, and could not be restored.
type DeletedPartnerError struct {
	TenantID string
	// Err is the answer to the attempt to restore it.
	Err error
}

func (e *DeletedPartnerError) Error() string {
	return fmt.Sprintf("the deleted partner %s cannot be restored: %v", e.TenantID, e.Err)
}

// Unwrap returns the answer to the attempt.
func (e *DeletedPartnerError) Unwrap() error { return e.Err }

// restoreDeleted restores the deleted entry about another tenant, has it say what a
// new one with the change would, and returns it. Whether the service refuses a new
// entry over a deleted one is not documented (graph-cross-tenant §1.9). The deleted one is
// restored and not purged: only its settings are lost then. It reports false where
// the recycle bin does not have the entry, and, until the conflict has settled, where
// it may not be restored: then it may be one that is only not gone yet.
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

// rewritePartner writes all of an entry that has been restored, and returns the
// entry as soon as it shows that. A replica may not have heard of it yet, and the
// answer to the restore may have been lost.
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

// whole is the change with each other block of a partner as that of a new entry,
// which inherits it.
func (c AccessChange) whole() AccessChange {
	var all AccessChange
	for _, b := range partnerBlocks {
		all.Set(b, AccessSettings{})
	}
	for _, b := range c.Blocks {
		all.Set(b, c.Settings)
	}
	return all
}
