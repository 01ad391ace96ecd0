package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"
)

var opOrganization = operation{"GET /organization", []string{"Organization.Read.All", "Directory.Read.All"}}

// Organization is what a tenant says about itself.
type Organization struct {
	TenantID      string
	DisplayName   string
	InitialDomain string // the onmicrosoft domain that guests' names end in
	DefaultDomain string
	// Domains are the verified domains, in Graph's order.
	Domains []string
}

// Organization reads the tenant's own description, once.
//
// GET /organization.
func (c *Client) Organization(ctx context.Context) (Organization, error) {
	return remembered(ctx, &c.facts, "organization", func(ctx context.Context) (Organization, error) {
		options := &organization.OrganizationRequestBuilderGetRequestConfiguration{
			QueryParameters: &organization.OrganizationRequestBuilderGetQueryParameters{
				Select: []string{"id", "displayName", "verifiedDomains"},
			},
		}
		page, err := organization.NewOrganizationRequestBuilderInternal(c.baseURL(), c.adapter).Get(ctx, options)
		if err != nil {
			return Organization{}, c.failed(opOrganization, err)
		}
		if page == nil || len(page.GetValue()) != 1 {
			return Organization{}, c.failed(opOrganization, errors.New("the answer holds no organization"))
		}
		return organizationOf(page.GetValue()[0]), nil
	})
}

// Owns reports whether a domain is one of the tenant's verified ones.
func (o Organization) Owns(domain string) bool {
	return slices.ContainsFunc(o.Domains, func(d string) bool { return strings.EqualFold(d, domain) })
}

func organizationOf(m models.Organizationable) Organization {
	o := Organization{TenantID: text(m.GetId()), DisplayName: text(m.GetDisplayName())}
	for _, d := range m.GetVerifiedDomains() {
		name := text(d.GetName())
		o.Domains = append(o.Domains, name)
		if initial := d.GetIsInitial(); initial != nil && *initial {
			o.InitialDomain = name
		}
		if standard := d.GetIsDefault(); standard != nil && *standard {
			o.DefaultDomain = name
		}
	}
	return o
}
