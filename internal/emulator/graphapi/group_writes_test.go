package graphapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const (
	security = `{"displayName":"North","mailEnabled":false,"mailNickname":"north","securityEnabled":true`
	office   = `{"displayName":"North","mailEnabled":true,"mailNickname":"north","securityEnabled":false,"groupTypes":["Unified"]`
)

func newGroupWriter(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.caller.Roles = []string{"Group.ReadWrite.All", "User.ReadWrite.All"}
	return b
}

// bound is a body member that binds users.
func bound(name string, ids ...string) string {
	links := make([]string, 0, len(ids))
	for _, id := range ids {
		links = append(links, `"https://graph.microsoft.com/v1.0/users/`+id+`"`)
	}
	return `"` + name + `@odata.bind":[` + strings.Join(links, ",") + `]`
}

func TestCreateGroups(t *testing.T) {
	t.Parallel()
	b := newGroupWriter(t)
	r := b.do(http.MethodPost, "/v1.0/groups", security+`,"description":"N","groupTypes":[],`+bound("owners", adeleID)+`,`+bound("members", adeleID, "brian@contoso.example")+`}`).want(201)
	if r.text("@odata.context") != "https://graph.test/v1.0/$metadata#groups/$entity" || r.json["mail"] != nil || r.json["description"] != "N" ||
		r.json["visibility"] != nil || r.json["createdDateTime"] != "2026-01-15T09:00:00Z" || r.json["theme"] != nil || r.json["creationOptions"] == nil {
		t.Errorf("security group %s", r.Body)
	}
	group := "/v1.0/groups/" + r.text("id")
	for path, want := range map[string][]any{"/members": {adeleID, brianID}, "/owners": {adeleID}} {
		if got := ids(b.do(http.MethodGet, group+path, "").want(200).values()); !slices.Equal(got, want) {
			t.Errorf("%s %v", path, got)
		}
	}
	r = b.do(http.MethodPost, "/v1.0/groups", office+"}").want(201)
	if r.json["mail"] != "north@contoso.example" || r.json["visibility"] != "Public" {
		t.Errorf("Microsoft 365 group %s", r.Body)
	}
	b.do(http.MethodPost, "/v1.0/groups", security+"}").want(201) // names of security groups need not be unique
	b.do(http.MethodPost, "/v1.0/groups", office+"}").wantError(400, refusal.CodeBadRequest, "mailNickname")
}

func TestRefusedGroups(t *testing.T) {
	t.Parallel()
	tests := []struct {
		body   string
		status int
		part   string
	}{
		{`{"displayName":"North"}`, 400, "A value is required for property 'mailEnabled' of resource 'Group'."},
		{security + `,"mailNickname":"no blanks"}`, 400, "'mailNickname'"},
		{security + `,"mailEnabled":true}`, 400, "mail-enabled groups"},
		{security + `,"securityEnabled":false}`, 400, "mail-enabled groups"},
		{office + `,"mailEnabled":false,"securityEnabled":true}`, 400, "'mailEnabled'"},
		{security + `,"groupTypes":["Static"]}`, 400, "'groupTypes'"},
		{security + `,"visibility":"HiddenMembership"}`, 400, "'visibility'"},
		{security + `,"visibility":"Shown"}`, 400, "'visibility'"},
		{security + `,"mail":"north@contoso.example"}`, 400, "'mail' is read-only"},
		{security + `,"shade":"red"}`, 400, "'shade'"},
		{security + `,"uniqueName":"north"}`, 501, "uniqueName"},
		{security + `,"resourceBehaviorOptions":["WelcomeEmailDisabled"]}`, 501, "resourceBehaviorOptions"},
		{security + `,"isAssignableToRole":true}`, 403, "Insufficient"},
		{security + `,"membershipRule":"x"}`, 400, "'membershipRule'"},
		{security + `,"groupTypes":["DynamicMembership"]}`, 400, "'membershipRule'"},
		{security + `,"groupTypes":["DynamicMembership"],"membershipRule":"user.x -eq null","membershipRuleProcessingState":"Off"}`, 400, "'membershipRuleProcessingState'"},
		{security + `,"groupTypes":["DynamicMembership"],"membershipRule":"x","membershipRuleProcessingState":"Paused",` + bound("members", adeleID) + `}`, 403, "Insufficient"},
		{security + `,` + bound("members", adeleID, adeleID) + `}`, 400, "duplicate values"},
		{security + `,` + bound("members", groupID[:35]+"9") + `}`, 404, "does not exist"},
		{security + `,"members@odata.bind":[1]}`, 400, "'members'"},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			t.Parallel()
			code := map[int]string{400: refusal.CodeBadRequest, 403: refusal.CodeDenied, 404: refusal.CodeNotFound, 501: refusal.CodeNotImplemented}[tt.status]
			b := newGroupWriter(t)
			b.do(http.MethodPost, "/v1.0/groups", tt.body).wantError(tt.status, code, tt.part)
			if n := len(b.do(http.MethodGet, "/v1.0/groups", "").want(200).values()); n != 1 {
				t.Errorf("%d groups after a refusal", n)
			}
		})
	}
}

// A signed-in user who creates a group becomes its owner.
func TestGroupOfAUser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.caller = Caller{
		TenantID: contosoID, AppID: "app", UserID: adeleID, Scopes: []string{"Group.ReadWrite.All"}, WIDs: []string{"fe930be7-5e62-47db-91af-98c3a49a38b1"},
	}
	r := b.do(http.MethodPost, "/v1.0/groups", security+`,`+bound("owners", brianID)+`}`).want(201)
	if got := ids(b.do(http.MethodGet, "/v1.0/groups/"+r.text("id")+"/owners", "").want(200).values()); !slices.Equal(got, []any{brianID, adeleID}) {
		t.Errorf("owners %v", got)
	}
	b.do(http.MethodPost, "/v1.0/groups", security+`,`+bound("owners", adeleID)+`}`).wantError(400, refusal.CodeBadRequest, "duplicate values")
}

func TestChangeGroups(t *testing.T) {
	t.Parallel()
	const group = "/v1.0/groups/" + groupID
	tests := []struct {
		body   string
		status int
	}{
		{`{"displayName":"Crew","description":null}`, 204},
		{`{"mailNickname":"crew","mailEnabled":false,"securityEnabled":true,"groupTypes":[]}`, 204},
		{`{"displayName":null}`, 400},
		{`{"mailEnabled":true}`, 400},
		{`{"groupTypes":["Unified"]}`, 400},
		{`{"isAssignableToRole":true}`, 400},
		{`{"visibility":"HiddenMembership"}`, 400},
		{`{"securityEnabled":false}`, 400},
		{`{"hideFromAddressLists":true}`, 501},
		{`{` + bound("owners", adeleID) + `}`, 204},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			t.Parallel()
			b := newGroupWriter(t)
			b.do(http.MethodPatch, group, tt.body).want(tt.status)
		})
	}
	b := newGroupWriter(t)
	b.do(http.MethodPatch, group, `{"displayName":"Crew"}`).want(204)
	if got := b.do(http.MethodGet, group, "").want(200).text("displayName"); got != "Crew" {
		t.Errorf("named %q", got)
	}
}

// Applications can be owners and members of groups.
func TestApplicationsInGroups(t *testing.T) {
	t.Parallel()
	b := newGroupWriter(t)
	b.seed(applicationEstate)
	b.caller.Roles = append(b.caller.Roles, "Application.Read.All", "Directory.Read.All")
	id, _ := b.do(http.MethodGet, "/v1.0/servicePrincipals", "").want(200).values()[0]["id"].(string)
	link := `@odata.bind":["https://graph.microsoft.com/v1.0/servicePrincipals/` + id + `"]`
	group := "/v1.0/groups/" + b.do(http.MethodPost, "/v1.0/groups", security+`,"owners`+link+`}`).want(201).text("id")
	b.do(http.MethodPatch, group, `{"members`+link+`}`).want(204)
	for _, path := range []string{"/owners", "/members"} {
		if got := b.do(http.MethodGet, group+path, "").want(200).values(); len(got) != 1 || got[0]["@odata.type"] != "#microsoft.graph.servicePrincipal" {
			t.Errorf("%s %v", path, got)
		}
	}
	r := b.do(http.MethodPost, "/v1.0/directoryObjects/getByIds", `{"ids":["`+id+`"],"types":["servicePrincipal"]}`).want(200)
	if got := ids(r.values()); len(got) != 1 || got[0] != id {
		t.Errorf("by id %v", got)
	}
	b.do(http.MethodPatch, group, `{"members@odata.bind":["https://graph.test/v1.0/devices/x"]}`).wantError(501, refusal.CodeNotImplemented, "devices")
}

// One request adds up to 20 members, all or none.
func TestAddMembers(t *testing.T) {
	t.Parallel()
	const group = "/v1.0/groups/" + groupID
	b := newGroupWriter(t)
	var users []string
	for i := range 21 {
		user := strings.ReplaceAll(newUser+"}", "nora", fmt.Sprintf("nora%d", i))
		users = append(users, b.do(http.MethodPost, "/v1.0/users", user).want(201).text("id"))
	}
	b.caller.Roles = []string{"GroupMember.ReadWrite.All", "User.Read.All"}
	b.do(http.MethodPatch, group, `{`+bound("members", users...)+`}`).wantError(400, refusal.CodeBadRequest, "20 link changes")
	b.do(http.MethodPatch, group, `{`+bound("members", users[:20]...)+`}`).want(204)
	b.do(http.MethodPatch, group, `{`+bound("members", users[20], users[0])+`}`).wantError(400, refusal.CodeBadRequest, "One or more added object references already exist")
	b.do(http.MethodPatch, group, `{`+bound("owners", users[0])+`}`).wantError(403, refusal.CodeDenied, "")
	b.do(http.MethodPatch, group, `{"displayName":"Crew"}`).wantError(403, refusal.CodeDenied, "")
	if got := b.do(http.MethodGet, group+"/members?$select=id", "").want(200).values(); len(got) != 20 {
		t.Errorf("%d members", len(got))
	}
}

// Deleted groups of every type are in the recycle bin (graph-identity §7.4).
func TestDeletedGroups(t *testing.T) {
	t.Parallel()
	b := newGroupWriter(t)
	id := b.do(http.MethodPost, "/v1.0/groups", office+"}").want(201).text("id")
	b.do(http.MethodDelete, "/v1.0/groups/"+id, "").want(204)
	b.do(http.MethodGet, "/v1.0/groups/"+id, "").wantError(404, refusal.CodeNotFound, id)
	if r := b.do(http.MethodGet, "/v1.0/directory/deletedItems/microsoft.graph.group", "").want(200); len(r.values()) != 1 || r.values()[0]["deletedDateTime"] != "2026-01-15T09:00:00Z" {
		t.Errorf("deleted items %s", r.Body)
	}
	other := b.do(http.MethodPost, "/v1.0/groups", office+"}").want(201).text("id")
	b.do(http.MethodPost, "/v1.0/directory/deletedItems/"+id+"/restore", "").wantError(400, refusal.CodeBadRequest, "mailNickname")
	b.do(http.MethodDelete, "/v1.0/groups/"+other, "").want(204)
	b.do(http.MethodPost, "/v1.0/directory/deletedItems/"+id+"/restore", "").want(200)
	b.do(http.MethodGet, "/v1.0/groups/"+id, "").want(200)
	b.do(http.MethodDelete, "/v1.0/directory/deletedItems/"+other, "").want(204)
	b.do(http.MethodGet, "/v1.0/directory/deletedItems/"+other, "").wantError(404, refusal.CodeNotFound, other)
	b.caller.Roles = []string{"Group.Read.All"}
	b.do(http.MethodDelete, "/v1.0/groups/"+id, "").wantError(403, refusal.CodeDenied, "")
}
