package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const syncPath = "/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization"

var (
	opAddSync    = operation{"PUT " + syncPath, writeAccess}
	opUpdateSync = operation{"PATCH " + syncPath, writeAccess}
	opRemoveSync = operation{"DELETE " + syncPath, writeAccess}
)

// IdentitySync is a target tenant's synchronization policy for a source tenant
// (graph-cross-tenant §2).
type IdentitySync struct {
	// DisplayName is not written when empty.
	DisplayName string
	UserAllowed bool
}

// SeenIn reports whether another policy shows the values of this one.
func (s IdentitySync) SeenIn(o *IdentitySync) bool {
	return o != nil && s.UserAllowed == o.UserAllowed && (s.DisplayName == "" || s.DisplayName == o.DisplayName)
}

func identitySync(m models.CrossTenantIdentitySyncPolicyPartnerable) *IdentitySync {
	if m == nil {
		return nil
	}
	s := &IdentitySync{DisplayName: text(m.GetDisplayName())}
	if users := m.GetUserSyncInbound(); users != nil {
		s.UserAllowed = yes(users.GetIsSyncAllowed())
	}
	return s
}

// SetIdentitySync writes the synchronization policy of a partner, given as last
// read, and returns the partner as soon as it shows the policy.
//
// PUT /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) SetIdentitySync(ctx context.Context, p Partner, s IdentitySync) (Partner, error) {
	err := transport.Poll(ctx, c.clock, "the deleted synchronization of partner "+p.TenantID+" to disappear", func(ctx context.Context) (bool, string, error) {
		// PUT only creates and PATCH only updates. While a deleted policy can still
		// be read, only the service knows which one applies.
		first, second := c.putSync, c.patchSync
		if p.Sync != nil {
			first, second = second, first
		}
		err := first(ctx, p.TenantID, s)
		if !errors.Is(err, service.ErrConflict) && !errors.Is(err, service.ErrNotFound) {
			return true, "", err
		}
		other := second(ctx, p.TenantID, s)
		switch {
		case other == nil:
			return true, "", nil
		case errors.Is(err, service.ErrConflict) != errors.Is(other, service.ErrConflict):
			// The deleted policy still blocks PUT and no longer accepts PATCH.
			return false, err.Error(), nil
		case errors.Is(other, service.ErrNotFound):
			// The partner itself is missing, or a replica does not have it yet.
			_, gone := c.Partner(ctx, p.TenantID)
			if gone == nil || c.notYet(partnerKey(p.TenantID), gone) {
				return false, err.Error(), nil
			}
		}
		return true, "", other
	})
	if err != nil {
		c.facts.partners.Forget(partnerKey(p.TenantID))
		return Partner{}, c.named(opAddSync, err)
	}
	return c.awaitPartner(ctx, p.TenantID, func(p Partner) bool { return s.SeenIn(p.Sync) })
}

func (c *Client) putSync(ctx context.Context, partnerID string, s IdentitySync) error {
	body := models.NewCrossTenantIdentitySyncPolicyPartner()
	if s.DisplayName != "" {
		body.SetDisplayName(&s.DisplayName)
	}
	users := models.NewCrossTenantUserSyncInbound()
	users.SetIsSyncAllowed(&s.UserAllowed)
	body.SetUserSyncInbound(users)
	_, err := c.partner(partnerID).IdentitySynchronization().Put(ctx, body, nil)
	return c.failed(opAddSync, err)
}

// patchSync is written by hand: the SDK lacks this documented PATCH
// (graph-cross-tenant §1.1).
func (c *Client) patchSync(ctx context.Context, partnerID string, s IdentitySync) error {
	body := map[string]any{"userSyncInbound": map[string]bool{"isSyncAllowed": s.UserAllowed}}
	if s.DisplayName != "" {
		body["displayName"] = s.DisplayName
	}
	return c.send(ctx, call{
		op: opUpdateSync, method: http.MethodPatch, body: body,
		path: accessPath + "/partners/" + url.PathEscape(partnerID) + "/identitySynchronization",
	}, nil)
}

// RemoveIdentitySync deletes the synchronization policy of a partner, and returns
// when it is gone. Synchronized users remain. Deleting a missing policy succeeds.
//
// DELETE /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) RemoveIdentitySync(ctx context.Context, partnerID string) error {
	defer c.facts.partners.Forget(partnerKey(partnerID))
	return c.remove(ctx, opRemoveSync, "the synchronization of partner "+partnerID,
		func(ctx context.Context) error {
			return c.partner(partnerID).IdentitySynchronization().Delete(ctx, nil)
		},
		func(ctx context.Context) (bool, error) {
			p, err := c.Partner(ctx, partnerID)
			if errors.Is(err, service.ErrNotFound) {
				return true, nil
			}
			return err == nil && p.Sync == nil, err
		})
}
