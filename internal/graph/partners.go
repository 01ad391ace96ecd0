package graph

import (
	"context"
	"errors"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
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

// listPartners is the list with the synchronization policies (graph-cross-tenant §1.1).
// The size of its pages is the service's: no $top is documented for it.
func listPartners() call {
	return call{op: opPartners, method: http.MethodGet, path: partnersPath, query: withSync}
}

// newPartnerRoster shares the reads of partner configurations that a list may answer.
// Its pages are not counted, because $count is not documented for the list.
func newPartnerRoster(c *Client) *share.Roster[Partner] {
	return share.NewRoster(share.Source[Partner]{
		ID: func(p Partner) string { return p.TenantID }, Read: c.readPartners,
		List: share.Listing[Partner]{
			Read: func(ctx context.Context, most int) ([]Partner, bool, error) {
				return listUpTo[Partner](ctx, c, listPartners(), most)
			},
			Worth: pageWorth,
		},
	})
}

// listedPartner reads a partner configuration. Once that takes fewer requests than
// single reads, a list answers if what it has is current.
func (c *Client) listedPartner(ctx context.Context, tenantID string, current func(Partner) bool) (Partner, error) {
	p, err := c.partners.GetCurrent(ctx, tenantID, current)
	return p, c.named(opPartner, c.waited(err))
}

// readPartners is Partner for many partners, by tenant id in lower case.
func (c *Client) readPartners(ctx context.Context, ids []string) map[string]share.Answer[Partner] {
	found := make(map[string]share.Answer[Partner], len(ids))
	for id, a := range c.askFor(ctx, ids, readPartner) {
		found[id] = c.partnerIn(id, a)
	}
	return found
}

func readPartner(tenantID string) call {
	return call{op: opPartner, method: http.MethodGet, path: partnerPath(tenantID), query: withSync}
}

// partnerIn decodes the answer to the read of a single partner, and records it.
func (c *Client) partnerIn(tenantID string, a answer) share.Answer[Partner] {
	var p Partner
	err := c.decodeAnswer(opPartner, a, &p)
	switch {
	case errors.Is(err, service.ErrNotFound):
		c.seePartner(tenantID, nil)
	case err == nil:
		p.TenantID = tenantID
		c.seePartner(tenantID, &p)
		return share.Answer[Partner]{Value: p}
	}
	return share.Answer[Partner]{Err: err}
}

// PartnerPages iterates over the pages of Graph's list of partner configurations. A
// page is read when the caller is done with the one before.
//
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) PartnerPages(ctx context.Context) iter.Seq2[[]Partner, error] {
	return pages[Partner](c, listPartners(), func(k call, out any) error { return c.send(ctx, k, out) })
}

// seePartner records the last answer for a single partner, nil for none.
func (c *Client) seePartner(tenantID string, p *Partner) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seenPartners[tenantID] = p
}

// partnerChanged drops what is known of a partner that was changed.
func (c *Client) partnerChanged(tenantID string) {
	c.facts.partners.Forget(partnerKey(tenantID))
	c.partners.Outdate(tenantID)
}

// withSync asks for the synchronization policies as well.
var withSync = url.Values{"$expand": {"identitySynchronization"}}
