package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Creating role-assignable groups and changing their members requires an
// additional permission for roles.
func TestRoleAssignableGroups(t *testing.T) {
	t.Parallel()
	const assignable = security + `,"isAssignableToRole":true`
	b := newGroupWriter(t)
	lean := b.caller.Roles
	full := append([]string{"RoleManagement.ReadWrite.Directory"}, lean...)
	b.do(http.MethodPost, "/v1.0/groups", assignable+`}`).wantError(403, refusal.CodeDenied, "")
	b.caller.Roles = full
	group := "/v1.0/groups/" + b.do(http.MethodPost, "/v1.0/groups", assignable+`,`+bound("members", brianID)+`}`).want(201).text("id")
	const adele = `{"@odata.id":"https://graph.test/v1.0/directoryObjects/` + adeleID + `"}`
	changes := []struct {
		method, path, body string
	}{
		{http.MethodPost, "/members/$ref", adele},
		{http.MethodDelete, "/members/" + adeleID + "/$ref", ""},
		{http.MethodPatch, "", `{` + bound("members", adeleID) + `}`},
	}
	for _, c := range changes {
		b.caller.Roles = lean
		b.do(c.method, group+c.path, c.body).wantError(403, refusal.CodeDenied, "")
		b.caller.Roles = full
		b.do(c.method, group+c.path, c.body).want(204)
	}
	b.caller.Roles = lean
	b.do(http.MethodPatch, group, `{"description":"x"}`).want(204)
	b.do(http.MethodPost, "/v1.0/groups/"+groupID+"/members/$ref", adele).want(204)
	b.do(http.MethodPost, "/v1.0/groups/"+adeleID+"/members/$ref", adele).wantError(404, refusal.CodeNotFound, "")
}

// A tenant without Entra ID P1 has no dynamic and no role-assignable groups,
// unless the settings disable the check.
func TestGroupsThatNeedP1(t *testing.T) {
	t.Parallel()
	const (
		rule  = `"groupTypes":["DynamicMembership"],"membershipRule":"x","membershipRuleProcessingState":"Paused"`
		roles = `"isAssignableToRole":true`
	)
	for _, needed := range []bool{true, false} {
		b := newGroupWriter(t)
		b.seed(`{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","entra_id_p1":false,"domains":["contoso.example"],
		 "groups":[{"id":"` + groupID + `","displayName":"Team"},{"id":"` + salesID + `","displayName":"Ruled","mailNickname":"ruled",` + rule + `}]}]}`)
		b.set(func(s *settings.Settings) { s.GroupsNeedP1 = needed })
		b.caller.Roles = append([]string{"RoleManagement.ReadWrite.Directory"}, b.caller.Roles...)
		b.do(http.MethodPost, "/v1.0/groups", security+`}`).want(201)
		b.do(http.MethodPatch, "/v1.0/groups/"+salesID, `{"description":"made with a license"}`).want(204)
		for _, r := range []reply{
			b.do(http.MethodPost, "/v1.0/groups", security+`,`+rule+`}`),
			b.do(http.MethodPost, "/v1.0/groups", security+`,`+roles+`}`),
			b.do(http.MethodPatch, "/v1.0/groups/"+groupID, `{`+rule+`}`),
		} {
			if needed {
				r.wantError(403, refusal.CodeDenied, "Entra ID P1")
			} else if r.Code >= 300 {
				t.Errorf("refused: %s", r.Body)
			}
		}
	}
}
