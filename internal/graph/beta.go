package graph

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// This file, access_sync.go and domain_policy.go hold every use of Graph's beta
// version, each with its reason.

const betaVersion = "/beta"

// v1.0 reportedly omits policies that use preview features, although they block
// users like any other; beta lists all policies, in the same shape
// (graph-identity §12). Both versions are in all clouds (graph-identity §15).
var opConditionalAccess = operation{"GET /beta/identity/conditionalAccess/policies", []string{"Policy.Read.All"}}

// The recycle bin of policies is only in beta, and restore only in the worldwide
// cloud. Its pages name no permission; the one of all other writes is assumed
// (graph-cross-tenant §1.9).
var (
	opDeletedPartners = operation{"GET /beta/policies/deletedItems/crossTenantPartners", writeAccess}
	opRestorePartner  = operation{"POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore", writeAccess}
	opDeletedSyncs    = operation{"GET /beta/policies/deletedItems/crossTenantSyncPolicyPartners", writeAccess}
	opRestoreSync     = operation{"POST /beta/policies/deletedItems/crossTenantSyncPolicyPartners/{id}/restore", writeAccess}
)

const (
	deletedPartnersPath = "/policies/deletedItems/crossTenantPartners"
	deletedSyncsPath    = "/policies/deletedItems/crossTenantSyncPolicyPartners"
)

// restorePartner restores a deleted partner configuration unchanged.
//
// POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore.
func (c *Client) restorePartner(ctx context.Context, tenantID string) error {
	return c.restorePolicy(ctx, opRestorePartner, deletedPartnersPath, tenantID)
}

func (c *Client) restorePolicy(ctx context.Context, op operation, bin, tenantID string) error {
	return c.send(ctx, call{op: op, method: http.MethodPost, version: betaVersion, path: bin + "/" + url.PathEscape(tenantID) + "/restore"}, nil)
}

// deletedPolicy reports whether a recycle bin of policies has that of a partner. Only
// its list is documented (graph-cross-tenant §1.9).
func (c *Client) deletedPolicy(ctx context.Context, op operation, bin, tenantID string) (bool, error) {
	deleted, err := everything[struct{ TenantID string }](ctx, c, call{op: op, method: http.MethodGet, version: betaVersion, path: bin})
	for _, d := range deleted {
		if strings.EqualFold(d.TenantID, tenantID) {
			return true, nil
		}
	}
	return false, err
}

// The permission to synchronize groups is only in beta, and in preview
// (cross-tenant-synchronization-overview, graph-cross-tenant §2).
var (
	opGroupSyncs = operation{"GET /beta/policies/crossTenantAccessPolicy/partners", readAccess}
	opGroupSync  = operation{"GET /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization", readAccess}
)

// GroupSyncPartners returns the ids of the tenants that may synchronize groups
// into this one, in lower case. They are listed once; this client's last answers
// for single partners take precedence.
//
// GET /beta/policies/crossTenantAccessPolicy/partners.
func (c *Client) GroupSyncPartners(ctx context.Context) ([]string, error) {
	listed, err := remembered(ctx, c, &c.facts.groupSyncPartners, theTenant, func(ctx context.Context) ([]string, error) {
		partners, err := everything[groupSyncPartner](ctx, c, call{
			op: opGroupSyncs, method: http.MethodGet, version: betaVersion, path: partnersPath, query: withSync,
		})
		ids := []string{}
		for _, p := range partners {
			if p.IdentitySynchronization.policy().AllowsGroups() {
				ids = append(ids, strings.ToLower(p.TenantID))
			}
		}
		return ids, err
	})
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.DeleteFunc(slices.Clone(listed), func(id string) bool {
		_, seen := c.seenGroupSyncs[id]
		return seen
	})
	for _, id := range slices.Sorted(maps.Keys(c.seenGroupSyncs)) {
		if c.seenGroupSyncs[id] {
			all = append(all, id)
		}
	}
	return all, nil
}

type groupSyncPartner struct {
	TenantID                string
	IdentitySynchronization *syncJSON
}

// WithGroupSync completes a partner with whether its synchronization policy, if it
// has one, allows groups; nil where the policy does not say. A replica may briefly
// lose a policy after showing it (graph-identity §1.8), so only two consecutive 404
// answers mean that it is gone.
//
// GET /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization.
func (c *Client) WithGroupSync(ctx context.Context, p Partner) (Partner, error) {
	if p.IdentitySync == nil {
		return p, nil
	}
	policy, err := c.groupSync(ctx, p.TenantID)
	if errors.Is(err, service.ErrNotFound) {
		policy, err = c.groupSync(ctx, p.TenantID)
	}
	switch {
	case errors.Is(err, service.ErrNotFound):
		p.IdentitySync = nil
		return p, nil
	case err != nil:
		return p, err
	}
	whole := *p.IdentitySync
	whole.GroupSyncAllowed = policy.GroupSyncAllowed
	p.IdentitySync = &whole
	return p, nil
}

// awaitGroupSync returns the partner with its permission to synchronize groups, as
// soon as that is as written.
func (c *Client) awaitGroupSync(ctx context.Context, p Partner, allowed bool) (Partner, error) {
	err := transport.Poll(ctx, c.clock, "the synchronization of groups of partner "+p.TenantID, func(ctx context.Context) (bool, string, error) {
		policy, err := c.groupSync(ctx, p.TenantID)
		if errors.Is(err, service.ErrNotFound) {
			return false, "the policy does not exist", nil
		}
		return err == nil && policy.AllowsGroups() == allowed, "the policy as it was before the change", err
	})
	if err != nil {
		return p, c.named(opGroupSync, err)
	}
	whole := *p.IdentitySync
	whole.GroupSyncAllowed = &allowed
	p.IdentitySync = &whole
	return p, nil
}

// groupSync reads the synchronization policy of a partner with its groups.
func (c *Client) groupSync(ctx context.Context, tenantID string) (*rules.IdentitySync, error) {
	var answer syncJSON
	if err := c.send(ctx, call{op: opGroupSync, method: http.MethodGet, version: betaVersion, path: syncPath(tenantID)}, &answer); err != nil {
		return nil, err
	}
	policy := answer.policy()
	c.seeGroupSync(tenantID, policy.AllowsGroups())
	return policy, nil
}

// seeGroupSync records the last answer about a partner's groups.
func (c *Client) seeGroupSync(tenantID string, allowed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seenGroupSyncs[strings.ToLower(tenantID)] = allowed
}
