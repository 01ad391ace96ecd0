package graphapi

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

func TestDefaultAndSelectedProperties(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodGet, "/v1.0/users/"+adeleID, "").want(200)
	if len(r.json) != 12 || r.text("@odata.context") != "https://graph.test/v1.0/$metadata#users/$entity" {
		t.Errorf("default answer %s", r.Body)
	}
	r = b.do(http.MethodGet, "/beta/users/"+adeleID+"?$select=id,userType", "").want(200)
	if len(r.json) != 3 || r.text("@odata.context") != "https://graph.test/beta/$metadata#users(id,userType)/$entity" {
		t.Errorf("selected answer %s", r.Body)
	}
	r = b.do(http.MethodGet, "/v1.0/users?$select=id", "").want(200)
	if r.text("@odata.context") != "https://graph.test/v1.0/$metadata#users(id)" || len(r.values()) != 2 {
		t.Errorf("list %s", r.Body)
	}
	if all := b.do(http.MethodGet, "/v1.0/users?$select=ID,DisplayName&$orderby=DISPLAYNAME", "").want(200).values(); all[0]["displayName"] != "Adele" || all[0]["id"] != adeleID {
		t.Errorf("in another case: %v", all)
	}
	if u := b.do(http.MethodGet, "/v1.0/users/"+adeleID+"?$select=ageGroup,onPremisesSamAccountName", "").want(200); u.json["ageGroup"] != nil || len(u.json) != 3 {
		t.Errorf("what only synchronized users have: %s", u.Body)
	}
	b.do(http.MethodGet, "/v1.0/users?$select=shoeSize", "").wantError(400, "BadRequest", "Could not find a property named 'shoeSize'")
}

// The filter restrictions of graph-identity §2.4.
func TestFilters(t *testing.T) {
	t.Parallel()
	const operator, clause = "required parameters might be missing", "Unsupported or invalid query filter clause"
	tests := []struct {
		filter        string
		plain, needed string // part of the error without and with the advanced parameters; "" is success
	}{
		{"mail eq 'ADELE@contoso.example'", "", ""},
		{"startsWith(displayName,'Ad')", "", ""},
		{"userType eq 'Member' and accountEnabled eq true", "", ""},
		{"proxyAddresses/any(x:x eq 'SMTP:adele@contoso.example')", "", ""},
		{"mail eq 'a@b.example' or otherMails/any(x:x eq 'a@b.example') or proxyAddresses/any(x:x eq 'smtp:a@b.example')", "", ""},
		{"identities/any(c:c/issuerAssignedId eq 'a' and c/issuer eq 'b')", "", ""},
		{"identities/any(c:c/issuer eq 'contoso.onmicrosoft.com')", clause, clause},
		{"identities/any(c:c/issuer eq 'mail')", "", ""},
		{"endsWith(mail,'contoso.example')", operator, ""},
		{"endsWith(displayName,'le')", clause, clause},
		{"userType ne 'Guest'", operator, ""},
		{"not(userType eq 'Guest')", operator, ""},
		{"userType eq null", operator, ""},
		{"otherMails/$count eq 0", operator, ""},
		{"companyName eq 'Contoso'", clause, ""},
		{"showInAddressList eq true", clause, ""},
		{"faxNumber eq '1'", clause, clause},
		{"city eq 'Madrid' or startsWith(country,'Sp')", "", ""},
		{"city eq null", operator, ""},
		{"UserType eq 'Member' and MAIL eq 'adele@contoso.example'", "", ""},
		{"onPremisesExtensionAttributes/extensionAttribute1 eq 'x'", clause, ""},
		{"shoeSize eq 1", "Could not find a property named 'shoeSize'", "Could not find a property named 'shoeSize'"},
		{"mail eq", "Invalid filter clause", "Invalid filter clause"},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			t.Parallel()
			check := func(r reply, part string) {
				t.Helper()
				if part == "" {
					r.want(200)
					return
				}
				e, _ := r.want(400).json["error"].(map[string]any)
				if message, _ := e["message"].(string); !strings.Contains(message, part) {
					t.Errorf("got %q, want %q", message, part)
				}
			}
			b := newBench(t)
			target := "/v1.0/users?$filter=" + url.QueryEscape(tt.filter)
			check(b.do(http.MethodGet, target, ""), tt.plain)
			b.header.Set("ConsistencyLevel", "eventual")
			check(b.do(http.MethodGet, target, ""), tt.plain) // the header alone is not sufficient
			check(b.do(http.MethodGet, target+"&$count=true", ""), tt.needed)
		})
	}
}

func TestCountAndOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if r := b.do(http.MethodGet, "/v1.0/users?$count=true", "").want(200); r.json["@odata.count"] != nil {
		t.Error("$count is answered without the header")
	}
	b.do(http.MethodGet, "/v1.0/users/$count", "").wantError(400, refusal.CodeBadRequest, "$count is not currently supported.")
	b.do(http.MethodGet, "/v1.0/users?$orderby=createdDateTime", "").wantError(400, refusal.CodeUnsupportedQuery, "createdDateTime")
	b.do(http.MethodGet, "/v1.0/users?$orderby=displayName&$filter=accountEnabled+eq+true", "").wantError(400, refusal.CodeUnsupportedQuery, "Sorting")
	b.do(http.MethodGet, "/v1.0/users?$search=%22displayName:a%22", "").wantError(400, refusal.CodeUnsupportedQuery, "$search")
	b.header.Set("ConsistencyLevel", "eventual")
	b.do(http.MethodGet, "/v1.0/users?$search=%22city:a%22", "").wantError(501, refusal.CodeNotImplemented, "$search")
	if r := b.do(http.MethodGet, "/v1.0/users/$count", "").want(200); r.Body.String() != "2" || r.Header().Get("Content-Type") != "text/plain" {
		t.Errorf("count %q", r.Body)
	}
	r := b.do(http.MethodGet, "/v1.0/users?$count=true&$orderby=createdDateTime&$select=displayName&$top=1", "").want(200)
	if r.json["@odata.count"] != 2.0 || r.values()[0]["displayName"] != "Brian" {
		t.Errorf("ordered %s", r.Body)
	}
	next := strings.TrimPrefix(r.text("@odata.nextLink"), "https://graph.test")
	r = b.do(http.MethodGet, next, "").want(200)
	if r.values()[0]["displayName"] != "Adele" || r.json["@odata.count"] != nil || r.json["@odata.nextLink"] != nil {
		t.Errorf("second page %s", r.Body)
	}
}

func TestPaging(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for i := range 5 {
		b.do(http.MethodPost, "/v1.0/invitations", fmt.Sprintf(`{"invitedUserEmailAddress":"p%d@fabrikam.example","inviteRedirectUrl":"https://x.example"}`, i)).want(201)
	}
	b.do(http.MethodGet, "/v1.0/users?$top=1000", "").wantError(400, refusal.CodeBadRequest, "1 and 999")
	b.do(http.MethodGet, "/v1.0/users?$skiptoken=made-up", "").wantError(400, refusal.CodeBadRequest, "token")
	var mails []string
	target := "/v1.0/users?$filter=userType+eq+'Guest'&$select=mail&$top=2"
	for range 3 {
		r := b.do(http.MethodGet, target, "").want(200)
		for _, v := range r.values() {
			mails = append(mails, fmt.Sprint(v["mail"]))
		}
		next, _ := r.json["@odata.nextLink"].(string)
		target = strings.TrimPrefix(next, "https://graph.test")
	}
	if target != "" || len(mails) != 5 || !slices.IsSorted(mails) {
		t.Errorf("read %v, then %q", mails, target)
	}
}

// The sessions of an internal user are revoked; those of an external one are in the home
// tenant.
func TestRevokeSessions(t *testing.T) {
	t.Parallel()
	b := newAuditBench(t)
	b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@fabrikam.example","inviteRedirectUrl":"https://myapps.microsoft.com"}`).want(201)
	external := b.do(http.MethodGet, "/v1.0/users?$filter="+url.QueryEscape("mail eq 'ana@fabrikam.example'"), "").want(200).values()[0]["id"]
	for user, revoked := range map[any]bool{adeleID: true, external: false} {
		path := fmt.Sprintf("/v1.0/users/%s", user)
		validFrom := func() string {
			return b.do(http.MethodGet, path+"?$select=signInSessionsValidFromDateTime", "").want(200).text("signInSessionsValidFromDateTime")
		}
		before := validFrom()
		b.world.Advance(time.Minute)
		if r := b.do(http.MethodPost, path+"/revokeSignInSessions", "").want(200); r.json["value"] != true {
			t.Errorf("%s: %s", user, r.Body)
		}
		if after := validFrom(); before == "" || (after > before) != revoked {
			t.Errorf("%s: sessions are valid from %s, and were from %s", user, after, before)
		}
	}
	records := b.audits("activityDisplayName eq 'Update StsRefreshTokenValidFrom Timestamp'")
	if len(records) != 1 || records[0]["category"] != "UserManagement" || first(t, first(t, records[0], "targetResources"), "modifiedProperties")["displayName"] != "StsRefreshTokensValidFrom" {
		t.Errorf("the audit log has %v", records)
	}
	b.do(http.MethodPatch, "/v1.0/users/"+adeleID, `{"signInSessionsValidFromDateTime":"2026-01-01T00:00:00Z"}`).want(400)
}

func TestUserWrites(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	user := "/v1.0/users/" + adeleID
	r := b.do(http.MethodPatch, user, `{"jobTitle":"Lead","businessPhones":["+34 1"],"onPremisesExtensionAttributes":{"extensionAttribute1":"x"}}`).want(204)
	if r.Body.Len() != 0 {
		t.Errorf("a PATCH answers %s", r.Body)
	}
	r = b.do(http.MethodPatch, user, `{"mail":"brian@contoso.example"}`).want(400)
	e, _ := r.json["error"].(map[string]any)
	if details, _ := e["details"].([]any); len(details) != 2 {
		t.Errorf("details %v", e["details"])
	}
	b.do(http.MethodPost, user+"/revokeSignInSessions", "").want(200)
	b.do(http.MethodDelete, user, "").want(204)
	b.do(http.MethodDelete, user, "").wantError(404, refusal.CodeNotFound, adeleID)
	if r := b.do(http.MethodGet, "/v1.0/directory/deletedItems/microsoft.graph.user", "").want(200); len(r.values()) != 1 || r.values()[0]["deletedDateTime"] == nil {
		t.Errorf("deleted items %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/directory/deletedItems/"+adeleID, "").want(200)
	b.do(http.MethodPost, "/v1.0/directory/deletedItems/"+adeleID+"/restore", "").want(200)
	b.do(http.MethodGet, user, "").want(200)
	b.do(http.MethodDelete, user, "").want(204)
	b.do(http.MethodDelete, "/v1.0/directory/deletedItems/"+adeleID, "").want(204)
	b.do(http.MethodGet, "/v1.0/directory/deletedItems/"+adeleID, "").wantError(404, refusal.CodeNotFound, adeleID)
}

// TestFiltersOfDeletedUsers: a setting rejects any() in filters of the recycle bin
// only.
func TestFiltersOfDeletedUsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(http.MethodDelete, "/v1.0/users/"+adeleID, "").want(204)
	for _, refused := range []bool{false, true} {
		b.set(func(s *settings.Settings) { s.DeletedUsersRefuseAny = refused })
		for filter, lambda := range map[string]bool{
			"proxyAddresses/any(x:x eq 'SMTP:adele@contoso.example')": true, "not otherMails/any(x:x eq 'a@b.example')": true,
			"mail eq 'x' or proxyAddresses/any(x:startsWith(x,'smtp:'))": true, "userType eq 'Guest' and otherMails/any(x:x eq 'a')": true,
			"mail eq 'adele@contoso.example'": false, "": false,
		} {
			query := "?$count=true&$filter=" + url.QueryEscape(filter)
			if filter == "" {
				query = ""
			}
			b.header.Set("ConsistencyLevel", "eventual")
			b.do(http.MethodGet, "/v1.0/users"+query, "").want(200)
			r := b.do(http.MethodGet, "/v1.0/directory/deletedItems/microsoft.graph.user"+query, "")
			if refused && lambda {
				r.wantError(400, refusal.CodeUnsupportedQuery, "Unsupported Query")
			} else {
				r.want(200)
			}
		}
	}
}

func TestNarrowPermissions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		roles  []string
		body   string
		status int
	}{
		{[]string{"User.EnableDisableAccount.All", "User.Read.All"}, `{"accountEnabled":false}`, 204},
		{[]string{"User.EnableDisableAccount.All"}, `{"accountEnabled":false}`, 403},
		{[]string{"User-Phone.ReadWrite.All"}, `{"mobilePhone":"1"}`, 204},
		{[]string{"User-Phone.ReadWrite.All"}, `{"mobilePhone":"1","city":"x"}`, 403},
		{[]string{"User-Mail.ReadWrite.All"}, `{"otherMails":["a@b.example"]}`, 204},
		{[]string{"User.ReadWrite.All"}, `{"identities":[]}`, 403},
		{[]string{"User.ReadWrite.All"}, `{"userType":"Guest"}`, 204},
		{[]string{"User.Read.All"}, `{"city":"x"}`, 403},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.roles, "+")+tt.body, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.caller.Roles = tt.roles
			b.do(http.MethodPatch, "/v1.0/users/"+adeleID, tt.body).want(tt.status)
		})
	}
	b := newBench(t)
	b.caller.Roles = []string{"User.ReadBasic.All"}
	if r := b.do(http.MethodGet, "/v1.0/users/"+adeleID, "").want(200); r.json["jobTitle"] != nil || r.json["mail"] == nil {
		t.Errorf("basic read %s", r.Body)
	}
	b.do(http.MethodGet, "/v1.0/users/"+adeleID+"?$select=userType", "").wantError(403, refusal.CodeDenied, "")
	b.do(http.MethodDelete, "/v1.0/users/"+adeleID, "").wantError(403, refusal.CodeDenied, "")
}

func TestLinks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	user := "/v1.0/users/" + brianID
	link := func(kind, id string) string { return `{"@odata.id":"https://graph.test/v1.0/` + kind + `/` + id + `"}` }
	b.do(http.MethodGet, user+"/manager", "").wantError(404, refusal.CodeNotFound, "'manager'")
	b.do(http.MethodPut, user+"/manager/$ref", `{"@odata.id":"https://other.test/v1.0/users/x"}`).wantError(400, refusal.CodeBadRequest, "other.test")
	b.do(http.MethodPut, user+"/manager/$ref", `{"@odata.id":"https://graph.microsoft.us/v1.0/users/x"}`).wantError(400, refusal.CodeBadRequest, "microsoft.us")
	b.do(http.MethodPut, user+"/manager/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/users/nobody@contoso.example"}`).wantError(404, refusal.CodeNotFound, "nobody@")
	b.do(http.MethodPut, user+"/manager/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/users/adele@contoso.example"}`).want(204)
	b.do(http.MethodPut, user+"/manager/$ref", link("users", adeleID)).want(204)
	if r := b.do(http.MethodGet, user+"/manager?$select=id", "").want(200); r.text("id") != adeleID || r.text("@odata.type") != "#microsoft.graph.user" {
		t.Errorf("manager %s", r.Body)
	}
	r := b.do(http.MethodGet, user+"?$select=id&$expand=manager", "").want(200)
	if m, _ := r.json["manager"].(map[string]any); m["id"] != adeleID {
		t.Errorf("expanded %s", r.Body)
	}
	r = b.do(http.MethodGet, user+"?$expand=manager($select=DisplayName,id)", "").want(200)
	want := map[string]any{"@odata.type": "#microsoft.graph.user", "displayName": "Adele", "id": adeleID}
	if m, _ := r.json["manager"].(map[string]any); !maps.Equal(m, want) {
		t.Errorf("expanded %s", r.Body)
	}
	b.do(http.MethodGet, user+"?$expand=manager($select=shade)", "").wantError(400, "BadRequest", "shade")
	for _, more := range []string{"manager($levels=2)", "manager($select=id;$levels=2)", "memberOf($select=id)"} {
		b.do(http.MethodGet, user+"?$expand="+url.QueryEscape(more), "").wantError(501, refusal.CodeNotImplemented, more)
	}
	b.do(http.MethodDelete, user+"/manager/$ref", "").want(204)
	b.do(http.MethodPost, user+"/sponsors/$ref", link("directoryObjects", groupID)).want(204)
	b.do(http.MethodPost, user+"/sponsors/$ref", link("groups", groupID)).wantError(400, refusal.CodeBadRequest, "'sponsors'")
	b.do(http.MethodPost, user+"/sponsors/$ref", link("contacts", contactID)).wantError(404, refusal.CodeNotFound, contactID)
	if r := b.do(http.MethodGet, user+"/sponsors", "").want(200); len(r.values()) != 1 || r.values()[0]["@odata.type"] != "#microsoft.graph.group" {
		t.Errorf("sponsors %s", r.Body)
	}
	b.do(http.MethodDelete, user+"/sponsors/"+groupID+"/$ref", "").want(204)
}

// A user has five sponsors at most.
func TestSixthSponsor(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var users strings.Builder
	sponsor := func(n int) string { return fmt.Sprintf("b0000000-0000-4000-8000-00000000000%d", n) }
	for n := range 6 {
		fmt.Fprintf(&users, `,{"id":"%s","userPrincipalName":"s%d@contoso.example"}`, sponsor(n), n)
	}
	b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
	 "users":[{"id":"` + adeleID + `","userPrincipalName":"adele@contoso.example"}` + users.String() + `]}]}`)
	const path = "/v1.0/users/" + adeleID + "/sponsors/$ref"
	for n := range 5 {
		b.do(post, path, linkTo(sponsor(n))).want(204)
	}
	b.do(post, path, linkTo(sponsor(5))).wantError(403, refusal.CodeQuota, "'6' would exceed the maximum quota count '5' for forward-link 'sponsors'")
}

func TestConversion(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodPost, "/v1.0/invitations", `{"invitedUserEmailAddress":"ana@fabrikam.example","inviteRedirectUrl":"https://x.example"}`).want(201)
	guest, _ := r.json["invitedUser"].(map[string]any)
	target := fmt.Sprintf("/beta/users/%v/convertExternalToInternalMemberUser", guest["id"])
	b.do(http.MethodPost, target, `{"userPrincipalName":"ana@foreign.example","passwordProfile":{"password":"long enough"}}`).wantError(400, refusal.CodeBadRequest, "valid domain")
	b.do(http.MethodPost, target, `{"userPrincipalName":"ana@contoso.example","passwordProfile":{"password":"long enough"}}`).want(200)
	r = b.do(http.MethodGet, "/v1.0/users/ana@contoso.example?$select=userType,creationType,proxyAddresses", "").want(200)
	if r.json["userType"] != "Member" || r.json["creationType"] != nil {
		t.Errorf("converted to %s", r.Body)
	}
	b.do(http.MethodPost, target, `{"userPrincipalName":"ana@contoso.example","passwordProfile":{"password":"long enough"}}`).wantError(400, refusal.CodeBadRequest, "already internal")
}
