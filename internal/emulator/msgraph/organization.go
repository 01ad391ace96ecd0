package msgraph

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// selectMembers applies $select to an object that is not a directory object of
// its own type. A star stands for all members.
func selectMembers(body map[string]any, names []string, entityType string) (map[string]any, error) {
	if len(names) == 0 || slices.Contains(names, "*") {
		return body, nil
	}
	chosen := make(map[string]any, len(names)+1)
	for _, name := range names {
		value, ok := body[name]
		if !ok {
			return nil, unknownMember(name, entityType)
		}
		chosen[name] = value
	}
	return chosen, nil
}

func unknownMember(name, entityType string) *world.Fault {
	return &world.Fault{Status: 400, Code: "BadRequest", Message: fmt.Sprintf(
		"Parsing OData Select and Expand failed: Could not find a property named '%s' on type '%s'.", name, entityType)}
}

func fragmentOf(set string, names []string) string {
	if len(names) == 0 {
		return set
	}
	return set + "(" + strings.Join(names, ",") + ")"
}

func (r *request) own() (world.Tenant, error) {
	t, ok := r.world().TenantIn(r.api.config.Cloud, r.tenant())
	if !ok {
		return t, &world.Fault{Status: 404, Code: world.CodeObjectNotFound, Message: "Unable to read the company information from the directory."}
	}
	return t, nil
}

// organizationBody is the one element of /organization (graph-identity §10.3).
func organizationBody(t world.Tenant, cloud string) map[string]any {
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
		"id": t.ID, "displayName": t.DisplayName, "assignedPlans": planBodies(t.AssignedPlans()), "tenantType": "AAD", "countryLetterCode": t.CountryCode,
		"onPremisesSyncEnabled": nil, "onPremisesLastSyncDateTime": nil, "verifiedDomains": verified,
		"deletedDateTime": nil, "businessPhones": []string{}, "city": nil, "country": nil, "createdDateTime": nil,
		"postalCode": nil, "preferredLanguage": nil, "state": nil, "street": nil, "partnerTenantType": nil,
		"technicalNotificationMails": []string{}, "securityComplianceNotificationMails": []string{},
		"securityComplianceNotificationPhones": []string{}, "marketingNotificationEmails": []string{}, "privacyProfile": nil,
	}
	if world.Worldwide(cloud) {
		body["defaultUsageLocation"] = nil
	}
	return body
}

func planBodies(plans []world.Plan) []map[string]any {
	bodies := make([]map[string]any, 0, len(plans))
	for _, p := range plans {
		bodies = append(bodies, map[string]any{
			"assignedDateTime": p.Assigned, "capabilityStatus": "Enabled", "service": p.Service, "servicePlanId": p.ID,
		})
	}
	return bodies
}

func listOrganization(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	body, err := r.organization(q.Select)
	if err != nil {
		return response{}, err
	}
	return ok(map[string]any{"@odata.context": r.context(fragmentOf("organization", q.Select)), "value": []any{body}}), nil
}

func getOrganization(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	if !strings.EqualFold(r.params["organization"], r.tenant()) {
		return response{}, notFound(r.params["organization"])
	}
	body, err := r.organization(q.Select)
	if err != nil {
		return response{}, err
	}
	return single(r, fragmentOf("organization", q.Select)+"/$entity", body), nil
}

func (r *request) organization(names []string) (map[string]any, error) {
	t, err := r.own()
	if err != nil {
		return nil, err
	}
	return selectMembers(organizationBody(t, r.api.config.Cloud), names, "microsoft.graph.organization")
}

func notFound(key string) *world.Fault {
	return &world.Fault{Status: 404, Code: world.CodeNotFound, Message: fmt.Sprintf(
		"Resource '%s' does not exist or one of its queried reference-property objects are not present.", key)}
}

// domainBody is one domain, verified or not (graph-identity §10.4).
func domainBody(d world.Domain) map[string]any {
	return map[string]any{
		"id": d.Name, "authenticationType": d.AuthenticationType, "availabilityStatus": nil, "isAdminManaged": true,
		"isDefault": d.Default, "isInitial": d.Initial, "isRoot": true, "isVerified": d.Verified,
		"supportedServices": []string{"Email", "OfficeCommunicationsOnline"}, "state": nil, "manufacturer": nil, "model": nil,
		"passwordNotificationWindowInDays": nil, "passwordValidityPeriodInDays": nil,
	}
}

func listDomains(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	t, err := r.own()
	if err != nil {
		return response{}, err
	}
	values := make([]map[string]any, 0, len(t.Domains))
	for _, d := range t.Domains {
		body, err := selectMembers(domainBody(d), q.Select, "microsoft.graph.domain")
		if err != nil {
			return response{}, err
		}
		values = append(values, body)
	}
	return ok(map[string]any{"@odata.context": r.context(fragmentOf("domains", q.Select)), "value": values}), nil
}

func getDomain(r *request) (response, error) {
	q, err := r.query(optSelect)
	if err != nil {
		return response{}, err
	}
	t, err := r.own()
	if err != nil {
		return response{}, err
	}
	i := slices.IndexFunc(t.Domains, func(d world.Domain) bool { return strings.EqualFold(d.Name, r.params["domain"]) })
	if i < 0 {
		return response{}, notFound(r.params["domain"])
	}
	body, err := selectMembers(domainBody(t.Domains[i]), q.Select, "microsoft.graph.domain")
	if err != nil {
		return response{}, err
	}
	return single(r, fragmentOf("domains", q.Select)+"/$entity", body), nil
}

// guid is the form of a tenant id.
var guid = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func findTenantByID(r *request) (response, error) {
	id := r.params["tenantId"]
	if !guid.MatchString(id) {
		return response{}, badRequest("Invalid tenant id '%s'.", id)
	}
	return r.findTenant(id)
}

func findTenantByDomain(r *request) (response, error) {
	name := r.params["domainName"]
	if !strings.Contains(name, ".") {
		return response{}, badRequest("Invalid domain name '%s'.", name)
	}
	return r.findTenant(name)
}

// findTenant looks in the cloud of the caller only: a lookup across clouds
// finds nothing (graph-identity §10.2).
func (r *request) findTenant(idOrDomain string) (response, error) {
	if err := r.noQuery(); err != nil {
		return response{}, err
	}
	t, ok := r.world().TenantIn(r.api.config.Cloud, idOrDomain)
	if !ok {
		return response{}, notFound(idOrDomain)
	}
	return single(r, "microsoft.graph.tenantInformation", map[string]any{
		"tenantId": t.ID, "displayName": t.DisplayName, "defaultDomainName": t.DefaultDomain, "federationBrandName": nil,
	}), nil
}
