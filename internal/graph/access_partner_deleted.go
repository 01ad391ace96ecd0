package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// RestoredPartner is what a restore of a partner has done.
type RestoredPartner struct {
	// Settings and Sync report whether the partner configuration and its
	// synchronization policy were restored. What is there already is not.
	Settings, Sync bool
	// Left reports whether the recycle bin has a synchronization policy that was not to
	// be restored.
	Left bool
}

// NotDeletedError means that neither the tenant nor its recycle bin has a partner.
type NotDeletedError struct{ TenantID string }

func (e *NotDeletedError) Error() string {
	return fmt.Sprintf("neither the tenant nor its recycle bin has a partner configuration for %s", e.TenantID)
}

// RestorePartner restores a deleted partner configuration with the settings that it had,
// and with synced also its synchronization policy, which has a recycle bin of its own.
// It returns when both can be read. A partner that is there is left alone, so that an
// interrupted restore continues. Without either it is a *NotDeletedError.
//
// GET /policies/crossTenantAccessPolicy/partners/{id},
// GET /beta/policies/deletedItems/crossTenantPartners,
// POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore,
// GET /beta/policies/deletedItems/crossTenantSyncPolicyPartners,
// POST /beta/policies/deletedItems/crossTenantSyncPolicyPartners/{id}/restore.
func (c *Client) RestorePartner(ctx context.Context, tenantID string, synced bool) (RestoredPartner, error) {
	defer c.forgetPartner(tenantID)
	var done RestoredPartner
	p, err := c.Partner(ctx, tenantID)
	if errors.Is(err, service.ErrNotFound) {
		p, err = c.restoreSettings(ctx, tenantID)
		done.Settings = err == nil
	}
	if err != nil || p.IdentitySync != nil {
		return done, err
	}
	deleted, err := c.deletedPolicy(ctx, opDeletedSyncs, deletedSyncsPath, tenantID)
	if err != nil || !deleted || !synced {
		done.Left = deleted
		return done, err
	}
	err = c.restoreSeen(ctx, opRestoreSync, deletedSyncsPath, tenantID)
	if err == nil {
		_, err = c.awaitPartner(ctx, tenantID, func(p Partner) bool { return p.IdentitySync != nil })
	}
	done.Sync = err == nil
	return done, err
}

// restoreSettings restores a partner configuration that the recycle bin has.
func (c *Client) restoreSettings(ctx context.Context, tenantID string) (Partner, error) {
	deleted, err := c.deletedPolicy(ctx, opDeletedPartners, deletedPartnersPath, tenantID)
	if err == nil && !deleted {
		err = &NotDeletedError{tenantID}
	}
	if err == nil {
		err = c.restoreSeen(ctx, opRestorePartner, deletedPartnersPath, tenantID)
	}
	if err != nil {
		return Partner{}, err
	}
	c.markFresh(partnerKey(tenantID))
	return c.awaitPartner(ctx, tenantID, func(Partner) bool { return true })
}

// restoreSeen restores what the recycle bin has shown. After a lost answer it repeats
// the request: an earlier one has succeeded if the bin has it no more, or if it exists.
func (c *Client) restoreSeen(ctx context.Context, op operation, bin, tenantID string) error {
	return untilKnown(func(again bool) error {
		err := c.restorePolicy(ctx, op, bin, tenantID)
		if again {
			return unless(unless(err, service.ErrNotFound), service.ErrConflict)
		}
		return err
	}, func() (bool, error) { return false, nil })
}
