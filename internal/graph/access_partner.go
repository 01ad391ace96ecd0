package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opPartner       = operation{"GET /policies/crossTenantAccessPolicy/partners/{id}", readAccess}
	opAddPartner    = operation{"POST /policies/crossTenantAccessPolicy/partners", writeAccess}
	opUpdatePartner = operation{"PATCH /policies/crossTenantAccessPolicy/partners/{id}", writeAccess}
	opDeletePartner = operation{"DELETE /policies/crossTenantAccessPolicy/partners/{id}", writeAccess}
)

// Partner is what a tenant says about one other tenant.
type Partner struct {
	TenantID string
	AccessSettings
	// Sync is nil when nothing is said about synchronization.
	Sync *IdentitySync
	// InOrganization is whether both are in the same multitenant organization.
	InOrganization bool
	// SaysMore is whether the entry has a value that none of the above holds.
	SaysMore bool
}

// PartnerAccess reads the settings towards one tenant, once; nil when the
// tenant is no partner.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) PartnerAccess(ctx context.Context, tenantID string) (*AccessSettings, error) {
	return remembered(ctx, c, &c.facts.partners, partnerKey(tenantID), func(ctx context.Context) (*AccessSettings, error) {
		p, err := c.Partner(ctx, tenantID)
		if errors.Is(err, service.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return &p.AccessSettings, nil
	})
}

// Partner reads all that the tenant says about another one, as it is now.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) Partner(ctx context.Context, tenantID string) (Partner, error) {
	tenantID = strings.ToLower(tenantID)
	m, err := c.partner(tenantID).Get(ctx, partnerWithSync)
	if err != nil {
		err = c.failed(opPartner, err)
		if errors.Is(err, service.ErrNotFound) {
			c.seePartner(tenantID, nil)
		}
		return Partner{}, err
	}
	p := partnerOf(tenantID, m)
	c.seePartner(tenantID, &p)
	return p, nil
}

// RefreshPartner reads an entry that was there before, with what it said about
// synchronization if synced. What is new may vanish from a replica once more after
// it was seen (graph-identity §1.8), so it is gone when that is said twice.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) RefreshPartner(ctx context.Context, tenantID string, synced bool) (Partner, error) {
	p, err := c.Partner(ctx, tenantID)
	if errors.Is(err, service.ErrNotFound) || err == nil && synced && p.Sync == nil {
		return c.Partner(ctx, tenantID)
	}
	return p, err
}

var partnerWithSync = &policies.CrossTenantAccessPolicyPartnersCrossTenantAccessPolicyConfigurationPartnerTenantItemRequestBuilderGetRequestConfiguration{
	QueryParameters: &policies.CrossTenantAccessPolicyPartnersCrossTenantAccessPolicyConfigurationPartnerTenantItemRequestBuilderGetQueryParameters{
		Expand: []string{"identitySynchronization"},
	},
}

// UpdatePartner writes the blocks of the change. AwaitPartner tells when it can
// be read.
//
// PATCH /policies/crossTenantAccessPolicy/partners/{id}.
func (c *Client) UpdatePartner(ctx context.Context, tenantID string, change AccessChange) error {
	if change.Empty() {
		return nil
	}
	defer c.facts.partners.Forget(partnerKey(tenantID))
	body := models.NewCrossTenantAccessPolicyConfigurationPartner()
	change.write(body)
	_, err := c.partner(tenantID).Patch(ctx, body, nil)
	return c.failed(opUpdatePartner, err)
}

// AwaitPartner returns the entry as soon as it shows the change.
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
	settle(&c.facts.partners, partnerKey(tenantID), &found.AccessSettings, err)
	return found, c.named(opPartner, err)
}

// DeletePartner deletes the entry about another tenant, with what it says about
// synchronization, and returns when it is gone. Synced is whether it said anything
// about synchronization when it was last seen. It can be restored for 30 days.
// Deleting one that is gone succeeds. When Graph refuses, what the entry says about
// synchronization is written again.
//
// DELETE /policies/crossTenantAccessPolicy/partners/{id}.
// PUT /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) DeletePartner(ctx context.Context, tenantID string, synced bool) error {
	defer c.facts.partners.Forget(partnerKey(tenantID))
	// One that was made a moment ago may not be seen yet. Only its deletion tells
	// whether it is gone.
	p, err := c.awaitPartner(ctx, tenantID, func(Partner) bool { return true })
	unseen := errors.Is(err, service.ErrNotFound)
	if err != nil && !unseen {
		return err
	}
	// The service refuses to delete a partner that may still synchronize.
	if unseen || synced || p.Sync != nil {
		if err := c.RemoveIdentitySync(ctx, tenantID); err != nil {
			return err
		}
	}
	c.unmarkFresh(partnerKey(tenantID))
	err = c.remove(ctx, opDeletePartner, "partner "+tenantID,
		func(ctx context.Context) error { return c.partner(tenantID).Delete(ctx, nil) },
		func(ctx context.Context) (bool, error) {
			_, err := c.Partner(ctx, tenantID)
			if errors.Is(err, service.ErrNotFound) {
				return true, nil
			}
			return false, err
		})
	var refused *service.Error
	if p.Sync != nil && errors.As(err, &refused) && refused.Code != "" {
		// The entry stays, and so does the synchronization by it.
		if _, lost := c.SetIdentitySync(ctx, Partner{TenantID: tenantID}, *p.Sync); lost != nil {
			return &LostSyncError{err, lost}
		}
	}
	return err
}

// LostSyncError says that an entry could not be deleted, and has lost what it said
// about synchronization.
type LostSyncError struct {
	// Err is why the entry stays, Lost why the rest could not be written again.
	Err, Lost error
}

func (e *LostSyncError) Error() string {
	return fmt.Sprintf("%v; its synchronization is deleted and could not be written again: %v", e.Err, e.Lost)
}

// Unwrap returns both reasons.
func (e *LostSyncError) Unwrap() []error { return []error{e.Err, e.Lost} }

// remove deletes an object and returns when it is gone. A replica that has not heard
// of a new object answers that it is gone, too: then it is deleted once more.
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

func (c *Client) partner(tenantID string) *policies.CrossTenantAccessPolicyPartnersCrossTenantAccessPolicyConfigurationPartnerTenantItemRequestBuilder {
	return c.accessPolicy().Partners().ByCrossTenantAccessPolicyConfigurationPartnerTenantId(tenantID)
}

// partnerKey names a partner among facts and among what this client created.
func partnerKey(tenantID string) string { return "partner " + tenantID }
