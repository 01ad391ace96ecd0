package graphapi

import (
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const (
	salesID  = "b0000000-0000-4000-8000-000000000001"
	nestedID = "b0000000-0000-4000-8000-000000000002"
	hiddenID = "b0000000-0000-4000-8000-000000000003"

	groupEstate = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example","displayName":"Adele","jobTitle":"Chief"},
           {"id":"` + brianID + `","userPrincipalName":"brian@contoso.example","displayName":"Brian"}],
  "contacts":[{"id":"` + contactID + `","displayName":"Carla","mail":"carla@fabrikam.example"}],
  "groups":[{"id":"` + salesID + `","displayName":"Sales","mail":"sales@contoso.example","mailEnabled":true,"groupTypes":["Unified"],
             "members":["adele@contoso.example","` + contactID + `","` + nestedID + `"]},
            {"id":"` + nestedID + `","displayName":"Sales north","members":["brian@contoso.example","` + salesID + `","adele@contoso.example"]},
            {"id":"` + hiddenID + `","displayName":"Secret","visibility":"HiddenMembership","members":["brian@contoso.example"]}]}]}`
)

func newGroupBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.seed(groupEstate)
	b.caller.Roles = []string{"GroupMember.Read.All", "User.Read.All"}
	return b
}

func ids(values []map[string]any) []any {
	found := make([]any, 0, len(values))
	for _, v := range values {
		found = append(found, v["id"])
	}
	return found
}

func TestGroups(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query    string
		advanced bool
		want     []any // ids; nil means an error
	}{
		{"", false, []any{salesID, nestedID, hiddenID}},
		{"$filter=displayName+eq+'sales'", false, []any{salesID}},
		{"$filter=startsWith(displayName,'Sales')", false, []any{salesID, nestedID}},
		{"$filter=mail+eq+'SALES@contoso.example'", false, []any{salesID}},
		{"$filter=id+in+('" + nestedID + "')", false, []any{nestedID}},
		{"$filter=groupTypes/any(c:c+eq+'Unified')", false, []any{salesID}},
		{"$filter=mailEnabled+eq+false", false, []any{nestedID, hiddenID}},
		{"$filter=createdDateTime+ge+2020-01-01T00:00:00Z", false, nil},
		{"$filter=createdDateTime+ge+2020-01-01T00:00:00Z&$count=true", true, []any{salesID, nestedID, hiddenID}},
		{"$filter=visibility+eq+'Private'&$count=true", true, nil},
		{"$orderby=displayName+desc", false, []any{hiddenID, nestedID, salesID}},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			b := newGroupBench(t)
			if tt.advanced {
				b.header.Set("ConsistencyLevel", "eventual")
			}
			r := b.do(http.MethodGet, "/v1.0/groups?"+tt.query, "")
			if tt.want == nil {
				r.wantError(400, refusal.CodeUnsupportedQuery, "")
				return
			}
			got := ids(r.want(200).values())
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOneGroup(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	r := b.do(http.MethodGet, "/v1.0/groups/"+salesID, "").want(200)
	if r.json["createdDateTime"] != "2024-01-15T08:00:00Z" || r.json["securityEnabled"] != true || r.json["isAssignableToRole"] != nil {
		t.Errorf("group %s", r.Body)
	}
	r = b.do(http.MethodGet, "/v1.0/groups/"+salesID+"?$select=id,displayName", "").want(200)
	if len(r.json) != 3 || r.text("@odata.context") != "https://graph.test/v1.0/$metadata#groups(id,displayName)/$entity" {
		t.Errorf("selected %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/groups/"+adeleID, "").wantError(404, refusal.CodeNotFound, adeleID)
	b.do(http.MethodGet, "/v1.0/groups/"+salesID+"?$select=shade", "").wantError(400, "BadRequest", "microsoft.graph.group")
	b.do(http.MethodGet, "/v1.0/groups/"+salesID+"?$select=uniqueName", "").wantError(501, refusal.CodeNotImplemented, "uniqueName")
	b.do(http.MethodGet, "/v1.0/groups/"+salesID+"?$expand=members", "").wantError(501, refusal.CodeNotImplemented, "")
}

func TestMembers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		path string
		want []any
	}{
		{"members", []any{adeleID, contactID, nestedID}},
		{"members/microsoft.graph.user", []any{adeleID}},
		{"transitiveMembers", []any{adeleID, contactID, nestedID, brianID}},
		{"transitiveMembers/microsoft.graph.user?$filter=startsWith(displayName,'B')", []any{brianID}},
		{"transitiveMembers/microsoft.graph.user", []any{adeleID, brianID}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			r := newGroupBench(t).cast("/v1.0/groups/" + salesID + "/" + tt.path)
			if got := ids(r.values()); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMembersPageByPage(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	b.header.Set("ConsistencyLevel", "eventual")
	r := b.do(http.MethodGet, "/v1.0/groups/"+salesID+"/members?$top=2&$count=true&$select=id,jobTitle", "").want(200)
	if r.json["@odata.count"] != 3.0 || r.Header().Get("x-ms-resource-unit") != "1" {
		t.Errorf("first page %s, %v", r.Body, r.Header())
	}
	if first := r.values()[0]; first["@odata.type"] != "#microsoft.graph.user" || first["jobTitle"] != "Chief" || len(first) != 3 {
		t.Errorf("first member %v", first)
	}
	r = b.do(http.MethodGet, r.text("@odata.nextLink")[len("https://graph.test"):], "").want(200)
	if got := ids(r.values()); !slices.Equal(got, []any{nestedID}) || r.json["@odata.nextLink"] != nil {
		t.Errorf("second page %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/groups/"+salesID+"/members?$select=shade", "").wantError(400, "BadRequest", "shade")
}

// The visible details of members depend on the caller's permissions
// (graph-identity §7.3).
func TestMemberDetailsNeedPermissions(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	first := func() map[string]any {
		return b.do(http.MethodGet, "/v1.0/groups/"+salesID+"/members?$select=id,displayName,jobTitle", "").want(200).values()[0]
	}
	b.caller.Roles = []string{"GroupMember.Read.All"}
	if m := first(); m["id"] != adeleID || m["displayName"] != nil || m["jobTitle"] != nil {
		t.Errorf("without permission for users: %v", m)
	}
	b.caller.Roles = append(b.caller.Roles, "User.ReadBasic.All")
	if m := first(); m["displayName"] != "Adele" || m["jobTitle"] != nil {
		t.Errorf("with basic permission: %v", m)
	}
	b.do(http.MethodGet, "/v1.0/groups/"+hiddenID+"/members", "").wantError(403, refusal.CodeDenied, "")
	b.caller.Roles = append(b.caller.Roles, "Member.Read.Hidden")
	b.do(http.MethodGet, "/v1.0/groups/"+hiddenID+"/members", "").want(200)
}

func TestDeletedUserIsNoMember(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	if err := directory.Users.Delete(b.world, contosoID, adeleID, kernel.Actor{Permissions: []string{"User.ReadWrite.All"}}); err != nil {
		t.Fatal(err)
	}
	r := b.cast("/v1.0/groups/" + salesID + "/members/microsoft.graph.user")
	if len(r.values()) != 0 {
		t.Errorf("members %s", r.Body)
	}
}

// Members and owners are added and removed one by one; a group is identified by
// its id, a user also by the user principal name.
func TestReferencesOfGroups(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.caller.Roles = []string{"Group.ReadWrite.All", "User.Read.All"}
	const group = "/v1.0/groups/" + groupID
	link := func(id string) string { return `{"@odata.id":"https://graph.test/v1.0/directoryObjects/` + id + `"}` }
	b.do(http.MethodPost, group+"/members/$ref", link(adeleID)).want(204)
	b.do(http.MethodPost, group+"/members/$ref", link(adeleID)).wantError(400, refusal.CodeBadRequest, "'members'")
	b.do(http.MethodPost, group+"/members/$ref", link(contactID)).want(204)
	b.do(http.MethodPost, group+"/owners/$ref", link("brian@contoso.example")).want(204)
	b.do(http.MethodPost, group+"/owners/$ref", link(contactID)).wantError(404, refusal.CodeNotFound, contactID)
	if members := b.do(http.MethodGet, group+"/members?$select=id", "").want(200).values(); len(members) != 2 {
		t.Errorf("members %v", members)
	}
	if owners := b.do(http.MethodGet, group+"/owners", "").want(200).values(); len(owners) != 1 || owners[0]["id"] != brianID {
		t.Errorf("owners %v", owners)
	}
	b.do(http.MethodDelete, group+"/owners/"+brianID+"/$ref", "").wantError(400, refusal.CodeBadRequest, "at least one owner")
	b.do(http.MethodPost, group+"/owners/$ref", link(adeleID)).want(204)
	b.do(http.MethodDelete, group+"/owners/"+brianID+"/$ref", "").want(204)
	b.do(http.MethodDelete, group+"/members/"+adeleID+"/$ref", "").want(204)
	b.do(http.MethodDelete, group+"/members/"+adeleID+"/$ref", "").wantError(400, refusal.CodeBadRequest, "'members'")
	b.caller.Roles = []string{"Group.Read.All"}
	b.do(http.MethodPost, group+"/members/$ref", link(brianID)).wantError(403, refusal.CodeDenied, "")
}
