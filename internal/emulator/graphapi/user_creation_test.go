package graphapi

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

const newUser = `{"accountEnabled":true,"displayName":"Nora","mailNickname":"nora","userPrincipalName":"nora@contoso.example","passwordProfile":{"password":"Pa55-word","forceChangePasswordNextSignIn":true}`

func TestCreateUser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodPost, "/v1.0/users", newUser+`,"department":"Sales","mail":"nora@contoso.example","usageLocation":"es","manager@odata.bind":"https://graph.microsoft.com/v1.0/users/`+adeleID+`"}`).want(201)
	want := []string{
		"@odata.context", "businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone", "officeLocation",
		"preferredLanguage", "surname", "userPrincipalName",
	}
	if got := slices.Sorted(maps.Keys(r.json)); !slices.Equal(got, want) || r.text("@odata.context") != "https://graph.test/v1.0/$metadata#users/$entity" {
		t.Errorf("answer %s", r.Body)
	}
	user := "/v1.0/users/" + r.text("id")
	r = b.do(http.MethodGet, user+"?$select=userType,department,passwordProfile,creationType,identities,proxyAddresses,usageLocation,createdDateTime", "").want(200)
	proxies, _ := r.json["proxyAddresses"].([]any)
	identities, _ := r.json["identities"].([]any)
	if r.json["userType"] != "Member" || r.json["passwordProfile"] != nil || r.json["creationType"] != nil || r.json["usageLocation"] != "ES" ||
		r.json["createdDateTime"] != "2026-01-15T09:00:00Z" || !slices.Equal(proxies, []any{"SMTP:nora@contoso.example"}) || len(identities) != 1 {
		t.Errorf("new user %s", r.Body)
	}
	if m := b.do(http.MethodGet, user+"/manager", "").want(200); m.text("id") != adeleID {
		t.Errorf("manager %s", m.Body)
	}
	b.do(http.MethodPatch, user, `{"passwordProfile":{"password":"Other-pa55"}}`).want(204)
	b.do(http.MethodDelete, user, "").want(204)
	b.do(http.MethodPost, "/v1.0/users", newUser+`}`).want(201)
}

// CLI for Microsoft 365 spells two names differently from the documentation.
func TestCreateUserInAnyCase(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const body = `{"accountEnabled":true,"displayName":"Nora","mailNickName":"nora","surName":"Reyes","userPrincipalName":"nora@contoso.example","passwordProfile":{"password":"Pa55-word"}`
	r := b.do(http.MethodPost, "/v1.0/users", body+`}`).want(201)
	if r.text("surname") != "Reyes" {
		t.Errorf("answer %s", r.Body)
	}
	b.do(http.MethodPost, "/v1.0/users", body+`,"surname":"Reyes"}`).wantError(400, refusal.CodeBadRequest, "'surname'")
}

func TestRefusedUsers(t *testing.T) {
	t.Parallel()
	const required = `"accountEnabled":true,"displayName":"Nora","mailNickname":"nora","userPrincipalName":"nora@contoso.example"`
	tests := []struct {
		body   string
		status int
		part   string
	}{
		{`{}`, 400, "A value is required for property 'accountEnabled' of resource 'User'."},
		{`{"accountEnabled":true,"displayName":"Nora","userPrincipalName":"nora@contoso.example"}`, 400, "'mailNickname'"},
		{`{` + required + `}`, 400, "A password must be specified"},
		{`{` + required + `,"passwordProfile":{"password":"simple"}}`, 400, "complexity"},
		{`{` + required + `,"passwordProfile":{"password":"all lower case"}}`, 400, "complexity"},
		{`{` + required + `,"passwordProfile":null}`, 400, "'passwordProfile'"},
		{`{` + required + `,"passwordProfile":{"password":1}}`, 400, "'password'"},
		{`{` + required + `,"passwordProfile":{"secret":"x"}}`, 400, "'secret'"},
		{`{` + required + `,"passwordProfile":{"forceChangePasswordNextSignInWithMfa":true}}`, 501, "second factor"},
		{newUser + `,"mailNickname":"no blanks"}`, 400, "'mailNickname'"},
		{newUser + `,"userPrincipalName":"nora@foreign.example"}`, 400, "domain portion"},
		{newUser + `,"userPrincipalName":"Adele@contoso.example"}`, 400, "same value for property userPrincipalName"},
		{newUser + `,"mail":"adele@contoso.example"}`, 400, "same value for property proxyAddresses"},
		{newUser + `,"id":"` + groupID + `"}`, 400, "'id' is read-only"},
		{newUser + `,"shoeSize":1}`, 400, "'shoeSize'"},
		{newUser + `,"identities":[]}`, 501, "identities"},
		{newUser + `,"passwordPolicies":"None"}`, 501, "passwordPolicies"},
		{newUser + `,"friends@odata.bind":"https://graph.test/v1.0/users/x"}`, 400, "'friends'"},
		{newUser + `,"memberOf@odata.bind":"https://graph.test/v1.0/groups/x"}`, 501, "'memberOf'"},
		{newUser + `,"manager@odata.bind":"https://graph.test/v1.0/users/` + contactID[:35] + `9"}`, 404, "does not exist"},
		{newUser + `,"manager@odata.bind":[]}`, 400, "'manager'"},
	}
	for _, tt := range tests {
		t.Run(tt.body, func(t *testing.T) {
			t.Parallel()
			code := map[int]string{400: refusal.CodeBadRequest, 404: refusal.CodeNotFound, 501: refusal.CodeNotImplemented}[tt.status]
			b := newBench(t)
			b.do(http.MethodPost, "/v1.0/users", tt.body).wantError(tt.status, code, tt.part)
			if n := len(b.do(http.MethodGet, "/v1.0/users", "").want(200).values()); n != 2 {
				t.Errorf("%d users after a refusal", n)
			}
		})
	}
	b := newBench(t)
	b.caller.Roles = []string{"User.Read.All", "User.Invite.All"}
	b.do(http.MethodPost, "/v1.0/users", newUser+"}").wantError(403, refusal.CodeDenied, "")
}
