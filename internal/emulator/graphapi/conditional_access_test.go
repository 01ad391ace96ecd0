package graphapi

import (
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	policyID   = "d0000000-0000-4000-8000-000000000001"
	locationID = "d0000000-0000-4000-8000-000000000002"

	accessEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `",
  "applications":[{"client_id":"d0000000-0000-4000-8000-00000000000a","display_name":"Portal","service_principal_id":"` + adeleID + `","app_role_assignment_required":true},
                  {"client_id":"d0000000-0000-4000-8000-00000000000b","display_name":"Wiki","service_principal_id":"` + brianID + `"}],
  "conditional_access_policies":[
   {"id":"` + policyID + `","displayName":"Compliant devices for all","conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},
    "grantControls":{"builtInControls":["compliantDevice"]}},
   {"displayName":"Old","state":"disabled"}],
  "named_locations":[{"id":"` + locationID + `","@odata.type":"#microsoft.graph.countryNamedLocation","displayName":"Spain","countriesAndRegions":["ES"]}]}]}`
)

func TestConditionalAccess(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.seed(accessEstate)
	const path = "/v1.0/identity/conditionalAccess/policies"
	if values := b.do(http.MethodGet, path, "").want(200).values(); len(values) != 2 {
		t.Errorf("policies %v", values)
	}
	values := b.do(http.MethodGet, path+"?$filter=state+eq+'enabled'&$select=id,displayName", "").want(200).values()
	if len(values) != 1 || values[0]["id"] != policyID || len(values[0]) != 2 {
		t.Errorf("enabled %v", values)
	}
	r := b.do(http.MethodGet, path+"/"+policyID, "").want(200)
	conditions, _ := r.json["conditions"].(map[string]any)
	users, _ := conditions["users"].(map[string]any)
	grant, _ := r.json["grantControls"].(map[string]any)
	if users["excludeUsers"] == nil || conditions["locations"] != nil || grant["operator"] != "OR" || r.json["sessionControls"] != nil {
		t.Errorf("policy %s", r.Body)
	}
	b.do(http.MethodGet, path+"/"+contosoID, "").wantError(404, refusal.CodeNotFound, contosoID)
	b.do(http.MethodPost, path, "{}").wantError(501, refusal.CodeNotImplemented, "POST")

	const locations = "/beta/identity/conditionalAccess/namedLocations"
	if values := b.do(http.MethodGet, locations, "").want(200).values(); len(values) != 1 || values[0]["displayName"] != "Spain" {
		t.Errorf("locations %v", values)
	}
	b.do(http.MethodGet, locations+"/"+locationID, "").want(200)
	b.caller.Roles = []string{"Directory.Read.All"}
	b.do(http.MethodGet, path, "").wantError(403, refusal.CodeDenied, "")
}

// TestPreviewPolicies: v1.0 omits policies with preview features, or returns them
// without the preview members; beta returns all.
func TestPreviewPolicies(t *testing.T) {
	t.Parallel()
	const preview = `{"id":"` + policyID + `","displayName":"Preview","sessionControls":{"continuousAccessEvaluation":{"mode":"strictLocation"}}}`
	for _, cloud := range []string{schema.CloudPublic, schema.CloudChina} {
		for _, hidden := range []bool{false, true} {
			b := newBench(t)
			b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","cloud":"` + cloud + `","conditional_access_policies":[` + preview +
				`,{"displayName":"Plain","sessionControls":{"continuousAccessEvaluation":null}}]}]}`)
			b.in(cloud, contosoID)
			b.set(func(s *settings.Settings) { s.PreviewPoliciesAreHidden = hidden })
			const path = "/identity/conditionalAccess/policies"
			if values := b.do(http.MethodGet, "/beta"+path, "").want(200).values(); len(values) != 2 || !isStrict(values[0]) {
				t.Errorf("%s, hidden %t: beta lists %v", cloud, hidden, values)
			}
			if r := b.do(http.MethodGet, "/beta"+path+"/"+policyID, "").want(200); !isStrict(r.json) {
				t.Errorf("%s, hidden %t: beta reads %s", cloud, hidden, r.Body)
			}
			values := b.do(http.MethodGet, "/v1.0"+path, "").want(200).values()
			read := b.do(http.MethodGet, "/v1.0"+path+"/"+policyID, "")
			if hidden {
				read.wantError(400, "BadRequest", "preview features")
				if len(values) != 1 || values[0]["displayName"] != "Plain" {
					t.Errorf("%s: v1.0 lists %v", cloud, values)
				}
				continue
			}
			if read.want(200); len(values) != 2 || isStrict(values[0]) || isStrict(read.json) {
				t.Errorf("%s: v1.0 lists %v and reads %s", cloud, values, read.Body)
			}
		}
	}
}

// isStrict reports whether a policy contains the preview feature.
func isStrict(policy map[string]any) bool {
	session, _ := policy["sessionControls"].(map[string]any)
	_, has := session["continuousAccessEvaluation"]
	return has
}

func TestServicePrincipals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.seed(accessEstate)
	tests := []struct {
		query string
		want  []any
	}{
		{"", []any{adeleID, brianID}},
		{"?$filter=appRoleAssignmentRequired+eq+true&$select=id,appId,displayName,appRoleAssignmentRequired", []any{adeleID}},
		{"?$filter=appId+eq+'D0000000-0000-4000-8000-00000000000b'", []any{brianID}},
		{"?$top=1", []any{adeleID}},
	}
	for _, tt := range tests {
		if got := ids(b.do(http.MethodGet, "/v1.0/servicePrincipals"+tt.query, "").want(200).values()); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", tt.query, got)
		}
	}
	if r := b.do(http.MethodGet, "/v1.0/servicePrincipals/"+adeleID, "").want(200); r.json["displayName"] != "Portal" {
		t.Errorf("principal %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/servicePrincipals/"+contosoID, "").wantError(404, refusal.CodeNotFound, contosoID)
	b.do(http.MethodGet, "/v1.0/servicePrincipals?$select=logoutUrl", "").wantError(501, refusal.CodeNotImplemented, "logoutUrl")
}
