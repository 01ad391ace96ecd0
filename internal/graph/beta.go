package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// This file holds every use of Graph's beta version, each with its reason.

const betaVersion = "/beta"

// The domain lists exist only in beta, and only in the worldwide cloud
// (graph-identity §9.1). Policy.Read.All does not cover them.
var opDomainLists = operation{"GET /beta/policies/b2bManagementPolicies", []string{"Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.B2BManagementPolicy"}}

// DomainLists are the domains to which invitations are allowed or blocked. At
// most one of the lists has entries; when both are empty, every domain is
// allowed.
type DomainLists struct{ Allowed, Blocked []string }

// DomainLists reads the lists of the tenant's default policy, once.
//
// GET /beta/policies/b2bManagementPolicies.
func (c *Client) DomainLists(ctx context.Context) (DomainLists, error) {
	return remembered(ctx, c, &c.facts.domainLists, theTenant, func(ctx context.Context) (DomainLists, error) {
		policies, err := everything[managementPolicy](ctx, c, call{
			op: opDomainLists, method: http.MethodGet, version: betaVersion, path: "/policies/b2bManagementPolicies",
		})
		if err != nil {
			return DomainLists{}, err
		}
		for _, policy := range policies {
			if policy.IsOrganizationDefault == "true" && len(policy.Definition) > 0 {
				lists, err := parseDomainLists(policy.Definition[0])
				return lists, c.named(opDomainLists, err)
			}
		}
		return DomainLists{}, nil
	})
}

// managementPolicy is one of the policies. Each definition is a text with the
// lists as JSON.
type managementPolicy struct {
	Definition            []string
	IsOrganizationDefault textOrBool
}

// textOrBool is a boolean that may be encoded as text: the documentation declares
// a boolean and shows a text (graph-identity §9.1).
type textOrBool string

func (t *textOrBool) UnmarshalJSON(data []byte) error {
	*t = textOrBool(strings.ToLower(strings.Trim(string(data), `"`)))
	return nil
}

// parseDomainLists parses the JSON inside the JSON, under the key of live tenants
// and under the one of the documentation's sample. The sample uses single quotes,
// which no domain name contains.
func parseDomainLists(definition string) (DomainLists, error) {
	type lists struct{ AllowedDomains, BlockedDomains []string }
	var d struct {
		Policy struct {
			Live   *lists `json:"InvitationsAllowedAndBlockedDomainsPolicy"`
			Sample *lists `json:"invitationsAllowedAndBlocked"`
		} `json:"B2BManagementPolicy"`
	}
	err := json.Unmarshal([]byte(definition), &d)
	if err != nil {
		err = json.Unmarshal([]byte(strings.ReplaceAll(definition, "'", `"`)), &d)
	}
	if err != nil {
		return DomainLists{}, fmt.Errorf("the domain lists cannot be read: %w", err)
	}
	for _, l := range []*lists{d.Policy.Live, d.Policy.Sample} {
		if l != nil {
			return DomainLists{Allowed: l.AllowedDomains, Blocked: l.BlockedDomains}, nil
		}
	}
	return DomainLists{}, nil
}

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
