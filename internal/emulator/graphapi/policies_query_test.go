package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const conditionalAccessPath = "/v1.0/identity/conditionalAccess/policies"

// Names in query options are case-insensitive; responses use the schema's case.
func TestNamesOfPoliciesHaveAnyCase(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.seed(accessEstate)
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`","inboundTrust":{"isMfaAccepted":true}}`).want(201)
	tests := []struct{ target, member string }{
		{partnersPath + "?$filter=InboundTrust/ismfaaccepted+eq+true&$select=TENANTID", "tenantId"},
		{fabrikamPath + "?$select=InboundTrust", "inboundTrust"},
		{"/v1.0/policies/crossTenantAccessPolicy?$select=DisplayName", "displayName"},
		{defaultPath + "?$select=ISSERVICEDEFAULT", "isServiceDefault"},
		{"/v1.0/policies/authorizationPolicy?$select=AllowInvitesFrom", "allowInvitesFrom"},
		{conditionalAccessPath + "?$filter=State+eq+'enabled'&$select=displayname", "displayName"},
		{conditionalAccessPath + "?$filter=Conditions/USERS/includeusers/any(u:u+eq+'All')&$select=id", "id"},
		{"/v1.0/identity/conditionalAccess/namedLocations?$select=CountriesAndRegions", "countriesAndRegions"},
		{"/v1.0/organization?$select=VerifiedDomains", "verifiedDomains"},
		{"/v1.0/domains/contoso.onmicrosoft.com?$select=ISDEFAULT", "isDefault"},
	}
	for _, tt := range tests {
		r := b.do(http.MethodGet, tt.target, "").want(200)
		body := r.json
		if r.json["value"] != nil {
			if len(r.values()) != 1 {
				t.Errorf("%s: %s", tt.target, r.Body)
				continue
			}
			body = r.values()[0]
		}
		if body[tt.member] == nil {
			t.Errorf("%s: %s", tt.target, r.Body)
		}
	}
	// Bodies are case-sensitive (graph-cross-tenant §1.8).
	b.do(http.MethodPatch, fabrikamPath, `{"InboundTrust":null}`).wantError(400, refusal.CodeBadRequest, "Invalid property 'InboundTrust'")
	b.do(http.MethodPatch, fabrikamPath, `{"inboundTrust":{"IsMfaAccepted":true}}`).wantError(400, refusal.CodeBadRequest, "Invalid property 'IsMfaAccepted'")
}

// Conditional Access supports the documented options only.
func TestQueriesAboutConditionalAccess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.seed(accessEstate)
	first := b.do(http.MethodGet, conditionalAccessPath+"?$orderby=displayName+desc&$top=1&$count=true", "").want(200)
	if names := first.values(); len(names) != 1 || names[0]["displayName"] != "Old" || first.json["@odata.count"] != 2.0 {
		t.Errorf("first page %s", first.Body)
	}
	if all := b.pages(conditionalAccessPath + "?$top=1"); len(all) != 2 {
		t.Errorf("%d pages", len(all))
	}
	if n := b.do(http.MethodGet, conditionalAccessPath+"/$count?$filter=state+eq+'disabled'", "").want(200).Body.String(); n != "1" {
		t.Errorf("count %s", n)
	}
	refused := []struct {
		query, code string
		status      int
	}{
		{"$skip=1", refusal.CodeNotImplemented, 501},
		{"$expand=grantControls/authenticationStrength", refusal.CodeNotImplemented, 501},
		{"$search=\"displayName:a\"", refusal.CodeNotImplemented, 501},
		{"$filter=shade+eq+'red'", refusal.CodeBadRequest, 400},
		{"$filter=conditions/shade+eq+null", refusal.CodeBadRequest, 400},
		{"$filter=deletedDateTime+eq+null", refusal.CodeNotImplemented, 501},
		{"$orderby=shade", "BadRequest", 400},
		{"$select=shade", "BadRequest", 400},
		{"$select=deletedDateTime", refusal.CodeNotImplemented, 501},
	}
	for _, tt := range refused {
		b.do(http.MethodGet, conditionalAccessPath+"?"+tt.query, "").wantError(tt.status, tt.code, "")
	}
}

// A filter cannot contain properties that the cloud's schema lacks, even if the
// list is empty.
func TestFiltersByCloud(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const byRisk = conditionalAccessPath + "?$filter=conditions/userRiskLevels/any(r:r+eq+'high')"
	const byRestrictions = partnersPath + "?$filter=tenantRestrictions+eq+null"
	b.do(http.MethodGet, byRisk, "").want(200)
	b.do(http.MethodGet, byRestrictions, "").want(200)
	b.in(schema.CloudUSGov, northwindID)
	b.do(http.MethodGet, byRisk, "").want(200)
	b.do(http.MethodGet, byRestrictions, "").wantError(400, refusal.CodeBadRequest, "tenantRestrictions")
	b.seed(`{"tenants":[{"key":"tailspin","tenant_id":"` + contosoID + `","cloud":"china"}]}`)
	b.in(schema.CloudChina, contosoID)
	b.do(http.MethodGet, byRisk, "").wantError(400, refusal.CodeBadRequest, "userRiskLevels")
}
