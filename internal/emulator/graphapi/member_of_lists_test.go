package graphapi

import (
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Adele is a member of Sales and of its nested group, Brian of the nested group
// and of Secret; the first two groups contain each other.
func TestContainers(t *testing.T) {
	t.Parallel()
	const (
		adele, brian, nested = "/v1.0/users/adele@contoso.example/", "/v1.0/users/" + brianID + "/", "/beta/groups/" + nestedID + "/"
		objects, groups      = "https://graph.test/v1.0/$metadata#directoryObjects", "https://graph.test/v1.0/$metadata#groups"
	)
	tests := []struct {
		path    string
		want    []any
		context string
	}{
		{adele + "memberOf", []any{salesID, nestedID}, objects},
		{brian + "memberOf", []any{nestedID, hiddenID}, objects},
		{brian + "transitiveMemberOf", []any{nestedID, hiddenID, salesID}, objects},
		{brian + "transitiveMemberOf?$top=2", []any{nestedID, hiddenID}, objects},
		{brian + "memberOf?$select=displayName,jobTitle", []any{nil, nil}, objects + "(displayName,jobTitle)"},
		{brian + "memberOf/microsoft.graph.group", []any{nestedID, hiddenID}, groups},
		{brian + "transitiveMemberOf/graph.group?$filter=startsWith(displayName,'Sales')&$select=id", []any{nestedID, salesID}, groups + "(id)"},
		{nested + "memberOf", []any{salesID}, "https://graph.test/beta/$metadata#directoryObjects"},
		{nested + "transitiveMemberOf", []any{salesID}, "https://graph.test/beta/$metadata#directoryObjects"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			t.Parallel()
			r := newGroupBench(t).cast(tt.path)
			if got := ids(r.values()); !slices.Equal(got, tt.want) || r.text("@odata.context") != tt.context {
				t.Errorf("got %s", r.Body)
			}
		})
	}
}

func TestContainersByPage(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	const path = "/v1.0/users/" + brianID + "/transitiveMemberOf"
	r := b.do(http.MethodGet, path+"?$top=2&$select=displayName", "").want(200)
	if r.values()[0]["@odata.type"] != "#microsoft.graph.group" || r.values()[0]["displayName"] != "Sales north" {
		t.Errorf("first page %s", r.Body)
	}
	next := r.text("@odata.nextLink")
	if r = b.do(http.MethodGet, next, "").want(200); len(r.values()) != 1 || r.values()[0]["displayName"] != "Sales" || r.json["@odata.nextLink"] != nil {
		t.Errorf("second page %s", r.Body)
	}
	b.do(http.MethodGet, path+"/$count", "").wantError(400, refusal.CodeBadRequest, "$count")
	b.header.Set("ConsistencyLevel", "eventual")
	for suffix, want := range map[string]string{"/$count": "3", "/microsoft.graph.group/$count": "3"} {
		if got := b.do(http.MethodGet, path+suffix, "").want(200).Body.String(); got != want {
			t.Errorf("%s: %s", suffix, got)
		}
	}
	if r = b.do(http.MethodGet, path+"/microsoft.graph.group?$count=true&$orderby=displayName", "").want(200); r.json["@odata.count"] != 3.0 ||
		!slices.Equal(ids(r.values()), []any{salesID, nestedID, hiddenID}) {
		t.Errorf("sorted %s", r.Body)
	}
}

func TestContainersAreRefused(t *testing.T) {
	t.Parallel()
	const user, group = "/v1.0/users/" + brianID + "/memberOf", "/v1.0/groups/" + nestedID + "/transitiveMemberOf"
	tests := []struct {
		permission, path string
		status           int
		code             string
	}{
		{"Organization.Read.All", user, 403, refusal.CodeDenied},
		{"User.Read.All", group, 403, refusal.CodeDenied},
		{"GroupMember.Read.All", user, 200, ""},
		{"GroupMember.Read.All", "/v1.0/users/nobody@contoso.example/memberOf", 404, refusal.CodeNotFound},
		{"GroupMember.Read.All", user + "?$filter=displayName+eq+'x'", 501, refusal.CodeNotImplemented},
		{"GroupMember.Read.All", user + "?$select=shade", 400, "BadRequest"},
		{"GroupMember.Read.All", user + "/microsoft.graph.group?$filter=visibility+eq+'x'", 400, refusal.CodeUnsupportedQuery},
		{"GroupMember.Read.All", user + "/microsoft.graph.directoryRole", 501, refusal.CodeNotImplemented},
	}
	for _, tt := range tests {
		t.Run(tt.permission+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			b := newGroupBench(t)
			b.caller.Roles = []string{tt.permission}
			r := b.do(http.MethodGet, tt.path, "")
			if tt.code == "" {
				r.want(tt.status)
				return
			}
			r.wantError(tt.status, tt.code, "")
		})
	}
}

// Without a permission to read groups only their existence is visible. A user
// token with User.Read lists the groups of its own user only.
func TestContainersWithLimitedInformation(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	check := func(path string) {
		t.Helper()
		r := b.cast(path + "?$select=id,displayName")
		if first := r.values()[0]; first["id"] != salesID || first["displayName"] != nil {
			t.Errorf("%s: %s", path, r.Body)
		}
	}
	b.caller.Roles = []string{"User.Read.All"}
	check("/v1.0/users/" + adeleID + "/memberOf")
	check("/v1.0/users/" + adeleID + "/memberOf/microsoft.graph.group")
	b.caller = Caller{TenantID: contosoID, AppID: "app", UserID: adeleID, Scopes: []string{"User.Read"}}
	for _, path := range []string{"/v1.0/me/memberOf", "/v1.0/me/transitiveMemberOf/microsoft.graph.group", "/v1.0/users/adele@contoso.example/memberOf"} {
		check(path)
	}
	b.do(http.MethodGet, "/v1.0/users/"+brianID+"/memberOf", "").wantError(403, refusal.CodeDenied, "")
}

// The memberships of a role holder are not completely modeled.
func TestContainersOfRoleHolders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
	 "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example"}],
	 "groups":[{"id":"` + salesID + `","displayName":"Sales","members":["adele@contoso.example"]}],
	 "role_assignments":[{"role":"Guest Inviter","members":["adele@contoso.example"]}]}]}`)
	const path = "/v1.0/users/" + adeleID + "/memberOf"
	b.do(http.MethodGet, path, "").wantError(501, refusal.CodeNotImplemented, "directory roles")
	if got := ids(b.cast(path + "/microsoft.graph.group").values()); !slices.Equal(got, []any{salesID}) {
		t.Errorf("groups %v", got)
	}
}
