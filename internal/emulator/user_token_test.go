package emulator

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	invitations "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	facts "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const usersSeed = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
 "users":[{"userPrincipalName":"ada@contoso.example","mail":"ada@contoso.example"},
          {"userPrincipalName":"una@contoso.example","mail":"una@contoso.example"},
          {"userPrincipalName":"ben@contoso.example","mail":"ben@contoso.example"},
          {"userPrincipalName":"rita@contoso.example"},
          {"userPrincipalName":"dora@contoso.example","accountEnabled":false}],
 "role_assignments":[{"role":"Global Administrator","members":["ada@contoso.example"]},
                     {"role":"User Administrator","members":["una@contoso.example"]},
                     {"role":"Security Reader","members":["rita@contoso.example"]}]}]}`

// usersRig is a tenant whose users sign in to the Azure CLI.
func usersRig(t *testing.T, change func(*facts.Settings)) *rig {
	t.Helper()
	r := start(t, Config{World: area.NewWorld(kernel.Options{Settings: facts.With(change)})})
	r.control("PUT", "/seed", usersSeed, http.StatusNoContent)
	return r
}

// userToken is what the Azure CLI would print for a user.
func (r *rig) userToken(user string) string {
	r.t.Helper()
	var printed struct{ AccessToken string }
	text := r.control("POST", "/user_token", `{"tenant":"contoso","user":"`+user+`@contoso.example","scope":"`+publicGraph+`/.default"}`, http.StatusOK)
	if err := json.Unmarshal([]byte(text), &printed); err != nil || printed.AccessToken == "" {
		r.t.Fatalf("user token %s: %v", text, err)
	}
	return printed.AccessToken
}

// A Global Administrator of the Azure CLI reaches users and no policy, because its
// application lacks the scopes; other users reach what their roles allow
// (graph-identity §14).
func TestUserOfAzureCLI(t *testing.T) {
	t.Parallel()
	const (
		none    = ""
		scopes  = "AccessDenied"
		denied  = refusal.CodeDenied
		noUsers = "/v1.0/users?$select=department"
		access  = "/v1.0/policies/crossTenantAccessPolicy"
		ca      = "/v1.0/identity/conditionalAccess/policies"
	)
	tests := []struct {
		user, method, path, body string
		lacking, full            string // code of the refusal without and with policy scopes
	}{
		{"ada", "GET", noUsers, "", none, none},
		{"ada", "GET", "/v1.0/contacts", "", none, none},
		{"ada", "GET", "/v1.0/organization", "", none, none},
		{"ada", "PATCH", "/v1.0/users/una@contoso.example", `{"accountEnabled":true}`, none, none},
		{"ada", "GET", access, "", scopes, none},
		{"ada", "POST", access + "/partners", `{"tenantId":"` + fabrikamID + `"}`, scopes, none},
		{"ada", "GET", "/v1.0/policies/authorizationPolicy", "", scopes, none},
		{"ada", "GET", "/beta/policies/b2bManagementPolicies", "", scopes, none},
		{"ada", "GET", ca, "", scopes, none},
		{"una", "PATCH", "/v1.0/users/ben@contoso.example", `{"jobTitle":"x"}`, none, none},
		{"una", "GET", access, "", scopes, denied},
		{"una", "GET", "/v1.0/contacts", "", denied, denied},
		{"ben", "GET", "/v1.0/users?$select=displayName", "", none, none},
		{"ben", "GET", noUsers, "", denied, denied},
		{"ben", "PATCH", "/v1.0/users/ben@contoso.example", `{"jobTitle":"x"}`, denied, denied},
		{"ben", "GET", ca, "", scopes, denied},
	}
	for _, lacking := range []bool{true, false} {
		r := usersRig(t, func(s *facts.Settings) { s.UserTokensLackPolicyScopes = lacking })
		for _, tt := range tests {
			want := tt.full
			if lacking {
				want = tt.lacking
			}
			a := r.do(tt.method, r.base(schema.CloudPublic)+tt.path, r.userToken(tt.user), tt.body)
			if a.code() != want || (a.status == http.StatusForbidden) != (want != none) || a.status >= 500 {
				t.Errorf("lacking %v: %s %s by %s: %d %s", lacking, tt.method, tt.path, tt.user, a.status, a.body)
			}
		}
	}
}

// A refusal for want of scopes reads as it does live, in a batch too.
func TestMissingScopesInBatch(t *testing.T) {
	t.Parallel()
	r := usersRig(t, func(*facts.Settings) {})
	a := r.do("POST", r.base(schema.CloudPublic)+"/v1.0/$batch", r.userToken("ada"),
		`{"requests":[{"id":"1","method":"GET","url":"/policies/authorizationPolicy"}]}`)
	if !strings.Contains(a.body, `"status":403`) || !strings.Contains(a.body, "required scopes are missing in the token") {
		t.Errorf("got %+v", a)
	}
}

// A user invites as the tenant lets users, and the user's own text goes out.
func TestInvitationByUser(t *testing.T) {
	t.Parallel()
	r := usersRig(t, func(*facts.Settings) {})
	const body = `{"invitedUserEmailAddress":"lee.gu@fabrikam.example","inviteRedirectUrl":"https://myapps.microsoft.com",
	 "sendInvitationMessage":true,"invitedUserMessageInfo":{"customizedMessageBody":"Welcome"}}`
	if a := r.do("POST", r.base(schema.CloudPublic)+"/v1.0/invitations", r.userToken("ben"), body); a.status != http.StatusCreated {
		t.Fatalf("got %+v", a)
	}
	mails, err := invitations.Mails(r.server.World(), contosoID)
	if err != nil || len(mails) != 1 {
		t.Fatalf("mails %+v, %v", mails, err)
	}
	ben, err := directory.Users.Get(r.server.World(), contosoID, "ben@contoso.example")
	if err != nil || mails[0].CustomText != "Welcome" || mails[0].Inviter != ben.ID {
		t.Errorf("mail %+v, %v", mails[0], err)
	}
}

func TestUserTokensThatAreRefused(t *testing.T) {
	t.Parallel()
	r := usersRig(t, func(*facts.Settings) {})
	tests := []struct {
		body   string
		status int
		part   string
	}{
		{`{"tenant":"contoso"}`, 400, "user"},
		{`{"tenant":"moon","user":"ada@contoso.example"}`, 404, "moon"},
		{`{"tenant":"contoso","user":"no-one@contoso.example"}`, 404, "no-one"},
		{`{"tenant":"contoso","user":"dora@contoso.example"}`, 400, "AADSTS50057"},
		{`{"tenant":"contoso","user":"rita@contoso.example"}`, 501, "directory role"},
		{`{"tenant":"contoso","user":"ada@contoso.example","scope":"https://elsewhere.example/.default"}`, 400, "AADSTS500011"},
	}
	for _, tt := range tests {
		if text := r.control("POST", "/user_token", tt.body, tt.status); !strings.Contains(text, tt.part) {
			t.Errorf("%s: %s", tt.body, text)
		}
	}
	gov := r.server.Clouds()[schema.CloudUSGov].Graph
	if a := r.do("POST", gov+"/_emulator/user_token", "", `{"tenant":"contoso","user":"ada@contoso.example"}`); a.status != 400 || !strings.Contains(a.body, "AADSTS90002") {
		t.Errorf("in another cloud: %+v", a)
	}
}
