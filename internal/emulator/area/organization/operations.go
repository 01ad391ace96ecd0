package organization

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Offer is what Graph offers of the tenant itself and of others.
var Offer = operation.Offer{
	Area: kernel.Area{Name: "organization"},
	Rows: []operation.Row{
		{Method: operation.Get, Path: "/organization", Permissions: readOrganization, Source: "graph-identity §10.3", Run: listOrganization},
		{Method: operation.Get, Path: "/organization/{id}", Permissions: readOrganization, Source: "graph-identity §10.3", Run: getOrganization},
		{Method: operation.Get, Path: "/domains", Permissions: readDomains, Source: "graph-identity §10.4", Run: listDomains},
		{Method: operation.Get, Path: "/domains/{id}", Permissions: readDomains, Source: "graph-identity §10.4", Run: getDomain},
		{Method: operation.Get, Path: findBy + "TenantId(tenantId={tenantId})", Permissions: lookUpTenants, Source: "graph-identity §10.2", Run: findTenantByID},
		{Method: operation.Get, Path: findBy + "DomainName(domainName={domainName})", Permissions: lookUpTenants, Source: "graph-identity §10.2", Run: findTenantByDomain},
	},
	NotOffered: []string{"POST /organization"},
}

const (
	findBy           = "/tenantRelationships/findTenantInformationBy"
	organizationType = "microsoft.graph.organization"
)

var (
	readOrganization = []string{"Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readDomains      = []string{"Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	lookUpTenants    = []string{"CrossTenantInformation.ReadBasic.All"}
)

func own(c *operation.Call) (kernel.Tenant, error) {
	t, ok := c.World.TenantIn(c.Cloud, c.Tenant)
	if !ok {
		return t, refusal.NoCompany()
	}
	return t, nil
}

// organizationBody is the one element of /organization (graph-identity §10.3).
func organizationBody(t kernel.Tenant) map[string]any {
	var verified []map[string]any
	for _, d := range t.Domains {
		if d.Verified {
			verified = append(verified, map[string]any{
				"name": d.Name, "isDefault": d.Default, "isInitial": d.Initial, "type": d.AuthenticationType,
				"capabilities": "Email, OfficeCommunicationsOnline",
			})
		}
	}
	body := map[string]any{
		"id": t.ID, "displayName": t.DisplayName, "assignedPlans": planBodies(AssignedPlans(t)), "tenantType": "AAD", "countryLetterCode": t.CountryCode,
		"onPremisesSyncEnabled": nil, "onPremisesLastSyncDateTime": nil, "verifiedDomains": verified,
		"deletedDateTime": nil, "businessPhones": []string{}, "city": nil, "country": nil, "createdDateTime": nil,
		"postalCode": nil, "preferredLanguage": nil, "state": nil, "street": nil, "partnerTenantType": nil,
		"technicalNotificationMails": []string{}, "securityComplianceNotificationMails": []string{},
		"securityComplianceNotificationPhones": []string{}, "marketingNotificationEmails": []string{}, "privacyProfile": nil,
		"defaultUsageLocation": nil, "provisionedPlans": []any{}, "mobileDeviceManagementAuthority": "unknown",
	}
	return body
}

func planBodies(plans []Plan) []map[string]any {
	bodies := make([]map[string]any, 0, len(plans))
	for _, p := range plans {
		bodies = append(bodies, map[string]any{
			"assignedDateTime": p.Assigned, "capabilityStatus": "Enabled", "service": p.Service, "servicePlanId": p.ID,
		})
	}
	return bodies
}

func listOrganization(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	body, err := organizationOf(c, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.OK(map[string]any{"@odata.context": c.Context(operation.FragmentOf("organization", q.Select)), "value": []any{body}}), nil
}

func getOrganization(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	if !strings.EqualFold(c.Params["id"], c.Tenant) {
		return operation.Answer{}, refusal.NotFound(c.Params["id"])
	}
	body, err := organizationOf(c, q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(operation.FragmentOf("organization", q.Select)+"/$entity", body), nil
}

func organizationOf(c *operation.Call, names []string) (map[string]any, error) {
	t, err := own(c)
	if err != nil {
		return nil, err
	}
	body, _ := schema.TypeOf(organizationType).Prune(organizationBody(t), c.Edition()).(map[string]any)
	return c.SelectMembers(body, names, organizationType)
}

// domainBody is one domain, verified or not (graph-identity §10.4).
func domainBody(d kernel.Domain) map[string]any {
	return map[string]any{
		"id": d.Name, "authenticationType": d.AuthenticationType, "availabilityStatus": nil, "isAdminManaged": true,
		"isDefault": d.Default, "isInitial": d.Initial, "isRoot": true, "isVerified": d.Verified,
		"supportedServices": []string{"Email", "OfficeCommunicationsOnline"}, "state": nil, "manufacturer": nil, "model": nil,
		"passwordNotificationWindowInDays": nil, "passwordValidityPeriodInDays": nil,
	}
}

func listDomains(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	t, err := own(c)
	if err != nil {
		return operation.Answer{}, err
	}
	values := make([]map[string]any, 0, len(t.Domains))
	for _, d := range t.Domains {
		body, err := c.SelectMembers(domainBody(d), q.Select, "microsoft.graph.domain")
		if err != nil {
			return operation.Answer{}, err
		}
		values = append(values, body)
	}
	return operation.OK(map[string]any{"@odata.context": c.Context(operation.FragmentOf("domains", q.Select)), "value": values}), nil
}

func getDomain(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	t, err := own(c)
	if err != nil {
		return operation.Answer{}, err
	}
	i := slices.IndexFunc(t.Domains, func(d kernel.Domain) bool { return strings.EqualFold(d.Name, c.Params["id"]) })
	if i < 0 {
		return operation.Answer{}, refusal.NotFound(c.Params["id"])
	}
	body, err := c.SelectMembers(domainBody(t.Domains[i]), q.Select, "microsoft.graph.domain")
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(operation.FragmentOf("domains", q.Select)+"/$entity", body), nil
}

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

// findTenant looks in the cloud of the caller only: a lookup across clouds
// finds nothing (graph-identity §10.2).
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
