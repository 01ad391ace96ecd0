package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/organization"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

var opOrganization = operation{"GET /organization", []string{"Organization.Read.All", "Directory.Read.All"}}

// Organization describes a tenant.
type Organization struct {
	TenantID    string
	DisplayName string
	// Type is AAD for a workforce tenant, AAD B2C, or CIAM for an external tenant; empty
	// if the answer does not say (graph-identity §10.3).
	Type          string
	InitialDomain string // the onmicrosoft domain that guests' names end in
	DefaultDomain string
	// Domains are the verified domains, in Graph's order.
	Domains []string

	// entraP1 is unknown when the answer has no service plans.
	entraP1, entraP2, governance rules.Fact[bool]
}

// Organization reads the tenant's description, once.
//
// GET /organization.
func (c *Client) Organization(ctx context.Context) (Organization, error) {
	return remembered(ctx, c, &c.facts.organization, theTenant, func(ctx context.Context) (Organization, error) {
		options := &organization.OrganizationRequestBuilderGetRequestConfiguration{
			QueryParameters: &organization.OrganizationRequestBuilderGetQueryParameters{
				Select: []string{"id", "displayName", "verifiedDomains", "assignedPlans", "tenantType"},
			},
		}
		builder := organization.NewOrganizationRequestBuilderInternal(c.baseURL(), c.adapter)
		for {
			page, err := builder.Get(ctx, options)
			if err != nil {
				return Organization{}, c.failed(opOrganization, err)
			}
			if page != nil && len(page.GetValue()) == 1 {
				return organizationOf(page.GetValue()[0]), nil
			}
			next, err := nextOrganization(page)
			if err != nil {
				return Organization{}, c.failed(opOrganization, err)
			}
			// The next link contains the query.
			builder, options = builder.WithUrl(c.root+version+next), nil
		}
	})
}

// nextOrganization returns the next link of a page without an organization.
func nextOrganization(page models.OrganizationCollectionResponseable) (string, error) {
	if page == nil || text(page.GetOdataNextLink()) == "" {
		return "", errors.New("the answer holds no organization")
	}
	return below(text(page.GetOdataNextLink()), version)
}

// The service plans of Entra ID P1 and of P2, which includes it, and their
// service; and the plan of Entra ID Governance, which the Entra Suite includes
// (graph-identity §10.3).
const (
	serviceEntraPremium = "AADPremiumService"
	planEntraP1         = "41781fb2-bc02-4b7c-bd55-b576c07bb09d"
	planEntraP2         = "eec0eb4f-6444-4f95-aba0-50c24d67f998"
	planGovernance      = "e866a266-3cff-43a3-acca-0c90a7e00c8b"
)

// activeStatuses are the states of a usable plan: an expired subscription is in
// Warning before it is suspended.
var activeStatuses = []string{"Enabled", "Warning"}

var errNoPlans = errors.New("the answer does not say which service plans the tenant has")

// EntraP1 reports whether the tenant has Entra ID P1, alone or as part of P2. It
// shares its request with Organization.
//
// GET /organization.
func (c *Client) EntraP1(ctx context.Context) (bool, error) {
	return c.licensed(ctx, func(o Organization) rules.Fact[bool] { return o.entraP1 })
}

// EntraGovernance reports whether the tenant has Entra ID Governance, alone or as part
// of the Entra Suite. It shares its request with Organization.
//
// GET /organization.
func (c *Client) EntraGovernance(ctx context.Context) (bool, error) {
	return c.licensed(ctx, func(o Organization) rules.Fact[bool] { return o.governance })
}

// Entitlement reports whether the tenant has a license that includes entitlement
// management: Entra ID P2, or Entra ID Governance, alone or as part of the Entra Suite.
// It shares its request with Organization.
//
// GET /organization.
func (c *Client) Entitlement(ctx context.Context) (bool, error) {
	return c.licensed(ctx, func(o Organization) rules.Fact[bool] {
		return rules.Derived(o.governance, func(has bool) bool {
			p2, _ := o.entraP2.Get()
			return has || p2
		})
	})
}

func (c *Client) licensed(ctx context.Context, license func(Organization) rules.Fact[bool]) (bool, error) {
	o, err := c.Organization(ctx)
	if err != nil {
		return false, err
	}
	has, known := license(o).Get()
	if !known {
		return false, c.failed(opOrganization, errNoPlans)
	}
	return has, nil
}

func includesEntraP1(p models.AssignedPlanable) bool {
	return isActive(p) && (text(p.GetService()) == serviceEntraPremium || isPlan(p, planEntraP1, planEntraP2))
}

func includesEntraP2(p models.AssignedPlanable) bool {
	return isActive(p) && isPlan(p, planEntraP2)
}

func includesGovernance(p models.AssignedPlanable) bool {
	return isActive(p) && isPlan(p, planGovernance)
}

func isActive(p models.AssignedPlanable) bool {
	return slices.Contains(activeStatuses, text(p.GetCapabilityStatus()))
}

func isPlan(p models.AssignedPlanable, ids ...string) bool {
	id := p.GetServicePlanId()
	return id != nil && slices.Contains(ids, id.String())
}

// Owns reports whether a domain is verified in the tenant.
func (o Organization) Owns(domain string) bool {
	return slices.ContainsFunc(o.Domains, func(d string) bool { return strings.EqualFold(d, domain) })
}

func organizationOf(m models.Organizationable) Organization {
	o := Organization{TenantID: text(m.GetId()), DisplayName: text(m.GetDisplayName()), Type: text(m.GetTenantType())}
	if plans := m.GetAssignedPlans(); plans != nil {
		o.entraP1 = rules.Known(slices.ContainsFunc(plans, includesEntraP1))
		o.entraP2 = rules.Known(slices.ContainsFunc(plans, includesEntraP2))
		o.governance = rules.Known(slices.ContainsFunc(plans, includesGovernance))
	}
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
