package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func TestMe(t *testing.T) {
	t.Parallel()
	const details, manager, others, groups = "/v1.0/me?$select=id,department", "/v1.0/me/manager", "/v1.0/users/" + brianID + "?$select=department", "/beta/me/getMemberGroups"
	const byID, byName = "/v1.0/users/" + adeleID + "?$select=department", "/beta/users/adele@contoso.example?$select=department"
	tests := []struct {
		name, userID, scope string
		want                map[string]int
	}{
		{"an application", "", "", map[string]int{"/v1.0/me": 400, details: 400, groups: 400}},
		{"a user's own scope", adeleID, "User.Read", map[string]int{
			"/v1.0/me": 200, "/beta/Me": 200, details: 200, manager: 403, others: 403, groups: 403,
			byID: 200, byName: 200, "/v1.0/users('Adele@contoso.example')": 200, "/v1.0/users": 403, "/v1.0/users/nobody@contoso.example": 403,
		}},
		{"a scope for basic profiles", adeleID, "User.ReadBasic.All", map[string]int{"/v1.0/me": 200, details: 403, byID: 403, byName: 403, others: 403}},
		{"no scope for users", adeleID, "Mail.Read", map[string]int{"/v1.0/me": 403}},
		{"a user of another tenant", fabrikamID, "User.Read", map[string]int{"/v1.0/me": 404}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.caller = Caller{TenantID: contosoID, AppID: "app", Roles: everyPermission, UserID: tt.userID, Scopes: []string{tt.scope}}
			for path, status := range tt.want {
				method, body := http.MethodGet, ""
				if path == groups {
					method, body = http.MethodPost, `{"securityEnabledOnly":false}`
				}
				b.do(method, path, body).want(status)
			}
		})
	}
	b := newBench(t)
	b.do(http.MethodGet, "/v1.0/me", "").wantError(400, "BadRequest", "delegated")
	b.caller.UserID, b.caller.Scopes = adeleID, []string{"User.Read"}
	r := b.do(http.MethodGet, "/v1.0/me", "").want(200)
	if r.text("id") != adeleID || r.text("@odata.context") != "https://graph.test/v1.0/$metadata#users/$entity" {
		t.Errorf("me %s", r.Body)
	}
	b.do(http.MethodPatch, "/v1.0/me", `{"city":"Madrid"}`).wantError(403, refusal.CodeDenied, "")
	batch := b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[{"id":"1","method":"GET","url":"/me"}]}`).want(200)
	responses, _ := batch.json["responses"].([]any)
	if first, _ := responses[0].(map[string]any); first["status"] != 200.0 {
		t.Errorf("in a batch %s", batch.Body)
	}
}
