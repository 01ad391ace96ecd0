package graph

import (
	"context"
	"net/http"
	"net/url"
	"strings"
)

// This file and domain_policy.go hold every use of Graph's beta version, each with its
// reason.

const betaVersion = "/beta"

// v1.0 reportedly omits policies that use preview features, although they block
// users like any other; beta lists all policies, in the same shape
// (graph-identity §12). Both versions are in all clouds (graph-identity §15).
var opConditionalAccess = operation{"GET /beta/identity/conditionalAccess/policies", []string{"Policy.Read.All"}}

// The recycle bin of policies is only in beta, and restore only in the worldwide
// cloud. Its pages name no permission; the one of all other writes is assumed
// (graph-cross-tenant §1.9).
var opRestorePartner = operation{"POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore", writeAccess}

// restorePartner restores a deleted partner configuration unchanged.
//
// POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore.
func (c *Client) restorePartner(ctx context.Context, tenantID string) error {
	return c.send(ctx, call{
		op: opRestorePartner, method: http.MethodPost, version: betaVersion,
		path: "/policies/deletedItems/crossTenantPartners/" + url.PathEscape(tenantID) + "/restore",
	}, nil)
}

// The permission to synchronize groups is only in beta, and in preview
// (cross-tenant-synchronization-overview, graph-cross-tenant §2).
var opGroupSync = operation{"GET /beta/policies/crossTenantAccessPolicy/partners", readAccess}

// GroupSyncPartners returns the ids of the tenants that may synchronize groups
// into this one, in lower case. They are read once.
//
// GET /beta/policies/crossTenantAccessPolicy/partners.
func (c *Client) GroupSyncPartners(ctx context.Context) ([]string, error) {
	return remembered(ctx, c, &c.facts.groupSyncPartners, theTenant, func(ctx context.Context) ([]string, error) {
		partners, err := everything[groupSyncPartner](ctx, c, call{
			op: opGroupSync, method: http.MethodGet, version: betaVersion, path: "/policies/crossTenantAccessPolicy/partners",
			query: url.Values{"$expand": {"identitySynchronization"}},
		})
		ids := []string{}
		for _, p := range partners {
			if s := p.IdentitySynchronization; s != nil && s.GroupSyncInbound != nil && s.GroupSyncInbound.IsSyncAllowed {
				ids = append(ids, strings.ToLower(p.TenantID))
			}
		}
		return ids, err
	})
}

type groupSyncPartner struct {
	TenantID                string
	IdentitySynchronization *struct {
		GroupSyncInbound *struct{ IsSyncAllowed bool }
	}
}
