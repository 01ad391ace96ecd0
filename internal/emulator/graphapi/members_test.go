package graphapi

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The type of a member depends on the type of the group.
func TestTypesOfMembers(t *testing.T) {
	t.Parallel()
	const security, office, roles = "/v1.0/groups/" + salesID, "/v1.0/groups/" + officeID, "/v1.0/groups/" + rolesID
	tests := []struct {
		group, member string
		allowed       bool
	}{
		{security, adeleID, true},
		{security, groupID, true},
		{security, terraformID, true},
		{security, rolesID, true},
		{security, officeID, false},
		{office, adeleID, true},
		{office, groupID, false},
		{office, terraformID, false},
		{roles, adeleID, true},
		{roles, salesID, false},
	}
	for _, tt := range tests {
		b := newUnitBench(t)
		body := `{"members@odata.bind":["https://graph.test/v1.0/directoryObjects/` + tt.member + `"]}`
		for _, r := range []reply{b.do(post, tt.group+"/members/$ref", linkTo(tt.member)), newUnitBench(t).do(patch, tt.group, body)} {
			if tt.allowed {
				r.want(204)
				continue
			}
			r.wantError(400, refusal.CodeBadRequest, "An invalid operation was included in the following modified references: 'members'.")
		}
	}
}

// A group has at most 100 owners.
func TestOwners(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var users, owners strings.Builder
	for i := range 102 {
		fmt.Fprintf(&users, `{"id":"d0000000-0000-4000-8000-%012d","userPrincipalName":"u%d@contoso.example"},`, i, i)
		if i < 99 {
			fmt.Fprintf(&owners, `"u%d@contoso.example",`, i)
		}
	}
	b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],"users":[` + strings.TrimSuffix(users.String(), ",") + `],
	 "groups":[{"id":"` + groupID + `","displayName":"Team","owners":[` + strings.TrimSuffix(owners.String(), ",") + `]}]}]}`)
	b.caller.Roles = []string{"Group.ReadWrite.All", "User.Read.All"}
	const group, user = "/v1.0/groups/" + groupID, "d0000000-0000-4000-8000-000000000"
	b.do(patch, group, `{`+bound("owners", user+"099", user+"100")+`}`).wantError(403, refusal.CodeQuota, "'101' would exceed the maximum quota count '100' for forward-link 'owners'")
	b.do(post, group+"/owners/$ref", linkTo(user+"099")).want(204)
	b.do(post, group+"/owners/$ref", linkTo(user+"100")).wantError(403, refusal.CodeQuota, "'101'")

	first := b.do(get, group+"/owners?$select=id", "").want(200)
	second := b.cast(group + "/owners/microsoft.graph.user?$top=1&$select=userPrincipalName")
	if len(first.values()) != 100 || first.json["@odata.nextLink"] != nil || second.values()[0]["userPrincipalName"] != "u0@contoso.example" || second.text("@odata.nextLink") == "" {
		t.Errorf("owners %s, %s", first.Body, second.Body)
	}
	b.do(get, group+"/owners/$count", "").wantError(400, refusal.CodeBadRequest, "$count")
	b.header.Set("ConsistencyLevel", "eventual")
	if got := b.do(get, group+"/owners/$count", "").want(200).Body.String(); got != "100" {
		t.Errorf("count %s", got)
	}
	b.caller.Roles = []string{"GroupMember.Read.All"}
	if got := b.do(get, group+"/owners?$select=id,displayName,userPrincipalName&$top=1", "").want(200).values(); got[0]["id"] == nil || got[0]["userPrincipalName"] != nil {
		t.Errorf("details without permission %v", got)
	}
}

// Members are counted and limited to a type.
func TestCastsOfMembers(t *testing.T) {
	t.Parallel()
	b := newGroupBench(t)
	const group = "/v1.0/groups/" + salesID
	for path, want := range map[string][]any{
		"/members/microsoft.graph.group":           {nestedID},
		"/members/microsoft.graph.orgContact":      {contactID},
		"/transitiveMembers/microsoft.graph.group": {nestedID},
	} {
		if got := ids(b.cast(group + path).values()); !slices.Equal(got, want) {
			t.Errorf("%s: %v", path, got)
		}
	}
	b.do(get, group+"/members/microsoft.graph.user", "").wantError(400, refusal.CodeUnsupportedQuery, "")
	b.set(func(s *settings.Settings) { s.CastsNeedAdvancedQuery = false })
	b.do(get, group+"/members/microsoft.graph.user", "").want(200)
	b.do(get, group+"/members/microsoft.graph.device", "").wantError(501, refusal.CodeNotImplemented, "device")
	b.do(get, group+"/members?$top=1000", "").wantError(400, refusal.CodeBadRequest, "999")
	b.header.Set("ConsistencyLevel", "eventual")
	for path, want := range map[string]string{
		"/members/$count": "3", "/members/microsoft.graph.user/$count": "1", "/transitiveMembers/$count": "4",
		"/transitiveMembers/microsoft.graph.user/$count": "2",
	} {
		if got := b.do(get, group+path, "").want(200).Body.String(); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	b.do(http.MethodGet, "/v1.0/groups/"+hiddenID+"/members/$count", "").wantError(403, refusal.CodeDenied, "")
}
