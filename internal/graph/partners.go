package graph

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
)

var opPartners = operation{"GET /policies/crossTenantAccessPolicy/partners", readAccess}

// Partners lists the current partner configurations of the tenant. The list lags
// behind reads of a single configuration, so this client's last answers for
// single ones take precedence.
//
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) Partners(ctx context.Context) ([]Partner, error) {
	listed, err := collect(c.PartnerPages(ctx))
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.DeleteFunc(listed, func(p Partner) bool {
		_, seen := c.seenPartners[p.TenantID]
		return seen
	})
	for _, id := range slices.Sorted(maps.Keys(c.seenPartners)) {
		if p := c.seenPartners[id]; p != nil {
			all = append(all, *p)
		}
	}
	return all, nil
}

// PartnerPages iterates over the pages of Graph's list of partner configurations. A
// page is read when the caller is done with the one before.
//
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) PartnerPages(ctx context.Context) iter.Seq2[[]Partner, error] {
	k := call{op: opPartners, method: http.MethodGet, path: partnersPath, query: withSync}
	return pages[Partner](c, k, func(k call, out any) error { return c.send(ctx, k, out) })
}

// seePartner records the last answer for a single partner, nil for none.
func (c *Client) seePartner(tenantID string, p *Partner) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seenPartners[tenantID] = p
}

// withSync asks for the synchronization policies as well.
var withSync = url.Values{"$expand": {"identitySynchronization"}}
