package organization

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Offer is the Graph offer of the organization and of lookups of other tenants.
var Offer = operation.Offer{
	Area: kernel.Area{Name: "organization", Parts: []kernel.Part{organizations, domains, SharePoint}},
	Rows: []operation.Row{
		{Method: operation.Get, Path: findBy + "TenantId(tenantId={tenantId})", Permissions: lookUpTenants, Source: "graph-identity §10.2", Run: findTenantByID},
		{Method: operation.Get, Path: findBy + "DomainName(domainName={domainName})", Permissions: lookUpTenants, Source: "graph-identity §10.2", Run: findTenantByDomain},
	},
	NotOffered: []string{"POST /organization"},
}

const findBy = "/tenantRelationships/findTenantInformationBy"

var lookUpTenants = []string{"CrossTenantInformation.ReadBasic.All"}

func findTenantByID(c *operation.Call) (operation.Answer, error) {
	id := c.Params["tenantId"]
	if !schema.IsGUID(id) {
		return operation.Answer{}, refusal.BadRequest("Invalid tenant id '%s'.", id)
	}
	return findTenant(c, id)
}

func findTenantByDomain(c *operation.Call) (operation.Answer, error) {
	name := c.Params["domainName"]
	if !strings.Contains(name, ".") {
		return operation.Answer{}, refusal.BadRequest("Invalid domain name '%s'.", name)
	}
	return findTenant(c, name)
}

// findTenant searches the cloud of the caller only: a lookup across clouds finds
// nothing (graph-identity §10.2).
func findTenant(c *operation.Call, idOrDomain string) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	t, ok := c.World.TenantIn(c.Cloud, idOrDomain)
	if !ok {
		return operation.Answer{}, refusal.NotFound(idOrDomain)
	}
	return c.Single("microsoft.graph.tenantInformation", map[string]any{
		"tenantId": t.ID, "displayName": t.DisplayName, "defaultDomainName": t.DefaultDomain, "federationBrandName": nil,
	}), nil
}
