package graphapi

import (
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const (
	principalID   = "d0000000-0000-4000-8000-000000000010"
	portalID      = "d0000000-0000-4000-8000-000000000011"
	principalPath = "/v1.0/servicePrincipals/" + principalID
	jobsPath      = principalPath + "/synchronization/jobs"
	secretsPath   = principalPath + "/synchronization/secrets"
	assignedPath  = principalPath + "/appRoleAssignedTo"
	instantiation = "/v1.0/applicationTemplates/518e5f48-1fc8-4c48-9387-9fdf28b0dfe7/instantiate"

	syncEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example","displayName":"Adele"},{"id":"` + brianID + `","userPrincipalName":"brian@contoso.example"}],
  "groups":[{"id":"` + groupID + `","displayName":"Team"}],
  "contacts":[{"id":"` + contactID + `","displayName":"Carla","mail":"carla@fabrikam.example"}],
  "applications":[{"client_id":"d0000000-0000-4000-8000-00000000000a","display_name":"Portal","service_principal_id":"` + portalID + `"}],
  "cross_tenant_access_policy":{"partners":[{"tenantId":"` + fabrikamID + `","automaticUserConsentSettings":{"outboundAllowed":true}}]},
  "cross_tenant_synchronizations":[{"id":"` + principalID + `","displayName":"Sync to Fabrikam","secrets":{"CompanyId":"` + fabrikamID + `","SyncAll":"false"},"assignedTo":["Team"]}]},
 {"key":"fabrikam","tenant_id":"` + fabrikamID + `","cross_tenant_access_policy":{"partners":[{"tenantId":"` + contosoID + `",
   "automaticUserConsentSettings":{"inboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}}}]}}]}`
)

// newSyncBench has one synchronization out of Contoso, and a caller with
// permission to set up others.
func newSyncBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.seed(syncEstate)
	b.caller.Roles = slices.Concat(everyPermission, []string{"Synchronization.ReadWrite.All", "Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"})
	return b
}

func object(t *testing.T, body map[string]any, name string) map[string]any {
	t.Helper()
	o, ok := body[name].(map[string]any)
	if !ok {
		t.Fatalf("no object %s in %v", name, body)
	}
	return o
}

func TestSeededSynchronization(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	const filter = "/v1.0/servicePrincipals?$filter=applicationTemplateId+eq+'518e5f48-1fc8-4c48-9387-9fdf28b0dfe7'"
	found := b.do(http.MethodGet, filter+"&$select=id,displayName", "").want(200).values()
	if len(found) != 1 || found[0]["id"] != principalID || found[0]["displayName"] != "Sync to Fabrikam" || len(found[0]) != 2 {
		t.Errorf("found %v", found)
	}
	jobs := b.do(http.MethodGet, jobsPath, "").want(200).values()
	if len(jobs) != 1 || object(t, jobs[0], "schedule")["state"] != "Active" || object(t, jobs[0], "status")["code"] != "Active" {
		t.Fatalf("jobs %v", jobs)
	}
	if last := object(t, object(t, jobs[0], "status"), "lastSuccessfulExecution"); last["state"] != "Succeeded" {
		t.Errorf("last run %v", last)
	}
	secrets := b.do(http.MethodGet, secretsPath, "").want(200).values()
	if len(secrets) != 3 || secrets[0]["value"] != "SyncPolicy" || secrets[1]["value"] != fabrikamID || secrets[2]["value"] != "false" {
		t.Errorf("secrets %v", secrets)
	}
	assigned := b.do(http.MethodGet, assignedPath+"?$top=1&$select=principalId,principalType", "").want(200).values()
	if len(assigned) != 1 || assigned[0]["principalId"] != groupID || assigned[0]["principalType"] != "Group" || len(assigned[0]) != 2 {
		t.Errorf("assigned %v", assigned)
	}
	b.do(http.MethodPost, jobsPath+"/validateCredentials", `{"useSavedCredentials":true,"templateId":"Azure2Azure"}`).want(204)
}

func TestKindsOfServicePrincipals(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	all := b.do(http.MethodGet, "/v1.0/servicePrincipals", "").want(200).values()
	if got := ids(all); !slices.Equal(got, []any{portalID, principalID}) {
		t.Fatalf("ids %v", got)
	}
	if all[0]["applicationTemplateId"] != nil || all[1]["applicationTemplateId"] != provisioning.SyncTemplateID {
		t.Errorf("templates %v, %v", all[0]["applicationTemplateId"], all[1]["applicationTemplateId"])
	}
	b.header.Set("ConsistencyLevel", "eventual")
	r := b.do(http.MethodGet, "/v1.0/servicePrincipals?$count=true&$filter=applicationTemplateId+ne+'"+provisioning.SyncTemplateID+"'", "").want(200)
	if got := ids(r.values()); !slices.Equal(got, []any{portalID}) {
		t.Errorf("others %v", got)
	}
	const portal = "/v1.0/servicePrincipals/" + portalID
	if jobs := b.do(http.MethodGet, portal+"/synchronization/jobs", "").want(200).values(); len(jobs) != 0 {
		t.Errorf("jobs %v", jobs)
	}
	b.do(http.MethodPost, portal+"/synchronization/jobs", `{"templateId":"Azure2Azure"}`).wantError(501, refusal.CodeNotImplemented, "other applications")
	b.do(http.MethodDelete, portal, "").wantError(501, refusal.CodeNotImplemented, "signs in")
}

// The complete set-up of a synchronization, in the order of graph-cross-tenant
// §4.1, and its removal.
func TestSetUpOfASynchronization(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	both := b.do(http.MethodPost, instantiation, `{"displayName":"Sync to B","serviceManagementReference":"42"}`).want(201)
	application, principal := object(t, both.json, "application"), object(t, both.json, "servicePrincipal")
	id, _ := principal["id"].(string)
	path := "/v1.0/servicePrincipals/" + id
	roles, _ := principal["appRoles"].([]any)
	if len(roles) != 1 || principal["appRoleAssignmentRequired"] != true || principal["appId"] != application["appId"] || application["id"] == id {
		t.Fatalf("instantiated %s", both.Body)
	}
	role, _ := roles[0].(map[string]any)
	if role["displayName"] != "msiam_access" || role["value"] != nil || role["isEnabled"] != true {
		t.Errorf("role %v", role)
	}
	if again := b.do(http.MethodGet, path, "").want(200); again.json["displayName"] != "Sync to B" || again.json["signInAudience"] != "AzureADMyOrg" {
		t.Errorf("service principal %s", again.Body)
	}

	job := b.do(http.MethodPost, path+"/synchronization/jobs", `{"templateId":"Azure2Azure"}`).want(201)
	if status := object(t, job.json, "status"); status["code"] != "Paused" || status["lastExecution"] != nil || status["steadyStateFirstAchievedTime"] != never {
		t.Errorf("job %s", job.Body)
	}
	if schedule := object(t, job.json, "schedule"); schedule["state"] != "Disabled" || schedule["interval"] != "PT40M" {
		t.Errorf("job %s", job.Body)
	}
	jobPath := path + "/synchronization/jobs/" + job.text("id")
	const secrets = `[{"key":"CompanyId","value":"` + fabrikamID + `"},{"key":"AuthenticationType","value":"SyncPolicy"}]`
	b.do(http.MethodPost, path+"/synchronization/jobs/validateCredentials", `{"templateId":"Azure2Azure","useSavedCredentials":false,"credentials":`+secrets+`}`).want(204)
	b.do(http.MethodPost, jobPath+"/validateCredentials", `{"useSavedCredentials":true}`).wantError(400, "InvalidCredentials", "AuthenticationType")
	b.do(http.MethodPut, path+"/synchronization/secrets", `{"value":`+secrets+`}`).want(204)
	b.do(http.MethodPost, jobPath+"/validateCredentials", `{"useSavedCredentials":true}`).want(204)
	roleID, _ := role["id"].(string)
	b.do(http.MethodPost, path+"/appRoleAssignedTo", `{"principalId":"`+groupID+`","resourceId":"`+id+`","appRoleId":"`+roleID+`"}`).want(201)
	b.do(http.MethodPost, jobPath+"/start", "").want(204)
	started := object(t, b.do(http.MethodGet, jobPath, "").want(200).json, "status")
	last := object(t, started, "lastExecution")
	if started["code"] != "NotRun" || last["state"] != "Failed" || last["countExported"] != 0.0 || object(t, last, "error")["code"] != "None" || last["timeBegan"] != never {
		t.Errorf("started %v", started)
	}
	b.do(http.MethodPost, jobPath+"/pause", "").want(204)
	b.do(http.MethodPost, jobPath+"/restart", `{"criteria":{"resetScope":"Full"}}`).want(204)
	b.do(http.MethodPost, jobPath+"/restart", "").want(204)
	if got := b.do(http.MethodGet, jobPath+"?$select=schedule", "").want(200); object(t, got.json, "schedule")["state"] != "Active" || got.json["status"] != nil {
		t.Errorf("restarted %s", got.Body)
	}
	b.do(http.MethodDelete, jobPath, "").want(204)
	b.do(http.MethodGet, jobPath, "").want(404)

	applicationID, _ := application["id"].(string)
	if a := b.do(http.MethodGet, "/v1.0/applications/"+applicationID, "").want(200); object(t, a.json, "web")["homePageUrl"] == "" || a.json["serviceManagementReference"] != "42" {
		t.Errorf("application %s", a.Body)
	}
	b.do(http.MethodDelete, "/v1.0/applications/"+applicationID, "").want(204)
	for _, gone := range []string{path, path + "/synchronization/jobs", path + "/synchronization/secrets", path + "/appRoleAssignedTo", "/v1.0/applications/" + applicationID} {
		b.do(http.MethodGet, gone, "").wantError(404, refusal.CodeNotFound, "")
	}
	b.do(http.MethodGet, jobsPath, "").want(200)
}

func TestAppRoleAssignments(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	const none = "00000000-0000-0000-0000-000000000000"
	body := func(principal, resource, role string) string {
		return `{"principalId":"` + principal + `","resourceId":"` + resource + `","appRoleId":"` + role + `"}`
	}
	roles, _ := b.do(http.MethodGet, principalPath, "").want(200).json["appRoles"].([]any)
	first, _ := roles[0].(map[string]any)
	role, _ := first["id"].(string)

	refused := []struct {
		name, body string
		status     int
		code, part string
	}{
		{"duplicate", body(groupID, principalID, role), 400, refusal.CodeBadRequest, "Permission being assigned already exists on the object"},
		{"other resource", body(adeleID, portalID, role), 400, refusal.CodeBadRequest, "resourceId"},
		{"foreign role", body(adeleID, principalID, contosoID), 400, refusal.CodeBadRequest, "was not found on application"},
		{"unknown principal", body(fabrikamID, principalID, role), 404, refusal.CodeNotFound, fabrikamID},
		{"contact", body(contactID, principalID, role), 404, refusal.CodeNotFound, contactID},
		{"service principal", body(portalID, principalID, role), 501, refusal.CodeNotImplemented, "service principal"},
		{"no role", `{"principalId":"` + adeleID + `","resourceId":"` + principalID + `"}`, 400, refusal.CodeBadRequest, "appRoleId"},
		{"unknown member", `{"shade":1}`, 400, refusal.CodeBadRequest, "Invalid property 'shade'"},
		{"wrong type", `{"principalId":1}`, 400, refusal.CodeBadRequest, "principalId"},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			b.do(http.MethodPost, assignedPath, tt.body).wantError(tt.status, tt.code, tt.part)
		})
	}
	b.t = t
	made := b.do(http.MethodPost, assignedPath, body(adeleID, principalID, role)).want(201)
	if made.json["principalDisplayName"] != "Adele" || made.json["principalType"] != "User" || made.json["resourceDisplayName"] != "Sync to Fabrikam" || made.json["deletedDateTime"] != nil {
		t.Errorf("assignment %s", made.Body)
	}
	b.do(http.MethodPost, assignedPath, body(adeleID, principalID, none)).want(201)
	page := b.do(http.MethodGet, assignedPath+"?$top=2", "").want(200)
	next, _ := page.json["@odata.nextLink"].(string)
	if len(page.values()) != 2 || next == "" {
		t.Fatalf("page %s", page.Body)
	}
	if rest := b.do(http.MethodGet, next, "").want(200).values(); len(rest) != 1 {
		t.Errorf("second page %v", rest)
	}
	one := assignedPath + "/" + made.text("id")
	b.do(http.MethodGet, one+"?$select=principalId", "").want(200)
	b.do(http.MethodPatch, one, "{}").wantError(405, refusal.CodeBadRequest, "method")
	b.do(http.MethodGet, "/v1.0/servicePrincipals/"+portalID+"/appRoleAssignedTo/"+made.text("id"), "").want(404)
	b.do(http.MethodDelete, one, "").want(204)
	b.do(http.MethodDelete, one, "").want(404)
	if left := b.do(http.MethodGet, assignedPath, "").want(200).values(); len(left) != 2 {
		t.Errorf("left %v", left)
	}
}
