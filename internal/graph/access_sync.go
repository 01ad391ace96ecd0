package graph

import (
	"context"
	"errors"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opAddSync    = operation{"PUT /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization", writeAccess}
	opUpdateSync = operation{"PATCH /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization", writeAccess}
	opRemoveSync = operation{"DELETE /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization", writeAccess}
	// Only beta has groups.
	opAddGroupSync    = operation{"PUT /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization", writeAccess}
	opUpdateGroupSync = operation{"PATCH /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization", writeAccess}
)

// syncJSON is a synchronization policy as Graph has it (graph-cross-tenant §2).
type syncJSON struct {
	// TenantID is only in answers.
	TenantID string `json:"tenantId,omitempty"`
	// DisplayName is left alone when it is empty.
	DisplayName     string       `json:"displayName,omitempty"`
	UserSyncInbound *syncInbound `json:"userSyncInbound"`
	// GroupSyncInbound is only in beta.
	GroupSyncInbound *syncInbound `json:"groupSyncInbound,omitempty"`
}

// syncInbound is the permission to synchronize users, or groups.
type syncInbound struct {
	IsSyncAllowed bool `json:"isSyncAllowed"`
}

func encodeSync(s rules.IdentitySync) syncJSON {
	body := syncJSON{DisplayName: s.DisplayName, UserSyncInbound: &syncInbound{s.UserSyncAllowed}}
	if s.GroupSyncAllowed != nil {
		body.GroupSyncInbound = &syncInbound{*s.GroupSyncAllowed}
	}
	return body
}

func (s *syncJSON) policy() *rules.IdentitySync {
	if s == nil {
		return nil
	}
	policy := &rules.IdentitySync{DisplayName: s.DisplayName, UserSyncAllowed: s.UserSyncInbound != nil && s.UserSyncInbound.IsSyncAllowed}
	if s.GroupSyncInbound != nil {
		policy.GroupSyncAllowed = &s.GroupSyncInbound.IsSyncAllowed
	}
	return policy
}

// SetIdentitySync writes the synchronization policy of a partner, given as last
// read, and returns the partner as soon as it shows the policy. A policy that says
// something about groups is written in beta, any other one in v1.0, which leaves
// groups alone.
//
// PUT /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
// PUT /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
// PATCH /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) SetIdentitySync(ctx context.Context, p Partner, s rules.IdentitySync) (Partner, error) {
	err := transport.Poll(ctx, c.clock, "the deleted synchronization of partner "+p.TenantID+" to disappear", func(ctx context.Context) (bool, string, error) {
		// PUT only creates and PATCH only updates. While a deleted policy can still
		// be read, only the service knows which one applies.
		first, second := c.putSync, c.patchSync
		if p.IdentitySync != nil {
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
		c.partnerChanged(p.TenantID)
		return Partner{}, c.named(opAddSync, err)
	}
	found, err := c.awaitPartner(ctx, p.TenantID, func(p Partner) bool {
		return rules.IdentitySync{DisplayName: s.DisplayName, UserSyncAllowed: s.UserSyncAllowed}.SeenIn(p.IdentitySync)
	})
	if err != nil || s.GroupSyncAllowed == nil {
		return found, err
	}
	return c.awaitGroupSync(ctx, found, *s.GroupSyncAllowed)
}

func (c *Client) putSync(ctx context.Context, partnerID string, s rules.IdentitySync) error {
	k := call{op: opAddSync, method: http.MethodPut, path: syncPath(partnerID), body: encodeSync(s)}
	if s.GroupSyncAllowed != nil {
		k.op, k.version = opAddGroupSync, betaVersion
	}
	return c.send(ctx, k, nil)
}

// patchSync is a documented request that the SDK lacks (graph-cross-tenant §1.1).
func (c *Client) patchSync(ctx context.Context, partnerID string, s rules.IdentitySync) error {
	k := call{op: opUpdateSync, method: http.MethodPatch, path: syncPath(partnerID), body: encodeSync(s)}
	if s.GroupSyncAllowed != nil {
		k.op, k.version = opUpdateGroupSync, betaVersion
	}
	return c.send(ctx, k, nil)
}

func syncPath(partnerID string) string { return partnerPath(partnerID) + "/identitySynchronization" }

// RemoveIdentitySync deletes the synchronization policy of a partner, and returns
// when it is gone. Synchronized users remain. Deleting a missing policy succeeds.
//
// DELETE /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) RemoveIdentitySync(ctx context.Context, partnerID string) error {
	defer c.partnerChanged(partnerID)
	defer c.seeGroupSync(partnerID, false)
	return c.remove(ctx, opRemoveSync, "the synchronization of partner "+partnerID,
		func(ctx context.Context) error {
			return c.send(ctx, call{op: opRemoveSync, method: http.MethodDelete, path: syncPath(partnerID)}, nil)
		},
		func(ctx context.Context) (bool, error) {
			p, err := c.Partner(ctx, partnerID)
			if errors.Is(err, service.ErrNotFound) {
				return true, nil
			}
			return err == nil && p.IdentitySync == nil, err
		})
}
