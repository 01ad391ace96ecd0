package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const defaultPath = "/v1.0/policies/crossTenantAccessPolicy/default"

// A property that the schema lacks is rejected regardless of the existing
// partners; a property that a partner lacks is null.
func TestQueriesAboutPartners(t *testing.T) {
	t.Parallel()
	const bin = "/beta/policies/deletedItems/crossTenantPartners"
	tests := []struct {
		target string
		status int
		code   string
		part   string
		found  int
	}{
		{partnersPath + "?$filter=shade+eq+'red'", 400, refusal.CodeBadRequest, "shade", 0},
		{partnersPath + "?$filter=inboundTrust/shade+eq+true", 400, refusal.CodeBadRequest, "inboundTrust/shade", 0},
		{partnersPath + "?$filter=tenantId+eq+'x'+and+shade+eq+'red'", 400, refusal.CodeBadRequest, "shade", 0},
		{partnersPath + "?$filter=displayName+eq+null", 400, refusal.CodeBadRequest, "displayName", 0},
		{"/beta" + partnersPath[5:] + "?$filter=displayName+eq+null", 200, "", "", 1},
		{partnersPath + "?$filter=inboundTrust/isMfaAccepted+eq+true", 200, "", "", 0},
		{partnersPath + "?$filter=inboundTrust/isCompliantDeviceAccepted+eq+true", 200, "", "", 1},
		{partnersPath + "?$filter=b2bCollaborationInbound/usersAndGroups/targets/any(t:t/target+eq+'AllUsers')", 501, refusal.CodeNotImplemented, "targets", 0},
		{partnersPath + "?$select=shade", 400, "BadRequest", "shade", 0},
		{partnersPath + "?$select=*", 200, "", "", 1},
		{partnersPath + "?$expand=shade", 400, "BadRequest", "shade", 0},
		{partnersPath + "?$expand=identitySynchronization($select=displayName)", 501, refusal.CodeNotImplemented, "$expand=identitySynchronization", 0},
		{partnersPath + "?$expand=m365Capabilities", 501, refusal.CodeNotImplemented, "m365Capabilities", 0},
		{partnersPath + "?$orderby=tenantId", 501, refusal.CodeNotImplemented, "'$orderby'", 0},
		{fabrikamPath + "?$top=1", 501, refusal.CodeNotImplemented, "'$top'", 0},
		{bin + "?$select=shade", 400, "BadRequest", "shade", 0},
		{"/beta/policies/deletedItems/crossTenantSyncPolicyPartners?$select=inboundTrust", 400, "BadRequest", "inboundTrust", 0},
		{bin + "?$filter=tenantId+eq+'x'", 501, refusal.CodeNotImplemented, "'$filter'", 0},
		{bin + "/fabrikam.example", 400, refusal.CodeBadRequest, "tenantId", 0},
	}
	for _, tt := range tests {
		t.Run(tt.target, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			if tt.status != http.StatusOK {
				// Once without a partner, and once with one.
				b.do(http.MethodGet, tt.target, "").wantError(tt.status, tt.code, tt.part)
			}
			b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`","inboundTrust":{"isCompliantDeviceAccepted":true}}`).want(201)
			if tt.status != http.StatusOK {
				b.do(http.MethodGet, tt.target, "").wantError(tt.status, tt.code, tt.part)
				return
			}
			if values := b.do(http.MethodGet, tt.target, "").want(200).values(); len(values) != tt.found {
				t.Errorf("found %v", values)
			}
		})
	}
}

func TestBodiesOfCrossTenantAccess(t *testing.T) {
	t.Parallel()
	const beta = "/beta/policies/crossTenantAccessPolicy"
	const network = `{"inboundTrust":{"isCompliantNetworkAccepted":true}}`
	tests := []struct {
		name, method, path, body string
		status                   int
		code, part               string
	}{
		{"compliant network in v1.0", patch, defaultPath, network, 400, refusal.CodeBadRequest, "Invalid property 'isCompliantNetworkAccepted'"},
		{"name of a partner in v1.0", patch, fabrikamPath, `{"displayName":"x"}`, 400, refusal.CodeBadRequest, "Invalid property 'displayName'"},
		{"name of a partner in beta", patch, beta + "/partners/" + fabrikamID, `{"displayName":"x"}`, 501, refusal.CodeNotImplemented, "displayName"},
		{"service providers in beta", post, beta + "/partners", `{"tenantId":"` + northwindID + `","blockServiceProviderOutboundAccess":true}`, 501, refusal.CodeNotImplemented, "blockServiceProviderOutboundAccess"},
		{"roles in v1.0", put, syncPath, `{"roleEnabledGroupSyncInbound":{"isSyncAllowed":true}}`, 400, refusal.CodeBadRequest, "Invalid property"},
		{"roles in beta", put, beta + "/partners/" + fabrikamID + "/identitySynchronization", `{"roleEnabledGroupSyncInbound":{"isSyncAllowed":true}}`, 501, refusal.CodeNotImplemented, "roleEnabledGroupSyncInbound"},
		{"reset with a parameter", post, defaultPath + "/resetToSystemDefault", `{"shade":"red"}`, 400, refusal.CodeBadRequest, "shade"},
		{"restore with a parameter", post, "/beta/policies/deletedItems/crossTenantPartners/" + fabrikamID + "/restore", `{"shade":"red"}`, 400, refusal.CodeBadRequest, "shade"},
		{"tenant of a domain by id", get, "/v1.0/tenantRelationships/findTenantInformationByTenantId(tenantId='fabrikam.example')", "", 400, refusal.CodeBadRequest, "fabrikam.example"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
			b.do(tt.method, tt.path, tt.body).wantError(tt.status, tt.code, tt.part)
		})
	}
}

// Beta has an additional trust claim, which v1.0 hides (graph-cross-tenant §1.6).
func TestTrustOfBeta(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const beta = "/beta/policies/crossTenantAccessPolicy"
	b.do(http.MethodPost, partnersPath, `{"tenantId":"`+fabrikamID+`"}`).want(201)
	trust := func(path string) map[string]any {
		return object(t, b.do(http.MethodGet, path, "").want(200).json, "inboundTrust")
	}
	if accepted := trust(beta + "/default"); accepted["isCompliantNetworkAccepted"] != false {
		t.Errorf("default %v", accepted)
	}
	for version, path := range map[string]string{"/default": defaultPath, "/partners/" + fabrikamID: fabrikamPath} {
		b.do(http.MethodPatch, beta+version, `{"inboundTrust":{"isCompliantNetworkAccepted":true,"isMfaAccepted":true}}`).want(204)
		if accepted := trust(beta + version); accepted["isCompliantNetworkAccepted"] != true {
			t.Errorf("%s in beta %v", version, accepted)
		}
		accepted := trust(path)
		if _, shown := accepted["isCompliantNetworkAccepted"]; shown || accepted["isMfaAccepted"] != true {
			t.Errorf("%s in v1.0 %v", version, accepted)
		}
		b.do(http.MethodPatch, path, `{"inboundTrust":{"isMfaAccepted":false}}`).want(204)
		if accepted := trust(beta + version); accepted["isCompliantNetworkAccepted"] != true || accepted["isMfaAccepted"] != false {
			t.Errorf("%s after v1.0 %v", version, accepted)
		}
	}
	b.do(http.MethodGet, partnersPath+"?$filter=inboundTrust/isCompliantNetworkAccepted+eq+true", "").wantError(400, refusal.CodeBadRequest, "isCompliantNetworkAccepted")
}

// Type annotations are ignored; OData clients send them.
func TestAnnotationsAreNoMembers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const root = "/v1.0/policies/crossTenantAccessPolicy"
	b.do(http.MethodPatch, root, `{"allowedCloudEndpoints@odata.type":"#Collection(String)","allowedCloudEndpoints":["microsoftonline.us"]}`).want(204)
	r := b.do(http.MethodGet, root+"?$select=allowedCloudEndpoints", "").want(200)
	if endpoints, _ := r.json["allowedCloudEndpoints"].([]any); len(endpoints) != 1 || len(r.json) != 2 {
		t.Errorf("policy %s", r.Body)
	}
	b.do(http.MethodPost, defaultPath+"/resetToSystemDefault", "{}").want(204)
}

// An item that never ran returns the usual error envelope.
func TestDependenciesAmongPolicies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const partner = `"url":"/policies/crossTenantAccessPolicy/partners","headers":{"Content-Type":"application/json"}`
	r := b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[
	 {"id":"1","method":"POST",`+partner+`,"body":{"tenantId":"`+fabrikamID+`"}},
	 {"id":"2","method":"PUT","url":"/policies/crossTenantAccessPolicy/partners/`+fabrikamID+`/identitySynchronization","headers":{"Content-Type":"application/json"},"body":{"displayName":"Fabrikam"},"dependsOn":["1"]},
	 {"id":"3","method":"POST",`+partner+`,"body":{"tenantId":"`+fabrikamID+`"},"dependsOn":["2"]},
	 {"id":"4","method":"GET","url":"/policies/crossTenantAccessPolicy/partners","dependsOn":["3"]}]}`).want(200)
	statuses := map[string]float64{"1": 201, "2": 204, "3": 409, "4": 424}
	responses, _ := r.json["responses"].([]any)
	if len(responses) != len(statuses) {
		t.Fatalf("answers %s", r.Body)
	}
	for _, one := range responses {
		item, _ := one.(map[string]any)
		id, _ := item["id"].(string)
		if item["status"] != statuses[id] {
			t.Errorf("item %s: %v", id, item)
		}
		if id != "4" {
			continue
		}
		inner := object(t, object(t, object(t, item, "body"), "error"), "innerError")
		if headers := object(t, item, "headers"); inner["request-id"] == "" || inner["request-id"] != headers["request-id"] {
			t.Errorf("envelope %v", item)
		}
	}
}
