package graph

import (
	"context"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/policies"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

var opPartners = operation{"GET /policies/crossTenantAccessPolicy/partners", readAccess}

// Partners lists all that the tenant says about other tenants, as it is now.
//
// GET /policies/crossTenantAccessPolicy/partners.
func (c *Client) Partners(ctx context.Context) ([]Partner, error) {
	builder, options := c.accessPolicy().Partners(), partnersWithSync
	var all []Partner
	for {
		page, err := builder.Get(ctx, options)
		if err != nil {
			return nil, c.failed(opPartners, err)
		}
		for _, m := range page.GetValue() {
			all = append(all, partnerOf(text(m.GetTenantId()), m))
		}
		link := text(page.GetOdataNextLink())
		if link == "" {
			return all, nil
		}
		next, err := below(link)
		if err != nil {
			return nil, c.failed(opPartners, err)
		}
		// The link repeats the options.
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
	}
	p.IsServiceProvider = yes(m.GetIsServiceProvider())
	if p.Sync != nil {
		p.IdentitySync = &topology.IdentitySync{UserSyncAllowed: p.Sync.UserAllowed}
	}
	return p
}
