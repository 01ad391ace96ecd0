package graphapi

import (
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	unitID      = "c0000000-0000-4000-8000-000000000001"
	terraformID = "c0000000-0000-4000-8000-000000000002"
	clientID    = "c0000000-0000-4000-8000-000000000003"
	officeID    = "c0000000-0000-4000-8000-000000000004"
	rolesID     = "c0000000-0000-4000-8000-000000000005"

	groupsAdministrator = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	userAdministrator   = "fe930be7-5e62-47db-91af-98c3a49a38b1"

	unitEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example"},{"id":"` + brianID + `","userPrincipalName":"brian@contoso.example"}],
  "groups":[{"id":"` + groupID + `","displayName":"Scope","members":["brian@contoso.example"],"owners":["adele@contoso.example","brian@contoso.example"]},
   {"id":"` + salesID + `","displayName":"Other"},
   {"id":"` + officeID + `","displayName":"Office","mail":"office@contoso.example","mailEnabled":true,"groupTypes":["Unified"]},
   {"id":"` + rolesID + `","displayName":"Roles","isAssignableToRole":true}],
  "administrative_units":[{"id":"` + unitID + `","displayName":"Restricted","isMemberManagementRestricted":true,"members":["adele@contoso.example","` + groupID + `"]}],
  "applications":[{"client_id":"` + clientID + `","display_name":"Terraform","service_principal_id":"` + terraformID + `"}]}]}`

	units       = "/v1.0/directory/administrativeUnits"
	unit        = units + "/" + unitID
	assignments = "/v1.0/roleManagement/directory/roleAssignments"
	restricted  = "restricted management administrative unit"
)

func newUnitBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.seed(unitEstate)
	b.caller = Caller{TenantID: contosoID, AppID: clientID, ServicePrincipalID: terraformID, Roles: []string{
		"AdministrativeUnit.ReadWrite.All", "Group.ReadWrite.All", "User.ReadWrite.All", "RoleManagement.ReadWrite.Directory",
	}}
	return b
}

// inUnit is the body of a role for the application in the scope of the unit.
func inUnit(role string) string {
	return `{"@odata.type":"#microsoft.graph.unifiedRoleAssignment","principalId":"` + terraformID + `","roleDefinitionId":"` + role + `","directoryScopeId":"/administrativeUnits/` + unitID + `"}`
}

func linkTo(id string) string {
	return `{"@odata.id":"https://graph.test/v1.0/directoryObjects/` + id + `"}`
}

func TestAdministrativeUnits(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	r := b.do(post, units, `{"displayName":"Scopes","description":"x","isMemberManagementRestricted":true,"membershipType":"assigned"}`).want(201)
	if r.json["isMemberManagementRestricted"] != true || r.json["visibility"] != nil || r.text("@odata.context") != "https://graph.test/v1.0/$metadata#directory/administrativeUnits/$entity" {
		t.Errorf("created %s", r.Body)
	}
	id := r.text("id")
	path := units + "/" + id
	b.do(patch, path, `{"displayName":"Scope groups","description":null,"visibility":"HiddenMembership"}`).want(204)
	b.do(patch, path, `{"isMemberManagementRestricted":false}`).wantError(400, refusal.CodeBadRequest, "'isMemberManagementRestricted' is read-only")
	b.do(patch, path, `{"isMemberManagementRestricted":true}`).want(204)
	b.do(patch, path, `{"visibility":"Secret"}`).wantError(400, refusal.CodeBadRequest, "'visibility'")
	b.do(post, units, `{"description":"x"}`).wantError(400, refusal.CodeBadRequest, "'displayName'")
	b.do(post, units, `{"displayName":"x","isMemberManagementRestricted":"yes"}`).wantError(400, refusal.CodeBadRequest, "'isMemberManagementRestricted'")
	b.do(post, units, `{"displayName":"x","membershipType":"dynamic"}`).wantError(501, refusal.CodeNotImplemented, "dynamic")
	if got := b.do(get, units+"?$filter=startsWith(displayName,'Scope')&$select=displayName", "").want(200).values(); len(got) != 1 || got[0]["displayName"] != "Scope groups" {
		t.Errorf("listed %v", got)
	}
	b.do(http.MethodDelete, path, "").want(204)
	b.do(get, path, "").wantError(404, refusal.CodeNotFound, "")
	b.do("DELETE", "/v1.0/directory/deletedItems/"+id, "").wantError(400, refusal.CodeBadRequest, "administrativeUnit")
	if got := b.do(get, "/v1.0/directory/deletedItems/microsoft.graph.administrativeUnit", "").want(200).values(); len(got) != 1 {
		t.Errorf("deleted %v", got)
	}
	b.caller.Roles = []string{"AdministrativeUnit.Read.All"}
	b.do(get, unit, "").want(200)
	b.do(patch, unit, `{"description":"x"}`).wantError(403, refusal.CodeDenied, "")
	b.do(post, unit+"/members/$ref", linkTo(brianID)).wantError(403, refusal.CodeDenied, "")
}

// A tenant without Entra ID P1 has no restricted units, unless the settings disable
// the check.
func TestUnitsThatNeedP1(t *testing.T) {
	t.Parallel()
	for _, needed := range []bool{true, false} {
		b := newUnitBench(t)
		b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","entra_id_p1":false,"domains":["contoso.example"]}]}`)
		b.set(func(s *settings.Settings) { s.UnitsNeedP1 = needed })
		b.do(post, units, `{"displayName":"Plain"}`).want(201)
		r := b.do(post, units, `{"displayName":"Restricted","isMemberManagementRestricted":true}`)
		if needed {
			r.wantError(403, refusal.CodeDenied, "P1")
			continue
		}
		r.want(201)
	}
}

func TestMembersOfUnits(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	b.do(post, unit+"/members/$ref", linkTo(salesID)).want(204)
	b.do(post, unit+"/members/$ref", linkTo(salesID)).wantError(400, refusal.CodeBadRequest, "already exist for the following modified properties: 'members'")
	b.do(post, unit+"/members/$ref", linkTo(officeID)).wantError(400, refusal.CodeBadRequest, "invalid operation")
	b.do(post, unit+"/members/$ref", linkTo(unitID)).wantError(404, refusal.CodeNotFound, "")
	b.do(post, unit+"/members/$ref", linkTo(terraformID)).wantError(404, refusal.CodeNotFound, "")
	for path, want := range map[string][]any{
		"/members":                      {adeleID, groupID, salesID},
		"/members?$top=1":               {adeleID},
		"/members/microsoft.graph.user": {adeleID},
		"/members/microsoft.graph.group?$orderby=displayName":  {salesID, groupID},
		"/members/graph.group?$filter=displayName+eq+'Other'":  {salesID},
		"/members/microsoft.graph.servicePrincipal?$select=id": {},
	} {
		if got := ids(b.do(get, unit+path, "").want(200).values()); !slices.Equal(got, want) {
			t.Errorf("%s: %v", path, got)
		}
	}
	b.header.Set("ConsistencyLevel", "eventual")
	for path, want := range map[string]string{"/members/$count": "3", "/members/microsoft.graph.group/$count": "2"} {
		if got := b.do(get, unit+path, "").want(200).Body.String(); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	b.do(http.MethodDelete, unit+"/members/"+salesID+"/$ref", "").want(204)
	b.do(http.MethodDelete, unit+"/members/"+salesID+"/$ref", "").wantError(400, refusal.CodeBadRequest, "'members'")
	b.do(patch, unit, `{"visibility":"HiddenMembership"}`).want(204)
	b.do(get, unit+"/members", "").wantError(403, refusal.CodeDenied, "")
}

// Members show that they are in a restricted unit, on request only for groups, and
// list their units.
func TestUnitsAboveAnObject(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	flag := func(path string) any {
		return b.do(get, path+"?$select=id,isManagementRestricted", "").want(200).json["isManagementRestricted"]
	}
	const group, user = "/v1.0/groups/" + groupID, "/v1.0/users/" + adeleID
	if flag(group) != true || flag(user) != true || flag("/v1.0/groups/"+salesID) != nil || flag("/v1.0/users/"+brianID) != nil {
		t.Error("isManagementRestricted of seeded members is wrong")
	}
	if _, shown := b.do(get, group, "").want(200).json["isManagementRestricted"]; shown {
		t.Error("isManagementRestricted is in responses without $select")
	}
	above := b.cast(group + "/memberOf/microsoft.graph.administrativeUnit").values()
	if len(above) != 1 || above[0]["id"] != unitID || above[0]["isMemberManagementRestricted"] != true {
		t.Errorf("above the group %v", above)
	}
	if got := b.do(get, user+"/memberOf", "").want(200).values(); len(got) != 1 || got[0]["@odata.type"] != "#microsoft.graph.administrativeUnit" {
		t.Errorf("above the user %v", got)
	}
	objects, _ := b.do(post, user+"/getMemberObjects", `{"securityEnabledOnly":false}`).want(200).json["value"].([]any)
	if !slices.Equal(objects, []any{unitID}) {
		t.Errorf("member objects %v", objects)
	}
	b.do(http.MethodDelete, unit+"/members/"+groupID+"/$ref", "").want(204)
	b.do(http.MethodDelete, unit, "").want(204)
	if flag(group) != nil || flag(user) != nil {
		t.Error("isManagementRestricted remains")
	}
}

// Nothing but a role in the scope of the unit allows changes of its members.
func TestRestrictedUnits(t *testing.T) {
	t.Parallel()
	const group, user = "/v1.0/groups/" + groupID, "/v1.0/users/" + adeleID
	changes := []struct {
		role               string // that allows it
		method, path, body string
	}{
		{groupsAdministrator, patch, group, `{"description":"x"}`},
		{groupsAdministrator, patch, group, `{` + bound("members", adeleID) + `}`},
		{groupsAdministrator, post, group + "/members/$ref", linkTo(adeleID)},
		{groupsAdministrator, http.MethodDelete, group + "/members/" + brianID + "/$ref", ""},
		{groupsAdministrator, post, group + "/owners/$ref", linkTo(terraformID)},
		{groupsAdministrator, http.MethodDelete, group + "/owners/" + brianID + "/$ref", ""},
		{groupsAdministrator, http.MethodDelete, group, ""},
		{userAdministrator, patch, user, `{"jobTitle":"x"}`},
		{userAdministrator, put, user + "/manager/$ref", linkTo(brianID)},
		{userAdministrator, post, user + "/sponsors/$ref", linkTo(brianID)},
		{userAdministrator, http.MethodDelete, user, ""},
		{userAdministrator, patch, group, `{"description":"x"}`},
	}
	for _, c := range changes {
		t.Run(c.method+c.path+c.role, func(t *testing.T) {
			t.Parallel()
			b := newUnitBench(t)
			b.caller.WIDs = []string{"62e90394-69f5-4237-9190-012177145e10"}
			b.do(c.method, c.path, c.body).wantError(403, refusal.CodeDenied, restricted)
			other := "729827e3-9c14-49f7-bb1b-9608f156bbb8" // Helpdesk Administrator
			b.do(post, assignments, inUnit(other)).want(201)
			b.do(c.method, c.path, c.body).wantError(403, refusal.CodeDenied, restricted)
			b.do(post, assignments, inUnit(c.role)).want(201)
			b.do(c.method, c.path, c.body).want(204)
		})
	}
	b := newUnitBench(t)
	b.do(post, "/v1.0/groups/"+salesID+"/members/$ref", linkTo(adeleID)).want(204)
	b.do(get, group+"/members", "").want(200)
	b.do(http.MethodDelete, unit+"/members/"+groupID+"/$ref", "").want(204)
	b.do(patch, group, `{"description":"x"}`).want(204)
}

// No role in the scope of a unit manages role-assignable groups, and the roles end
// with the unit.
func TestEndOfRestriction(t *testing.T) {
	t.Parallel()
	b := newUnitBench(t)
	b.do(post, assignments, inUnit(groupsAdministrator)).want(201)
	b.do(post, unit+"/members/$ref", linkTo(rolesID)).want(204)
	const roles, group = "/v1.0/groups/" + rolesID, "/v1.0/groups/" + groupID
	b.do(patch, roles, `{"description":"x"}`).wantError(403, refusal.CodeDenied, restricted)
	b.do(post, group+"/members/$ref", linkTo(adeleID)).want(204)
	b.do(http.MethodDelete, unit, "").want(204)
	b.do(patch, roles, `{"description":"x"}`).want(204)
	if got := b.do(get, assignments, "").want(200).values(); len(got) != 0 {
		t.Errorf("assignments %v", got)
	}
	b.do(post, "/v1.0/directory/deletedItems/"+unitID+"/restore", "").want(200)
	b.do(patch, roles, `{"description":"y"}`).wantError(403, refusal.CodeDenied, restricted)
	b.do(patch, group, `{"description":"y"}`).wantError(403, refusal.CodeDenied, restricted)
}
