package graphapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// jobOf is the path of the seeded job.
func jobOf(t *testing.T, b *bench) string {
	t.Helper()
	id, _ := b.do(http.MethodGet, jobsPath, "").want(200).values()[0]["id"].(string)
	return jobsPath + "/" + id
}

// elements returns a list in a body as objects.
func elements(t *testing.T, body map[string]any, name string) []map[string]any {
	t.Helper()
	values, ok := body[name].([]any)
	if !ok {
		t.Fatalf("no list %s in %v", name, body)
	}
	var all []map[string]any
	for _, e := range values {
		o, _ := e.(map[string]any)
		all = append(all, o)
	}
	return all
}

// The default schema has the documented rule and mappings (graph-cross-tenant §4.5).
func TestDefaultSchema(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	job := jobOf(t, b)
	s := b.do(http.MethodGet, job+"/schema", "").want(200).json
	if s["version"] != "v1.2" || !strings.HasPrefix(fmt.Sprint(s["id"]), "Azure2Azure.") || !strings.Contains(fmt.Sprint(s["@odata.context"]), "/schema/$entity") {
		t.Errorf("schema %v, %v, %v", s["id"], s["version"], s["@odata.context"])
	}
	rule := elements(t, s, "synchronizationRules")[0]
	if rule["name"] != "USER_INBOUND_USER" || rule["targetDirectoryName"] != "Azure Active Directory (target tenant)" || rule["containerFilter"] != nil {
		t.Errorf("rule %v", rule)
	}
	mappings := elements(t, rule, "objectMappings")
	if len(mappings) != 2 || mappings[0]["enabled"] != true || mappings[0]["flowTypes"] != "Add, Update, Delete" || mappings[1]["enabled"] != false || mappings[1]["sourceObjectName"] != "Group" {
		t.Errorf("mappings %v", mappings)
	}
	byTarget := map[any]map[string]any{}
	for _, m := range elements(t, mappings[0], "attributeMappings") {
		byTarget[m["targetAttributeName"]] = m
	}
	userType := byTarget["userType"]
	want := map[string]any{
		"targetAttributeName": "userType", "defaultValue": nil, "exportMissingReferences": false, "flowBehavior": "FlowWhenChanged", "flowType": "ObjectAddOnly",
		"matchingPriority": 0.0, "source": map[string]any{"expression": `"Member"`, "name": "Member", "type": "Constant", "parameters": []any{}},
	}
	if !reflect.DeepEqual(userType, want) || byTarget["alternativeSecurityIds"]["matchingPriority"] != 1.0 || byTarget["manager"] == nil {
		t.Errorf("user type %v", userType)
	}
	directories := elements(t, s, "directories")
	if len(directories) != 2 {
		t.Fatalf("directories %v", directories)
	}
	id, _ := directories[0]["id"].(string)
	b.do(http.MethodPost, job+"/schema/directories/"+id+"/discover", "").wantError(403, refusal.CodeDenied, "")
	b.caller.Roles = []string{"Directory.ReadWrite.All"}
	if d := b.do(http.MethodPost, job+"/schema/directories/"+id+"/discover", "").want(200); d.json["name"] != "Azure Active Directory" || len(elements(t, d.json, "objects")) != 2 {
		t.Errorf("directory %s", d.Body)
	}
	b.do(http.MethodPost, job+"/schema/directories/none/discover", "").want(404)
}

// What a client has sent comes back byte for byte, with the members that the
// emulator does not know.
func TestSchemaIsKept(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	path := jobOf(t, b) + "/schema"
	before := b.do(http.MethodGet, path, "").want(200)
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(before.Body.Bytes(), &raw); err != nil {
		t.Fatal(err)
	}
	rules := strings.Replace(string(raw["synchronizationRules"]), `"editable":true`, `"editable" : true, "futureMember": {"b":1, "a":[1.50, "<&>"]}`, 1)
	rules = strings.Replace(rules, `{"defaultValue":null`, `{"extra":null,"defaultValue":null`, 3)
	body := `{"@odata.context":"x","id":"ignored","version":"custom","provisioningTaskIdentifier":"kept","synchronizationRules":` + rules + `,"directories":` + string(raw["directories"]) + `}`
	b.do(http.MethodPut, path, body).want(204)
	after := b.do(http.MethodGet, path, "").want(200)
	var kept map[string]json.RawMessage
	if err := json.Unmarshal(after.Body.Bytes(), &kept); err != nil {
		t.Fatal(err)
	}
	if string(kept["synchronizationRules"]) != rules || string(kept["directories"]) != string(raw["directories"]) || string(kept["provisioningTaskIdentifier"]) != `"kept"` || string(kept["version"]) != `"custom"` {
		t.Errorf("got %s", after.Body)
	}
	if string(kept["id"]) != string(raw["id"]) || string(kept["@odata.context"]) != string(raw["@odata.context"]) {
		t.Errorf("id %s, context %s", kept["id"], kept["@odata.context"])
	}
}

// Schemas that are refused (graph-cross-tenant §4.5).
func TestInvalidSchemas(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	path := jobOf(t, b) + "/schema"
	valid := b.do(http.MethodGet, path, "").want(200).Body.String()
	tests := []struct {
		name, old, new string
		code, part     string
	}{
		{"matching expression", `"expression":"AltSecIdFromNetId([netId])"`, `"expression":"[mail]"`, "schemaInvalid", "cannot be changed"},
		{"matching removed", `"matchingPriority":1`, `"matchingPriority":0`, "schemaInvalid", "cannot be removed"},
		{"another matching", `"matchingPriority":0`, `"matchingPriority":2`, "schemaInvalid", "no other one can be added"},
		{"expression", `"expression":"[displayName]"`, `"expression":"Frob([displayName])"`, "schemaInvalid", "no function Frob"},
		{"flow type", `"flowType":"Always"`, `"flowType":"Sometimes"`, refusal.CodeBadRequest, "Sometimes"},
		{"flow behavior", `"flowBehavior":"FlowWhenChanged"`, `"flowBehavior":"Never"`, refusal.CodeBadRequest, "Never"},
		{"source type", `"name":"city","type":"Attribute"`, `"name":"city","type":"Guess"`, refusal.CodeBadRequest, "Guess"},
		{"object flow", `"flowTypes":"Add, Update, Delete"`, `"flowTypes":"Add, Shred"`, refusal.CodeBadRequest, "Shred"},
		{"twice", `"targetAttributeName":"city"`, `"targetAttributeName":"state"`, "schemaInvalid", "mapped twice"},
		{"no target", `"targetAttributeName":"city"`, `"targetAttributeName":""`, "schemaInvalid", "no target attribute"},
		{"no source", `"source":{"expression":"[city]","name":"city","type":"Attribute","parameters":[]}`, `"source":null`, "schemaInvalid", "no source"},
		{"operator", `"groups":[]`, `"groups":[{"name":"F","clauses":[{"operatorName":"SOUNDS_LIKE","sourceOperandName":"mail","targetOperand":{"values":[]}}]}]`, "schemaInvalid", "SOUNDS_LIKE"},
		{"wrong type", `"priority":1`, `"priority":"first"`, refusal.CodeBadRequest, "priority"},
		{"no users", `"sourceObjectName":"User"`, `"sourceObjectName":"Robot"`, "schemaInvalid", "no mapping of users"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.t = t
			if !strings.Contains(valid, tt.old) {
				t.Fatalf("the schema has no %s", tt.old)
			}
			b.do(http.MethodPut, path, strings.Replace(valid, tt.old, tt.new, 1)).wantError(400, tt.code, tt.part)
		})
	}
	b.t = t
	b.do(http.MethodPut, path, `{"synchronizationRules":[]}`).wantError(400, "schemaInvalid", "no synchronization rules")
	b.do(http.MethodPut, path, `[]`).wantError(400, refusal.CodeBadRequest, "JSON")
	b.do(http.MethodPatch, path, `{}`).wantError(405, refusal.CodeBadRequest, "method")
	b.do(http.MethodPut, jobsPath+"/none/schema", valid).want(404)
	b.caller.Roles = []string{"Synchronization.Read.All"}
	b.do(http.MethodGet, path, "").want(200)
	b.do(http.MethodPut, path, valid).want(403)
}

func TestTemplatesAndFunctions(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	templates := principalPath + "/synchronization/templates"
	all := b.do(http.MethodGet, templates, "").want(200).values()
	if len(all) != 1 || all[0]["id"] != "Azure2Azure" || all[0]["applicationId"] != provisioning.SyncTemplateID || all[0]["factoryTag"] != "Azure2Azure" {
		t.Errorf("templates %v", all)
	}
	b.do(http.MethodGet, templates+"/Azure2Azure", "").want(200)
	if s := b.do(http.MethodGet, templates+"/Azure2Azure/schema", "").want(200); !strings.HasPrefix(s.text("id"), "Azure2Azure.000") {
		t.Errorf("schema %s", s.Body)
	}
	b.do(http.MethodGet, templates+"/Slack", "").want(404)
	if none := b.do(http.MethodGet, "/v1.0/servicePrincipals/"+portalID+"/synchronization/templates", "").want(200).values(); len(none) != 0 {
		t.Errorf("templates %v", none)
	}
	if a := b.do(http.MethodGet, "/v1.0/applicationTemplates/"+provisioning.SyncTemplateID, "").want(200); a.text("id") != provisioning.SyncTemplateID {
		t.Errorf("template %s", a.Body)
	}
	b.do(http.MethodGet, "/v1.0/applicationTemplates/"+portalID, "").want(501)

	schema := jobOf(t, b) + "/schema"
	if got := b.do(http.MethodGet, schema+"/filterOperators()", "").want(200).values(); len(got) != 14 || got[0]["name"] != "EQUALS" || got[0]["arity"] != "Binary" {
		t.Errorf("operators %v", got)
	}
	if got := b.do(http.MethodGet, schema+"/functions", "").want(200).values(); len(got) < 30 {
		t.Errorf("functions %v", got)
	}
	const input = `,"testInputObject":{"definition":null,"properties":[{"key":"givenName","value":"Zoë"}]}}`
	parsed := b.do(http.MethodPost, schema+"/parseExpression", `{"expression":"NormalizeDiacritics([givenName])"`+input).want(200)
	if got := parsed.json["evaluationResult"]; !reflect.DeepEqual(got, []any{"Zoe"}) || parsed.json["parsingSucceeded"] != true || parsed.json["evaluationSucceeded"] != true {
		t.Errorf("parsed %s", parsed.Body)
	}
	if wrong := b.do(http.MethodPost, schema+"/parseExpression", `{"expression":"Frob("`+input).want(200); wrong.json["parsingSucceeded"] != false || wrong.json["error"] == nil {
		t.Errorf("parsed %s", wrong.Body)
	}
	if wrong := b.do(http.MethodPost, schema+"/parseExpression", `{"expression":"Left(\"x\",\"y\")"`+input).want(200); wrong.json["parsingSucceeded"] != true || wrong.json["evaluationSucceeded"] != false {
		t.Errorf("parsed %s", wrong.Body)
	}
	b.do(http.MethodPost, schema+"/parseExpression", `{"expression":"Now()"`+input).want(501)
}

// A user provisioned on demand, and the log of it (graph-cross-tenant §4.7).
func TestProvisionOnDemand(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	b.caller.Roles = append(b.caller.Roles, "AuditLog.Read.All", "Directory.Read.All")
	b.seed(strings.Replace(syncEstate, `"displayName":"Team"`, `"displayName":"Team","members":["`+adeleID+`"]`, 1))
	job := jobOf(t, b)
	rule, _ := elements(t, b.do(http.MethodGet, job+"/schema", "").want(200).json, "synchronizationRules")[0]["id"].(string)
	body := func(rule, id, kind string) string {
		return `{"parameters":[{"ruleId":"` + rule + `","subjects":[{"objectId":"` + id + `","objectTypeName":"` + kind + `"}]}]}`
	}
	b.do(http.MethodPost, job+"/pause", "").want(204)
	done := b.do(http.MethodPost, job+"/provisionOnDemand", body(rule, adeleID, "User")).want(200)
	if done.text("key") != "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo" {
		t.Errorf("answer %s", done.Body)
	}
	var values []map[string]any
	if err := json.Unmarshal([]byte(done.text("value")), &values); err != nil || len(values) != 1 {
		t.Fatalf("value %s: %v", done.text("value"), err)
	}
	if values[0]["action"] != "create" || object(t, values[0], "statusInfo")["status"] != "success" || len(elements(t, values[0], "provisioningSteps")) != 3 {
		t.Errorf("value %v", values[0])
	}
	skipped := b.do(http.MethodPost, job+"/provisionOnDemand", body(rule, brianID, "User")).want(200)
	if !strings.Contains(skipped.text("value"), "NotEffectivelyEntitled") {
		t.Errorf("skipped %s", skipped.Body)
	}
	if again := b.do(http.MethodPost, job+"/provisionOnDemand", body(rule, adeleID, "User")).want(200); !strings.Contains(again.text("value"), "RedundantExport") {
		t.Errorf("again %s", again.Body)
	}
	if group := b.do(http.MethodPost, job+"/provisionOnDemand", body(rule, groupID, "Group")).want(200); !strings.Contains(group.text("value"), "EntityTypeNotSupported") {
		t.Errorf("group %s", group.Body)
	}
	b.do(http.MethodPost, job+"/provisionOnDemand", body("other", adeleID, "User")).want(404)
	b.do(http.MethodPost, job+"/provisionOnDemand", body(rule, contosoID, "User")).want(404)
	b.do(http.MethodPost, job+"/provisionOnDemand", body(rule, adeleID, "Robot")).want(400)
	b.do(http.MethodPost, job+"/provisionOnDemand", `{"parameters":[]}`).want(400)

	const log = "/v1.0/auditLogs/provisioning"
	if all := b.do(http.MethodGet, log, "").want(200).values(); len(all) != 4 {
		t.Errorf("log %v", all)
	}
	created := b.do(http.MethodGet, log+"?$filter=provisioningAction+eq+'create'+and+sourceIdentity/id+eq+'"+adeleID+"'&$top=5", "").want(200).values()
	if len(created) != 1 || created[0]["tenantId"] != fabrikamID || object(t, created[0], "servicePrincipal")["id"] != principalID ||
		object(t, created[0], "provisioningStatusInfo")["status"] != "success" || len(elements(t, created[0], "modifiedProperties")) < 4 {
		t.Errorf("created %v", created)
	}
	b.caller.Roles = []string{"User.Read.All"}
	b.do(http.MethodGet, log, "").want(403)
}

// The application of a synchronization can be renamed; those that sign in are not
// modeled.
func TestChangeOfAnApplication(t *testing.T) {
	t.Parallel()
	b := newSyncBench(t)
	both := b.do(http.MethodPost, instantiation, `{"displayName":"Sync to B"}`).want(201)
	application, principal := "/v1.0/applications/"+fmt.Sprint(object(t, both.json, "application")["id"]), "/v1.0/servicePrincipals/"+fmt.Sprint(object(t, both.json, "servicePrincipal")["id"])
	b.do(http.MethodPatch, application, `{"displayName":"Sync to Fabrikam","serviceManagementReference":"42","tags":["a"]}`).want(204)
	if got := b.do(http.MethodGet, principal, "").want(200); got.text("displayName") != "Sync to Fabrikam" {
		t.Errorf("service principal %s", got.Body)
	}
	b.do(http.MethodPatch, principal, `{"appRoleAssignmentRequired":false,"accountEnabled":false,"tags":["b"]}`).want(204)
	if got := b.do(http.MethodGet, principal, "").want(200); got.json["appRoleAssignmentRequired"] != false || got.json["accountEnabled"] != false {
		t.Errorf("service principal %s", got.Body)
	}
	b.do(http.MethodPatch, principal, `{"displayName":"X"}`).want(400)
	b.do(http.MethodPatch, application, `{"displayName":null}`).want(400)
	b.do(http.MethodPatch, "/v1.0/servicePrincipals/"+portalID, `{"accountEnabled":false}`).wantError(501, refusal.CodeNotImplemented, "signs in")
	b.caller.Roles = []string{"Application.Read.All"}
	b.do(http.MethodPatch, application, `{"displayName":"X"}`).want(403)
}
