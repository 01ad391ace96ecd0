package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const partnersPath = accessPath + "/partners"

var (
	opPartner       = operation{"GET /policies/crossTenantAccessPolicy/partners/{id}", readAccess}
	opAddPartner    = operation{"POST /policies/crossTenantAccessPolicy/partners", writeAccess}
	opUpdatePartner = operation{"PATCH /policies/crossTenantAccessPolicy/partners/{id}", writeAccess}
	opDeletePartner = operation{"DELETE /policies/crossTenantAccessPolicy/partners/{id}", writeAccess}
)

// PartnerAccess reads the settings for one tenant, once; nil without a partner
// configuration. Where many are asked for, a list of the partners answers.
//
// GET /policies/crossTenantAccessPolicy/partners/{id},
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) PartnerAccess(ctx context.Context, tenantID string) (*rules.AccessSettings, error) {
	return remembered(ctx, c, &c.facts.partners, partnerKey(tenantID), func(ctx context.Context) (*rules.AccessSettings, error) {
		p, err := c.listedPartner(ctx, tenantID, func(Partner) bool { return true })
		if errors.Is(err, service.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return &p.AccessSettings, nil
	})
}

// Partner reads the current partner configuration for another tenant. Concurrent
// reads share their requests.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) Partner(ctx context.Context, tenantID string) (Partner, error) {
	tenantID = strings.ToLower(tenantID)
	body, err := c.shared.Get(ctx, readPartner(tenantID).question())
	p := c.partnerIn(tenantID, answer{Value: body, Err: err})
	return p.Value, p.Err
}

// RefreshPartner reads an existing partner configuration, with its
// synchronization policy if synced. A replica may briefly lose a new object after
// showing it (graph-identity §1.8), so only two consecutive 404 answers mean that
// it is gone. Where many are read, a list answers for those that are current.
//
// GET /policies/crossTenantAccessPolicy/partners/{id},
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) RefreshPartner(ctx context.Context, tenantID string, synced bool, current func(Partner) bool) (Partner, error) {
	p, err := c.listedPartner(ctx, tenantID, current)
	if errors.Is(err, service.ErrNotFound) || err == nil && synced && p.IdentitySync == nil {
		return c.Partner(ctx, tenantID)
	}
	return p, err
}

// UpdatePartner writes the blocks of the change. AwaitPartner waits until it can
// be read.
//
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) UpdatePartner(ctx context.Context, tenantID string, change AccessChange) error {
	if change.Empty() {
		return nil
	}
	defer c.partnerChanged(tenantID)
	return c.send(ctx, call{op: opUpdatePartner, method: http.MethodPatch, path: partnerPath(tenantID), body: change.body(partnerWires)}, nil)
}

// AwaitPartner returns the partner configuration as soon as it shows the change.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) AwaitPartner(ctx context.Context, tenantID string, change AccessChange) (Partner, error) {
	return c.awaitPartner(ctx, tenantID, func(p Partner) bool { return change.SeenIn(p.AccessSettings) })
}

func (c *Client) awaitPartner(ctx context.Context, tenantID string, seen func(Partner) bool) (Partner, error) {
	var found Partner
	err := transport.Poll(ctx, c.clock, "the change of partner "+tenantID, func(ctx context.Context) (bool, string, error) {
		p, err := c.Partner(ctx, tenantID)
		if c.notYet(partnerKey(tenantID), err) {
			return false, "the partner does not exist", nil
		}
		if err != nil {
			return false, "", err
		}
		found = p
		return seen(p), "the partner as it was before the change", nil
	})
	if err != nil {
		c.partnerChanged(tenantID)
		return found, c.named(opPartner, err)
	}
	c.facts.partners.Settle(partnerKey(tenantID), &found.AccessSettings)
	c.partners.Settle(found)
	return found, nil
}

// DeletePartner deletes a partner configuration with its synchronization policy,
// and returns when it is gone. Synced is that policy as it was last read, nil for
// none. It can be restored for 30 days. Deleting a missing one succeeds. When Graph
// refuses, the synchronization policy is written again, with the groups of synced.
//
// DELETE /policies/crossTenantAccessPolicy/partners/{id}.
// PUT /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) DeletePartner(ctx context.Context, tenantID string, synced *rules.IdentitySync) error {
	defer c.forgetPartner(tenantID)
	// A new configuration may not be readable yet. Only its deletion shows whether
	// it exists.
	p, err := c.awaitPartner(ctx, tenantID, func(Partner) bool { return true })
	unseen := errors.Is(err, service.ErrNotFound)
	if err != nil && !unseen {
		return err
	}
	// The service refuses to delete a partner that can still synchronize.
	if unseen || synced != nil || p.IdentitySync != nil {
		if err := c.RemoveIdentitySync(ctx, tenantID); err != nil {
			return err
		}
	}
	c.unmarkFresh(partnerKey(tenantID))
	err = c.removePartner(ctx, tenantID)
	var refused *service.Error
	if p.IdentitySync != nil && errors.As(err, &refused) && refused.Code != "" {
		// The partner configuration remains, and its synchronization policy must
		// too.
		again := *p.IdentitySync
		if synced != nil {
			again.GroupSyncAllowed = synced.GroupSyncAllowed
		}
		if _, lost := c.SetIdentitySync(ctx, Partner{TenantID: tenantID}, again); lost != nil {
			return &LostSyncError{err, lost}
		}
	}
	return err
}

func (c *Client) removePartner(ctx context.Context, tenantID string) error {
	return c.remove(ctx, opDeletePartner, "partner "+tenantID,
		func(ctx context.Context) error {
			return c.send(ctx, call{op: opDeletePartner, method: http.MethodDelete, path: partnerPath(tenantID)}, nil)
		},
		func(ctx context.Context) (bool, error) {
			_, err := c.Partner(ctx, tenantID)
			if errors.Is(err, service.ErrNotFound) {
				return true, nil
			}
			return false, err
		})
}

// LostSyncError means that a partner configuration could not be deleted and has
// lost its synchronization policy.
type LostSyncError struct {
	// Err is the reason why the configuration remains, Lost the reason why its
	// policy could not be written again.
	Err, Lost error
}

func (e *LostSyncError) Error() string {
	return fmt.Sprintf("%v; its synchronization is deleted and could not be written again: %v", e.Err, e.Lost)
}

// Unwrap returns both reasons.
func (e *LostSyncError) Unwrap() []error { return []error{e.Err, e.Lost} }

// remove deletes an object and returns when it is gone. A replica without a new
// object answers 404 as well: then the deletion is repeated.
func (c *Client) remove(ctx context.Context, op operation, what string, remove func(context.Context) error, gone func(context.Context) (bool, error)) error {
	removed := false
	err := transport.Poll(ctx, c.clock, what+" to disappear", func(ctx context.Context) (bool, string, error) {
		if !removed {
			err := c.failed(op, remove(ctx))
			if err != nil && !errors.Is(err, service.ErrNotFound) {
				return false, "", err
			}
			removed = err == nil
		}
		done, err := gone(ctx)
		return done, what + " still exists", err
	})
	return c.named(op, err)
}

func partnerPath(tenantID string) string { return partnersPath + "/" + url.PathEscape(tenantID) }

// forgetPartner drops the facts about a partner that is created or deleted, which
// its capabilities are too.
func (c *Client) forgetPartner(tenantID string) {
	c.partnerChanged(tenantID)
	c.facts.m365Capabilities.Forget(strings.ToLower(tenantID))
}

// partnerKey is the key of a partner among facts and among fresh objects.
func partnerKey(tenantID string) string { return "partner " + tenantID }
