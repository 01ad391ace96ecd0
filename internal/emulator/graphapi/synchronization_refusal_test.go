package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestRefusedSynchronizationCalls(t *testing.T) {
	t.Parallel()
	const unknown = "/v1.0/servicePrincipals/" + northwindID
	tests := []struct {
		name, method, path, body string
		status                   int
		code, part               string
	}{
		{"another template", post, "/v1.0/applicationTemplates/" + adeleID + "/instantiate", `{"displayName":"x"}`, 501, refusal.CodeNotImplemented, adeleID},
		{"nameless", post, instantiation, `{}`, 400, refusal.CodeBadRequest, "displayName"},
		{"unknown member", post, instantiation, `{"displayName":"x","shade":1}`, 400, refusal.CodeBadRequest, "shade"},
		{"name of another type", post, instantiation, `{"displayName":1}`, 400, refusal.CodeBadRequest, "displayName"},
		{"new application", post, "/v1.0/applications", "", 501, refusal.CodeNotImplemented, "applications"},
		{"unknown application", get, "/v1.0/applications/" + adeleID, "", 404, refusal.CodeNotFound, adeleID},
		{"jobs of an unknown service principal", get, unknown + "/synchronization/jobs", "", 404, refusal.CodeNotFound, northwindID},
		{"secrets of an unknown service principal", get, unknown + "/synchronization/secrets", "", 404, refusal.CodeNotFound, northwindID},
		{"assignments of an unknown service principal", get, unknown + "/appRoleAssignedTo", "", 404, refusal.CodeNotFound, northwindID},
		{"unknown job", post, jobsPath + "/x/start", "", 404, refusal.CodeNotFound, "x"},
		{"another job template", post, jobsPath, `{"templateId":"scim"}`, 501, refusal.CodeNotImplemented, "scim"},
		{"no job template", post, jobsPath, `{}`, 400, refusal.CodeBadRequest, "templateId"},
		{"job with a schedule", post, jobsPath, `{"templateId":"Azure2Azure","schedule":{"state":"Active"}}`, 501, refusal.CodeNotImplemented, "schedule"},
		{"job with more", post, jobsPath, `{"templateId":"Azure2Azure","shade":1}`, 400, refusal.CodeBadRequest, "shade"},
		{"start with a parameter", post, jobsPath + "/x/start", `{"shade":1}`, 400, refusal.CodeBadRequest, "shade"},
		{"pause with a parameter", post, jobsPath + "/x/pause", `{"shade":1}`, 400, refusal.CodeBadRequest, "shade"},
		{"check of an application", post, jobsPath + "/validateCredentials", `{"templateId":"Azure2Azure","useSavedCredentials":true,"applicationIdentifier":"x"}`, 501, refusal.CodeNotImplemented, "applicationIdentifier"},
		{"unknown property", get, jobsPath + "?$select=shade", "", 400, "BadRequest", "shade"},
		{"filter", get, jobsPath + "?$filter=templateId+eq+'x'", "", 501, refusal.CodeNotImplemented, "'$filter'"},
		{"schema of an unknown job", get, jobsPath + "/x/schema", "", 404, refusal.CodeNotFound, "x"},
		{"unknown secret", put, secretsPath, `{"value":[{"key":"Shade","value":"red"}]}`, 400, refusal.CodeBadRequest, "Shade"},
		{"secrets without a list", put, secretsPath, `{"value":{}}`, 400, refusal.CodeBadRequest, "value"},
		{"secret with more", put, secretsPath, `{"value":[{"key":"SyncAll","value":"true","shade":1}]}`, 400, refusal.CodeBadRequest, "shade"},
		{"secret of another type", put, secretsPath, `{"value":[{"key":"SyncAll","value":true}]}`, 400, refusal.CodeBadRequest, "value"},
		{"check without template", post, jobsPath + "/validateCredentials", `{"useSavedCredentials":true}`, 400, refusal.CodeBadRequest, "templateId"},
		{"check without credentials", post, jobsPath + "/validateCredentials", `{"templateId":"Azure2Azure"}`, 400, refusal.CodeBadRequest, "credentials"},
		{"check of another type", post, jobsPath + "/validateCredentials", `{"templateId":"Azure2Azure","useSavedCredentials":"yes"}`, 400, refusal.CodeBadRequest, "useSavedCredentials"},
		{
			"check of another cloud", post, jobsPath + "/validateCredentials",
			`{"templateId":"Azure2Azure","credentials":[{"key":"AuthenticationType","value":"SyncPolicy"},{"key":"CompanyId","value":"` + northwindID + `"}]}`, 400, "ExternalTenantNotFound", northwindID,
		},
		{"restart of another type", post, jobsPath + "/x/restart", `{"criteria":"Full"}`, 400, refusal.CodeBadRequest, "criteria"},
		{"restart with more", post, jobsPath + "/x/restart", `{"criteria":{"shade":1}}`, 400, refusal.CodeBadRequest, "shade"},
		{"unknown scope", post, jobsPath + "/x/restart", `{"criteria":{"resetScope":"Everything"}}`, 400, refusal.CodeBadRequest, "Everything"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newSyncBench(t)
			b.do(tt.method, tt.path, tt.body).wantError(tt.status, tt.code, tt.part)
			if secrets := b.do(http.MethodGet, secretsPath, "").want(200).values(); len(secrets) != 3 {
				t.Errorf("a refused call changed the secrets to %v", secrets)
			}
		})
	}
}

func TestPermissionsOfSynchronization(t *testing.T) {
	t.Parallel()
	const template = `{"templateId":"Azure2Azure"}`
	assign := `{"principalId":"` + adeleID + `","resourceId":"` + principalID + `","appRoleId":"00000000-0000-0000-0000-000000000000"}`
	const discover = jobsPath + "/any/schema/directories/any/discover"
	tests := []struct {
		roles              []string
		method, path, body string
		status             int
	}{
		{[]string{"Synchronization.Read.All"}, get, jobsPath, "", 200},
		{[]string{"Synchronization.Read.All"}, get, secretsPath, "", 200},
		{[]string{"Synchronization.Read.All"}, post, jobsPath, template, 403},
		{[]string{"Synchronization.Read.All"}, get, assignedPath, "", 403},
		{[]string{"Synchronization.Read.All"}, get, jobsPath + "/any/schema/filterOperators", "", 403},
		{[]string{"Synchronization.Read.All"}, post, jobsPath + "/any/schema/parseExpression", `{"expression":"[mail]"}`, 403},
		{[]string{"Synchronization.ReadWrite.All"}, post, discover, "", 403},
		{[]string{"Directory.ReadWrite.All"}, post, discover, "", 404},
		{[]string{"Synchronization.ReadWrite.All"}, post, jobsPath, template, 201},
		{[]string{"Synchronization.ReadWrite.All"}, post, instantiation, `{"displayName":"x"}`, 403},
		{[]string{"Application.ReadWrite.OwnedBy"}, get, jobsPath, "", 200},
		{[]string{"Application.ReadWrite.OwnedBy"}, post, jobsPath, template, 201},
		{[]string{"Application.ReadWrite.OwnedBy"}, post, instantiation, `{"displayName":"x"}`, 201},
		{[]string{"Application.Read.All"}, get, jobsPath, "", 403},
		{[]string{"Application.Read.All"}, get, assignedPath, "", 200},
		{[]string{"Directory.ReadWrite.All"}, put, secretsPath, `{"value":[]}`, 403},
		{[]string{"Application.ReadWrite.All"}, get, jobsPath, "", 403},
		{[]string{"AppRoleAssignment.ReadWrite.All"}, post, assignedPath, assign, 403},
		{[]string{"AppRoleAssignment.ReadWrite.All", "Application.Read.All"}, post, assignedPath, assign, 201},
		{[]string{"AppRoleAssignment.ReadWrite.All"}, "DELETE", assignedPath + "/any", "", 404},
		{[]string{"Application.ReadWrite.All"}, post, assignedPath, assign, 403},
	}
	for _, tt := range tests {
		b := newSyncBench(t)
		b.caller.Roles = tt.roles
		if r := b.do(tt.method, tt.path, tt.body); r.Code != tt.status {
			t.Errorf("%v: %s %s: %d, want %d", tt.roles, tt.method, tt.path, r.Code, tt.status)
		}
	}
}

// TestOlderPermissionsOfSynchronization are a setting.
func TestOlderPermissionsOfSynchronization(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"Application.ReadWrite.All", "Directory.ReadWrite.All"} {
		b := newSyncBench(t)
		b.caller.Roles = []string{role}
		b.set(func(s *settings.Settings) { s.ApplicationPermissionsCoverSync = true })
		b.do(get, jobsPath, "").want(200)
		b.do(put, secretsPath, `{"value":[]}`).want(204)
	}
}

func TestSynchronizationInOtherClouds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.caller.Roles = []string{"Application.ReadWrite.All", "Synchronization.ReadWrite.All"}
	b.in(schema.CloudUSGov, northwindID)
	made := b.do(http.MethodPost, instantiation, `{"displayName":"Sync"}`).want(201)
	id, _ := object(t, made.json, "servicePrincipal")["id"].(string)
	b.do(http.MethodPost, "/v1.0/servicePrincipals/"+id+"/synchronization/jobs", `{"templateId":"Azure2Azure"}`).want(201)
}

func TestAssignedPlans(t *testing.T) {
	t.Parallel()
	const p1 = "41781fb2-bc02-4b7c-bd55-b576c07bb09d"
	for setting, want := range map[string]bool{"": true, `,"entra_id_p1":true`: true, `,"entra_id_p1":false`: false} {
		b := newBench(t)
		b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `"` + setting + `}]}`)
		org := b.do(http.MethodGet, "/v1.0/organization?$select=assignedPlans", "").want(200).values()
		plans, _ := org[0]["assignedPlans"].([]any)
		exchange, premium := false, false
		for _, p := range plans {
			plan, _ := p.(map[string]any)
			if plan["capabilityStatus"] != "Enabled" || plan["assignedDateTime"] == nil {
				t.Errorf("plan %v", plan)
			}
			exchange = exchange || plan["service"] == "exchange"
			premium = premium || plan["servicePlanId"] == p1 && plan["service"] == "AADPremiumService"
		}
		if !exchange || premium != want || len(org[0]) != 1 {
			t.Errorf("%q: %v", setting, org)
		}
	}
}
