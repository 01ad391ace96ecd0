package graph

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

var opPartners = operation{"GET /policies/crossTenantAccessPolicy/partners", readAccess}

// Partners lists the current partner configurations of the tenant. The list lags
// behind reads of a single configuration, so this client's last answers for
// single ones take precedence.
//
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) Partners(ctx context.Context) ([]Partner, error) {
	listed, err := c.listPartners(ctx)
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

// seePartner records the last answer for a single partner, nil for none.
func (c *Client) seePartner(tenantID string, p *Partner) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seenPartners[tenantID] = p
}

func (c *Client) listPartners(ctx context.Context) ([]Partner, error) {
	builder, options := c.accessPolicy().Partners(), partnersWithSync
	var all []Partner
	for {
		page, err := builder.Get(ctx, options)
		if err != nil {
			return nil, c.failed(opPartners, err)
		}
		for _, m := range page.GetValue() {
			all = append(all, partnerOf(strings.ToLower(text(m.GetTenantId())), m))
		}
		link := text(page.GetOdataNextLink())
		if link == "" {
			return all, nil
		}
		next, err := below(link, version)
		if err != nil {
			return nil, c.failed(opPartners, err)
		}
		// The next link contains the query.
		builder, options = builder.WithUrl(c.root+version+next), nil
	}
}

var partnersWithSync = &policies.CrossTenantAccessPolicyPartnersRequestBuilderGetRequestConfiguration{
	QueryParameters: &policies.CrossTenantAccessPolicyPartnersRequestBuilderGetQueryParameters{
		Expand: []string{"identitySynchronization"},
	},
}

func partnerOf(tenantID string, m models.CrossTenantAccessPolicyConfigurationPartnerable) Partner {
	p := Partner{
		TenantID: tenantID, AccessSettings: accessSettings(m),
		Sync: identitySync(m.GetIdentitySynchronization()), InOrganization: yes(m.GetIsInMultiTenantOrganization()),
		SaysMore: saysMore(m),
	}
	p.IsServiceProvider = yes(m.GetIsServiceProvider())
	if p.Sync != nil {
		p.IdentitySync = &rules.IdentitySync{UserSyncAllowed: p.Sync.UserAllowed}
	}
	return p
}
