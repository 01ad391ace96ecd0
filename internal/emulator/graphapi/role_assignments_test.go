package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func TestRoleAssignments(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	r := b.do(post, assignments, inUnit(groupsAdministrator)).want(201)
	id := r.text("id")
	if r.text("directoryScopeId") != "/administrativeUnits/"+unitID || r.text("principalId") != terraformID || r.text("roleDefinitionId") != groupsAdministrator {
		t.Errorf("created %s", r.Body)
	}
	tests := []struct {
		body   string
		status int
		part   string
	}{
		{inUnit(groupsAdministrator), 400, "conflicting object"},
		{inUnit("62e90394-69f5-4237-9190-012177145e10"), 400, "The given built-in role is not supported to be assigned to a single resource scope."},
		{inUnit("00000000-0000-4000-8000-000000000000"), 501, "role definition"},
		{`{"principalId":"` + terraformID + `","directoryScopeId":"/"}`, 400, "'roleDefinitionId'"},
		{`{"principalId":"` + groupID + `","roleDefinitionId":"` + userAdministrator + `","directoryScopeId":"/"}`, 400, "'principalId'"},
		{`{"principalId":"` + unitID + `","roleDefinitionId":"` + userAdministrator + `","directoryScopeId":"/administrativeUnits/` + groupID + `"}`, 400, "'principalId'"},
		{`{"principalId":"` + adeleID + `","roleDefinitionId":"` + userAdministrator + `","directoryScopeId":"/administrativeUnits/` + groupID + `"}`, 404, groupID},
		{`{"principalId":"` + unitID[:35] + `9","roleDefinitionId":"` + userAdministrator + `","directoryScopeId":"/"}`, 404, "does not exist"},
		{`{"principalId":"` + terraformID + `","roleDefinitionId":"` + userAdministrator + `","directoryScopeId":"/"}`, 501, "whole tenant"},
	}
	for _, tt := range tests {
		code := map[int]string{400: refusal.CodeBadRequest, 404: refusal.CodeNotFound, 501: refusal.CodeNotImplemented}[tt.status]
		b.do(post, assignments, tt.body).wantError(tt.status, code, tt.part)
	}
	b.do(post, assignments, `{"principalId":"`+adeleID+`","roleDefinitionId":"`+userAdministrator+`","directoryScopeId":"/"}`).want(201)
	for query, want := range map[string]int{
		"": 2, "?$filter=principalId+eq+'" + terraformID + "'": 1, "?$filter=directoryScopeId+eq+'/'": 1,
		"?$filter=roleDefinitionId+in+('" + groupsAdministrator + "','" + userAdministrator + "')&$select=id": 2,
	} {
		if got := b.do(get, assignments+query, "").want(200).values(); len(got) != want {
			t.Errorf("%s: %v", query, got)
		}
	}
	b.do(get, assignments+"/"+id, "").want(200)
	b.do(http.MethodDelete, assignments+"/"+id, "").want(204)
	b.do(get, assignments+"/"+id, "").wantError(404, refusal.CodeNotFound, id)
	b.do(http.MethodDelete, assignments+"/"+id, "").wantError(404, refusal.CodeNotFound, id)
	if got := b.do(get, "/v1.0/roleManagement/directory/roleDefinitions?$filter=displayName+eq+'Groups+Administrator'", "").want(200).values(); len(got) != 1 || got[0]["templateId"] != groupsAdministrator {
		t.Errorf("definitions %v", got)
	}
	b.caller.Roles = []string{"RoleManagement.Read.Directory"}
	b.do(get, assignments, "").want(200)
	b.do(post, assignments, inUnit(groupsAdministrator)).wantError(403, refusal.CodeDenied, "")
}

// The members of a unit's roles are the same assignments in another form.
func TestScopedRoleMembers(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	role, _ := b.do(get, "/v1.0/directoryRoles?$filter=roleTemplateId+eq+'"+groupsAdministrator+"'", "").want(200).values()[0]["id"].(string)
	body := func(role, principal string) string {
		return `{"roleId":"` + role + `","roleMemberInfo":{"id":"` + principal + `"}}`
	}
	r := b.do(post, unit+"/scopedRoleMembers", body(role, terraformID)).want(201)
	info, _ := r.json["roleMemberInfo"].(map[string]any)
	if r.text("administrativeUnitId") != unitID || r.text("roleId") != role || info["id"] != terraformID || info["displayName"] != "Terraform" {
		t.Errorf("created %s", r.Body)
	}
	b.do(post, unit+"/scopedRoleMembers", body(groupsAdministrator, adeleID)).wantError(404, refusal.CodeNotFound, groupsAdministrator)
	b.do(post, unit+"/scopedRoleMembers", `{"roleId":"`+role+`"}`).wantError(400, refusal.CodeBadRequest, "'roleMemberInfo'")
	b.do(post, unit+"/scopedRoleMembers", body(role, adeleID)).want(201)
	if got := b.do(get, unit+"/scopedRoleMembers", "").want(200).values(); len(got) != 2 {
		t.Errorf("listed %v", got)
	}
	b.do(patch, "/v1.0/groups/"+groupID, `{"description":"x"}`).want(204)
	b.do(get, unit+"/scopedRoleMembers/"+r.text("id"), "").want(200)
	b.do(http.MethodDelete, unit+"/scopedRoleMembers/"+r.text("id"), "").want(204)
	b.do(get, unit+"/scopedRoleMembers/"+r.text("id"), "").wantError(404, refusal.CodeNotFound, "")
	b.do(patch, "/v1.0/groups/"+groupID, `{"description":"y"}`).wantError(403, refusal.CodeDenied, restricted)
}

// A group that is created inside a restricted unit is protected from the beginning.
func TestGroupInsideAUnit(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	const body = `{"@odata.type":"#microsoft.graph.group",` + `"displayName":"North","mailEnabled":false,"mailNickname":"north","securityEnabled":true}`
	b.do(post, unit+"/members", body).wantError(403, refusal.CodeDenied, "Insufficient")
	r := b.do(post, assignments, inUnit(groupsAdministrator)).want(201)
	created := b.do(post, unit+"/members", body).want(201)
	group := "/v1.0/groups/" + created.text("id")
	if created.text("@odata.type") != "#microsoft.graph.group" || created.text("displayName") != "North" {
		t.Errorf("created %s", created.Body)
	}
	b.do(post, unit+"/members", `{"@odata.type":"#microsoft.graph.user"}`).wantError(501, refusal.CodeNotImplemented, "user")
	b.do(patch, group, `{"description":"x"}`).want(204)
	b.do(http.MethodDelete, assignments+"/"+r.text("id"), "").want(204)
	b.do(patch, group, `{"description":"y"}`).wantError(403, refusal.CodeDenied, restricted)
}

// A role in a seed may have the scope of a unit, for users, groups and applications.
func TestSeededScopedRoles(t *testing.T) {
	t.Parallel()
	const group = "/v1.0/groups/" + groupID
	for name, members := range map[string]string{"application": terraformID, "group": rolesID} {
		b := newUnitBench(t)
		seed := unitEstate[:len(unitEstate)-len(`}]}`)] + `,"role_assignments":[{"role":"Groups Administrator","administrative_unit":"Restricted","members":["` + members + `"]}]}]}`
		b.seed(seed)
		r := b.do(patch, group, `{"description":"x"}`)
		if name == "application" {
			r.want(204)
			continue
		}
		r.wantError(403, refusal.CodeDenied, restricted)
		b.do(post, "/v1.0/groups/"+rolesID+"/members/$ref", linkTo(terraformID)).want(204)
		b.do(patch, group, `{"description":"x"}`).want(204)
	}
}
